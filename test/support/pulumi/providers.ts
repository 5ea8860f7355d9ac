// Stands in for the providers: generates the values that they would generate (names, passwords, keys). The
// same resource gets the same values.
import { createHash, generateKeyPairSync } from 'node:crypto';
import type { Invoked, Registered, State } from './recording.ts';
import type { WireObject } from './wire.ts';
import { reveal } from './wire.ts';

/** What each provider makes up when it creates a resource. An unknown type is a mistake of ours. */
export function makeOutputs({ type, name, urn, inputs }: Registered): WireObject {
  const seed = createHash('sha256').update(urn).digest('hex');
  switch (type) {
    case 'random:index/randomPassword:RandomPassword':
    case 'random:index/randomString:RandomString':
      return { result: seed.repeat(4).slice(0, Number(inputs['length'])) };
    case 'azure-native:resources:ResourceGroup':
    case 'azure-native:cognitiveservices:Account':
      // Neither is given a name, so the provider makes one up: the logical name and a suffix.
      return { name: `${name}${seed.slice(0, 8)}` };
    case 'azure-native:cognitiveservices:Deployment':
      return { name: inputs['deploymentName'] ?? null };
    case 'azure-native:cognitiveservices:RaiPolicy':
    case 'azure-native:cognitiveservices:RaiBlocklist':
    case 'azure-native:cognitiveservices:RaiBlocklistItem':
    case 'azure-native:managedidentity:UserAssignedIdentity':
      return {
        name: `${name}${seed.slice(0, 8)}`,
        tenantId: TENANT_ID,
        clientId: CLIENT_ID,
        principalId: PRINCIPAL_ID,
      };
    case 'tls:index/privateKey:PrivateKey':
      return { ...keyPairOf(urn) };
    case 'azure-native:managedidentity:FederatedIdentityCredential':
    case 'azure-native:authorization:RoleAssignment':
    case 'azure-native:consumption:Budget':
    case 'azure-native:monitor:DiagnosticSetting':
    case 'cloudflare:index/workersScript:WorkersScript':
    case 'cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain':
    case 'cloudflare:index/workersCustomDomain:WorkersCustomDomain':
      return {};
    default:
      throw new Error(`no provider for ${type}`);
  }
}

const TENANT_ID = '11111111-1111-4111-8111-111111111111';
const CLIENT_ID = '22222222-2222-4222-8222-222222222222';
const PRINCIPAL_ID = '33333333-3333-4333-8333-333333333333';

const keyPairs = new Map<string, Readonly<Record<string, string>>>();

/** The same resource keeps its key. */
function keyPairOf(urn: string): Readonly<Record<string, string>> {
  const known = keyPairs.get(urn);
  if (known !== undefined) return known;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const made = {
    privateKeyPemPkcs8: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }),
  };
  keyPairs.set(urn, made);
  return made;
}

/** The providers' functions, and those of the engine that read the state: pkg/resource/deploy/builtins.go. */
export function answerWith(state: State): (invoked: Invoked) => WireObject {
  return (invoked) => {
    switch (invoked.token) {
      case 'pulumi:pulumi:readStackOutputs':
        return { outputs: state.size === 0 ? {} : { worker: '{}' } };
      case 'pulumi:pulumi:readStackResourceOutputs':
        return {
          outputs: Object.fromEntries([...state].map(([urn, outputs]) => [urn, { outputs }])),
        };
      default:
        return answerInvoke(invoked);
    }
  };
}

/** Azure Native does not mark keys: https://github.com/pulumi/pulumi-azure-native/issues/1693 */
export function answerInvoke({ token, args }: Invoked): WireObject {
  switch (token) {
    case 'azure-native:cognitiveservices:listAccountKeys':
      return accountKeys(args);
    case 'azure-native:cognitiveservices:getAccount':
      return accountAtAzure(args);
    case 'azure-native:cognitiveservices:getDeployment':
      return deploymentAtAzure(args);
    case 'cloudflare:index/getWorkersScripts:getWorkersScripts':
      return { results: [] };
    case 'azure-native:authorization:getClientConfig':
      return { subscriptionId: SUBSCRIPTION_ID };
    default:
      throw new Error(`no provider for ${token}`);
  }
}

function accountAtAzure(args: Invoked['args']): WireObject {
  const { accountName = '', resourceGroupName = '' } = args as Readonly<Record<string, string>>;
  return {
    id: `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/${resourceGroupName}/providers/Microsoft.CognitiveServices/accounts/${accountName}`,
    location: 'westus',
    properties: { customSubDomainName: accountName },
  };
}

/** The deployments of the existing accounts, `<account>/<deployment>`: model, version, SKU, units, filter. */
const DEPLOYMENTS: Readonly<Record<string, readonly [string, string, string, number, string]>> = {
  'team-openai/gpt-5.4-mini': ['gpt-5.4-mini', '2026-03-17', 'DataZoneStandard', 50, 'theirs'],
  'team-openai/best': ['gpt-5.4', '2026-03-05', 'GlobalStandard', 30, 'theirs'],
  'old-openai/chat': ['gpt-35-turbo', '0613', 'Standard', 7, 'Microsoft.Default'],
};

/** A deployment as Azure returns it. One that a stack creates is not there yet. */
export function deploymentAtAzure(args: Invoked['args']): WireObject {
  const { accountName, deploymentName } = args as Readonly<Record<string, string>>;
  const found = DEPLOYMENTS[`${accountName ?? ''}/${deploymentName ?? ''}`];
  if (found === undefined) throw new Error('Status=404 Code="ResourceNotFound" Message="none"');
  const [name, version, sku, capacity, raiPolicyName] = found;
  return {
    name: deploymentName ?? null,
    sku: { name: sku, capacity },
    properties: {
      model: { format: 'OpenAI', name, version, callRateLimit: { count: 1 } },
      versionUpgradeOption: 'OnceNewDefaultVersionAvailable',
      raiPolicyName,
      currentCapacity: capacity,
      provisioningState: 'Succeeded',
    },
    tags: { owner: 'them' },
  };
}

/** The subscription in which everything is. */
export const SUBSCRIPTION_ID = '11111111-2222-3333-4444-555555555555';

function accountKeys(args: Invoked['args']): WireObject {
  const digits = createHash('sha256')
    .update(JSON.stringify(reveal(args)))
    .digest('hex');
  return { key1: `azure1${digits}`, key2: `azure2${digits}` };
}
