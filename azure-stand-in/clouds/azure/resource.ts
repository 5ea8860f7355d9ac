// A resource of Azure Resource Manager and its id.
// https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
import type { Json } from '../exchange.ts';

export type ResourceKind =
  | 'group'
  | 'account'
  | 'deployment'
  | 'policy'
  | 'blocklist'
  | 'blocklistItem'
  | 'diagnosticSetting'
  | 'budget'
  | 'deletedAccount'
  | 'identity'
  | 'credential'
  | 'roleAssignment';

/** An id, taken apart. */
export interface ResourceId {
  readonly kind: ResourceKind;
  /** As it was written. */
  readonly id: string;
  readonly name: string;
  /** The account that it is or belongs to; undefined outside of accounts. */
  readonly accountId: string | undefined;
  /** The managed identity that it is or belongs to. */
  readonly identityId: string | undefined;
  /** The resource group that it is in; undefined for the subscription's own. */
  readonly groupId: string | undefined;
}

export interface AzureResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly kind: ResourceKind;
  /** What Azure answers besides id, name and type. */
  readonly body: Json;
}

const GROUP = String.raw`/subscriptions/[^/]+/resourceGroups/[^/]+`;
const ACCOUNT = `${GROUP}/providers/Microsoft\\.CognitiveServices/accounts/[^/]+`;

const IDENTITY = `${GROUP}/providers/Microsoft\\.ManagedIdentity/userAssignedIdentities/[^/]+`;

const PATTERNS: readonly (readonly [ResourceKind, RegExp, string])[] = [
  ['group', new RegExp(`^${GROUP}$`, 'i'), 'Microsoft.Resources/resourceGroups'],
  ['account', new RegExp(`^${ACCOUNT}$`, 'i'), 'Microsoft.CognitiveServices/accounts'],
  ...(
    [
      ['deployment', 'deployments'],
      ['policy', 'raiPolicies'],
      ['blocklist', 'raiBlocklists'],
    ] as const
  ).map(
    ([kind, collection]) =>
      [
        kind,
        new RegExp(`^${ACCOUNT}/${collection}/[^/]+$`, 'i'),
        `Microsoft.CognitiveServices/accounts/${collection}`,
      ] as const,
  ),
  [
    'blocklistItem',
    new RegExp(`^${ACCOUNT}/raiBlocklists/[^/]+/raiBlocklistItems/[^/]+$`, 'i'),
    'Microsoft.CognitiveServices/accounts/raiBlocklists/raiBlocklistItems',
  ],
  [
    'diagnosticSetting',
    /^.+\/providers\/Microsoft\.Insights\/diagnosticSettings\/[^/]+$/i,
    'Microsoft.Insights/diagnosticSettings',
  ],
  [
    'budget',
    /^.+\/providers\/Microsoft\.Consumption\/budgets\/[^/]+$/i,
    'Microsoft.Consumption/budgets',
  ],
  [
    'deletedAccount',
    /^.+\/locations\/[^/]+\/resourceGroups\/[^/]+\/deletedAccounts\/[^/]+$/i,
    'Microsoft.CognitiveServices/deletedAccounts',
  ],
  [
    'identity',
    new RegExp(`^${IDENTITY}$`, 'i'),
    'Microsoft.ManagedIdentity/userAssignedIdentities',
  ],
  [
    'credential',
    new RegExp(`^${IDENTITY}/federatedIdentityCredentials/[^/]+$`, 'i'),
    'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
  ],
  [
    'roleAssignment',
    /^.+\/providers\/Microsoft\.Authorization\/roleAssignments\/[^/]+$/i,
    'Microsoft.Authorization/roleAssignments',
  ],
];

/** undefined: not an id of a kind that the stand-in knows. */
export function parseResourceId(id: string): ResourceId | undefined {
  const kind = PATTERNS.find(([, pattern]) => pattern.test(id))?.[0];
  if (kind === undefined) return undefined;
  const inAccount = kind !== 'group' && kind !== 'budget' && kind !== 'deletedAccount';
  return {
    kind,
    id,
    name: id.slice(id.lastIndexOf('/') + 1),
    accountId: inAccount ? new RegExp(`^${ACCOUNT}`, 'i').exec(id)?.[0] : undefined,
    identityId: new RegExp(`^${IDENTITY}`, 'i').exec(id)?.[0],
    groupId: new RegExp(`^${GROUP}`, 'i').exec(id)?.[0],
  };
}

export function typeOf(kind: ResourceKind): string {
  return PATTERNS.find(([each]) => each === kind)?.[2] ?? '';
}
