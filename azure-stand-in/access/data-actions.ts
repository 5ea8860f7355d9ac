// The permission that each operation needs of a caller with a token.
// https://learn.microsoft.com/azure/role-based-access-control/permissions/ai-machine-learning#microsoftcognitiveservices
import type { Surface } from '../answers/surface.ts';

/** What decides about the permission. */
export interface OperationName {
  readonly surface: Surface;
  readonly method: string;
  /** The operation's pattern, such as `files/{id}/content`. */
  readonly path: string;
  /** Whether a classic path names a deployment. */
  readonly isInDeployment: boolean;
}

const ACCOUNTS = 'Microsoft.CognitiveServices/accounts';

/** The first part of a path that fits decides. Without a verb of its own, the method gives it. */
const ACTIONS: readonly (readonly [pattern: RegExp, action: string])[] = [
  [/^chat\/completions$/, 'deployments/chat/completions/action'],
  [/^completions$/, 'deployments/completions/action'],
  [/^embeddings$/, 'deployments/embeddings/action'],
  [/^audio\//, 'deployments/audio/action'],
  [/^(realtime|live)\b/, 'deployments/realtime/action'],
  // No document has another one for edits.
  [/^images\//, 'images/generations/action'],
  [/^batches\/\{id\}\/cancel$/, 'batches/cancel/action'],
  [/^fine_tuning\/jobs\/\{id\}\/cancel$/, 'fine-tunes/cancel/action'],
  [/^fine_tuning\//, 'fine-tunes'],
  [/^models\b/, 'models'],
  [/^uploads\b/, 'files'],
  [/^files\b/, 'files'],
  [/^responses\b/, 'responses'],
  // Parts of the Assistants API in Azure's own lists.
  [/^vector_stores\b/, 'assistants/vector_stores'],
  // Not documented. Conversations exist for responses only; a container is taken for data of the account.
  [/^conversations\b/, 'responses/conversations'],
  [/^containers\b/, 'containers'],
];

/** Such as `Microsoft.CognitiveServices/accounts/OpenAI/responses/write`. */
export function dataActionOf(operation: OperationName): string {
  const { method, path, surface } = operation;
  if (surface === 'inference') return otherMakersAction(path);
  // Making a batch is an action apart: github MicrosoftDocs/azure-ai-docs, rbac-foundry.md
  if (/^batches\b/.test(path) && !path.endsWith('/cancel')) {
    return `${ACCOUNTS}/OpenAI/${method === 'POST' ? 'batch-jobs' : 'batches'}/${verbOf(method)}`;
  }
  const action = ACTIONS.find(([pattern]) => pattern.test(path))?.[1] ?? path.split('/')[0] ?? '';
  return `${ACCOUNTS}/OpenAI/${action}${action.endsWith('/action') ? '' : `/${verbOf(method)}`}`;
}

/**
 * Models of other makers need an action outside of `OpenAI/`, which Cognitive Services User has:
 * https://learn.microsoft.com/azure/foundry/foundry-models/how-to/configure-entra-id
 */
export function otherMakersAction(path: string): string {
  return `${ACCOUNTS}/MaaS/${path}/action`;
}

/** The operation as refusals name it. */
export function describeOperation(operation: OperationName): string {
  const { surface, method, path, isInDeployment } = operation;
  const prefix = { v1: '/openai/v1', classic: '/openai', inference: '/models' }[surface];
  return `${method} ${prefix}/${isInDeployment ? 'deployments/{deployment-id}/' : ''}${path}`;
}

function verbOf(method: string): string {
  if (method === 'GET') return 'read';
  return method === 'DELETE' ? 'delete' : 'write';
}
