// How the types of Pulumi's Azure Native provider map to ids and bodies of Azure Resource Manager.
// https://www.pulumi.com/registry/packages/azure-native/api-docs/
import type { Properties } from './grpc.ts';

export interface AzureType {
  /** The id, with `{input}` for the inputs that it is made from. */
  readonly path: string;
  /** The input that gets a random name where the program gives none. */
  readonly autoName?: string;
  /** Whether that name is a UUID; default: the resource's own name and random digits. */
  readonly isNamedByUuid?: true;
  /** Inputs of the body. */
  readonly body: readonly string[];
  /** Whether the body's inputs are members of `properties` at Azure. */
  readonly flat?: true;
  /** Whether only what Azure answers is flat. */
  readonly flatAnswers?: true;
  /** Inputs besides those of the id whose change needs a new resource. */
  readonly forceNew?: readonly string[];
  /** Members of Azure's `properties` that are not inputs. */
  readonly readOnly?: readonly string[];
}

const IDENTITY =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}';

const ACCOUNT =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.CognitiveServices/accounts/{accountName}';

export const AZURE_TYPES: Readonly<Record<string, AzureType>> = {
  'azure-native:resources:ResourceGroup': {
    path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}',
    autoName: 'resourceGroupName',
    body: ['location', 'tags', 'managedBy'],
    forceNew: ['location'],
  },
  'azure-native:cognitiveservices:Account': {
    path: ACCOUNT,
    autoName: 'accountName',
    body: ['kind', 'location', 'sku', 'identity', 'properties', 'tags'],
    forceNew: ['location'],
    readOnly: [
      'endpoint',
      'internalId',
      'isMigrated',
      'privateEndpointConnections',
      'provisioningState',
    ],
  },
  'azure-native:cognitiveservices:Deployment': {
    path: `${ACCOUNT}/deployments/{deploymentName}`,
    autoName: 'deploymentName',
    body: ['sku', 'properties', 'tags'],
    // `currentCapacity` counts as an input.
    readOnly: ['capabilities', 'provisioningState', 'rateLimits'],
  },
  'azure-native:cognitiveservices:RaiPolicy': {
    path: `${ACCOUNT}/raiPolicies/{raiPolicyName}`,
    autoName: 'raiPolicyName',
    body: ['properties', 'tags'],
  },
  'azure-native:cognitiveservices:RaiBlocklist': {
    path: `${ACCOUNT}/raiBlocklists/{raiBlocklistName}`,
    autoName: 'raiBlocklistName',
    body: ['properties', 'tags'],
  },
  'azure-native:cognitiveservices:RaiBlocklistItem': {
    path: `${ACCOUNT}/raiBlocklists/{raiBlocklistName}/raiBlocklistItems/{raiBlocklistItemName}`,
    autoName: 'raiBlocklistItemName',
    body: ['properties', 'tags'],
  },
  'azure-native:monitor:DiagnosticSetting': {
    path: '{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}',
    autoName: 'name',
    body: ['workspaceId', 'logs', 'metrics'],
    flat: true,
  },
  'azure-native:consumption:Budget': {
    path: '{scope}/providers/Microsoft.Consumption/budgets/{budgetName}',
    autoName: 'budgetName',
    body: ['category', 'amount', 'timeGrain', 'timePeriod', 'filter', 'notifications'],
    flat: true,
  },
  'azure-native:managedidentity:UserAssignedIdentity': {
    path: IDENTITY,
    autoName: 'resourceName',
    body: ['location', 'tags'],
    flatAnswers: true,
    forceNew: ['location'],
  },
  'azure-native:managedidentity:FederatedIdentityCredential': {
    path: `${IDENTITY}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}`,
    autoName: 'federatedIdentityCredentialResourceName',
    body: ['audiences', 'issuer', 'subject'],
    flat: true,
  },
  'azure-native:authorization:RoleAssignment': {
    path: '{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}',
    autoName: 'roleAssignmentName',
    isNamedByUuid: true,
    body: [
      'condition',
      'conditionVersion',
      'description',
      'principalId',
      'principalType',
      'roleDefinitionId',
    ],
    flat: true,
    // https://github.com/pulumi/pulumi-azure-native/pull/1010
    forceNew: ['principalId'],
  },
};

/** @throws for a type that the stand-in does not know */
export function azureType(type: string): AzureType {
  const found = AZURE_TYPES[type];
  if (found === undefined) throw new Error(`the stand-in cannot make a ${type}`);
  return found;
}

/** Names of the inputs that an id is made from. */
export function pathInputs({ path }: AzureType): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

export function toId({ path }: AzureType, inputs: Properties): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(inputs[name]));
}

/** The inputs in an id, for an import. */
export function fromId(type: AzureType, id: string): Properties {
  const pattern = type.path.replaceAll('.', String.raw`\.`).replaceAll(/\{(\w+)\}/g, '(?<$1>.+)');
  const { subscriptionId: _, ...inputs } = new RegExp(`^${pattern}$`, 'i').exec(id)?.groups ?? {};
  return inputs;
}
