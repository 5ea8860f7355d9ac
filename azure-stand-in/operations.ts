// The table of operations, and finding the one that a path means. Must not run any.
import { AUDIO_OPERATIONS } from './audio/audio-operations.ts';
import { BATCH_OPERATIONS } from './batches/batch-operations.ts';
import { answerChat, estimateChatTokens } from './chat/chat.ts';
import { answerCompletion, estimateCompletionTokens } from './completion.ts';
import { CONVERSATION_OPERATIONS } from './conversations/conversations.ts';
import { answerEmbeddings, estimateEmbeddingTokens } from './embedding.ts';
import { FINE_TUNING_OPERATIONS } from './fine-tuning/job-operations.ts';
import { IMAGE_OPERATIONS } from './images/image-operations.ts';
import { answerModel, answerModels } from './model-list.ts';
import { FILE_OPERATIONS } from './files/file-operations.ts';
import { UPLOAD_OPERATIONS } from './files/upload-operations.ts';
import type { Operation } from './operation.ts';
import { REALTIME_OPERATIONS } from './realtime/operations.ts';
import { RESPONSE_OPERATIONS } from './responses/operations.ts';
import type { Target } from './surface.ts';
import { VECTOR_STORE_OPERATIONS } from './vector-stores/store-operations.ts';

const OPERATIONS: readonly Operation[] = [
  {
    scope: 'deployment',
    method: 'POST',
    path: 'chat/completions',
    capability: 'chatCompletion',
    operationId: 'ChatCompletions_Create',
    estimateTokens: estimateChatTokens,
    answer: answerChat,
  },
  {
    scope: 'deployment',
    method: 'POST',
    path: 'completions',
    capability: 'completion',
    operationId: 'Completions_Create',
    estimateTokens: estimateCompletionTokens,
    answer: answerCompletion,
  },
  {
    scope: 'deployment',
    method: 'POST',
    path: 'embeddings',
    capability: 'embeddings',
    operationId: 'Embeddings_Create',
    estimateTokens: estimateEmbeddingTokens,
    answer: answerEmbeddings,
  },
  ...IMAGE_OPERATIONS,
  ...AUDIO_OPERATIONS,
  ...FILE_OPERATIONS,
  ...UPLOAD_OPERATIONS,
  ...BATCH_OPERATIONS,
  ...VECTOR_STORE_OPERATIONS,
  ...FINE_TUNING_OPERATIONS,
  { scope: 'account', method: 'GET', path: 'models', answer: answerModels },
  { scope: 'account', method: 'GET', path: 'models/{id}', answer: answerModel },
  ...RESPONSE_OPERATIONS,
  ...CONVERSATION_OPERATIONS,
  ...REALTIME_OPERATIONS,
];

/** An operation and what its path says. */
export interface Route {
  readonly operation: Operation;
  readonly params: readonly string[];
  /** From a classic path. On v1 the body's `model` names the deployment. */
  readonly deployment: string | undefined;
}

/** Finds the operation. A known path with another method is as unknown as any other. */
export function findRoute(method: string | undefined, target: Target): Route | undefined {
  for (const operation of OPERATIONS) {
    if (operation.method !== method) continue;
    if (operation.surface !== undefined && operation.surface !== target.surface) continue;
    const inDeployment =
      target.surface === 'classic' &&
      operation.scope === 'deployment' &&
      operation.isNamedInBody !== true;
    const values = matchPath(
      inDeployment ? `deployments/{}/${operation.path}` : operation.path,
      target.rest,
    );
    if (values === undefined) continue;
    return {
      operation,
      params: inDeployment ? values.slice(1) : values,
      deployment: inDeployment ? values[0] : undefined,
    };
  }
  return undefined;
}

/** The values of the pattern's `{…}` parts, unescaped; undefined when the path does not fit. */
function matchPath(pattern: string, path: string): readonly string[] | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const values: string[] = [];
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith('{') && value !== '') values.push(decodePart(value));
    else if (part !== value) return undefined;
  }
  return values;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
