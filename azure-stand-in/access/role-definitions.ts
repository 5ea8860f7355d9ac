// Azure's built-in roles that matter to an account, with what they allow at its data plane.
// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/ai-machine-learning
import type { AccountRole } from '../operation/account.ts';

interface RoleDefinition {
  readonly name: string;
  readonly id: string;
  /** `*` stands for any text. */
  readonly dataActions: readonly string[];
  readonly notDataActions?: readonly string[];
}

const OPENAI = 'Microsoft.CognitiveServices/accounts/OpenAI';

export const ROLE_DEFINITIONS: readonly RoleDefinition[] = [
  {
    name: 'Cognitive Services OpenAI User',
    id: '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd',
    dataActions: [
      `${OPENAI}/*/read`,
      `${OPENAI}/engines/completions/action`,
      `${OPENAI}/engines/search/action`,
      `${OPENAI}/engines/generate/action`,
      `${OPENAI}/deployments/audio/action`,
      `${OPENAI}/deployments/search/action`,
      `${OPENAI}/deployments/completions/action`,
      `${OPENAI}/deployments/chat/completions/action`,
      `${OPENAI}/deployments/realtime/action`,
      `${OPENAI}/deployments/extensions/chat/completions/action`,
      `${OPENAI}/deployments/embeddings/action`,
      `${OPENAI}/images/generations/action`,
      `${OPENAI}/video/generations/*/action`,
      `${OPENAI}/video/generations/*/delete`,
      `${OPENAI}/assistants/*`,
      `${OPENAI}/responses/*`,
    ],
    notDataActions: [`${OPENAI}/stored-completions/read`],
  },
  {
    name: 'Cognitive Services OpenAI Contributor',
    id: 'a001fd3d-188f-4b5d-821b-7da978bf7442',
    dataActions: [`${OPENAI}/*`],
  },
  {
    name: 'Cognitive Services User',
    id: 'a97b65f3-24c7-4388-baec-2e87135dc908',
    dataActions: ['Microsoft.CognitiveServices/*'],
    notDataActions: [`${OPENAI}/fine-tunes-deployments/write`],
  },
  // "cannot make inference API calls with Entra ID": role-based-access-control.md in github
  // MicrosoftDocs/azure-ai-docs
  {
    name: 'Cognitive Services Contributor',
    id: '25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68',
    dataActions: [],
  },
  { name: 'Contributor', id: 'b24988ac-6180-42a0-ab88-20f7382dd24c', dataActions: [] },
  { name: 'Reader', id: 'acdd72a7-3385-48ef-bd42-f606fba81ae7', dataActions: [] },
];

/** Whether one of the principal's roles allows the action. A role takes nothing away from another one. */
export function isAllowed(
  roles: readonly AccountRole[],
  principalId: string,
  dataAction: string,
): boolean {
  return roles
    .filter((role) => role.principalId.toLowerCase() === principalId.toLowerCase())
    .map(({ roleId }) => ROLE_DEFINITIONS.find(({ id }) => id === roleId.toLowerCase()))
    .some(
      (role) =>
        role !== undefined &&
        role.dataActions.some((pattern) => fits(pattern, dataAction)) &&
        role.notDataActions?.some((pattern) => fits(pattern, dataAction)) !== true,
    );
}

function fits(pattern: string, dataAction: string): boolean {
  const source = pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 'i').test(dataAction);
}
