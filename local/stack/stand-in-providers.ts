// Stand-ins for the providers Azure Native, Cloudflare, Random and TLS. They create nothing. Values that they
// make up are remembered, so that they are the same at every start.
import { generateKeyPairSync } from 'node:crypto';
import type {
  MockCallArgs,
  MockCallResult,
  MockResourceArgs,
  MockResourceResult,
  Mocks,
} from '@pulumi/pulumi/runtime/index.js';
import { asObject } from '../../command-line/as-object.ts';
import type { ExistingDeployments } from './existing-deployments.ts';
import type { Memory } from './memory.ts';

/** A resource that the program declared, as its provider received it. */
export interface DeclaredResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Its name in the cloud. */
  readonly physicalName: string;
}

export interface StandInProviders {
  readonly mocks: Mocks;
  readonly declared: readonly DeclaredResource[];
  /** Both keys of an account, by its name in Azure. */
  accountKeys(accountName: string): readonly [string, string];
}

/**
 * Providers that keep made-up values in `memory`.
 *
 * Their `call` throws for any function that is not listed here, so that a made-up answer is never
 * mistaken for a real one.
 */
export function standInProviders(
  memory: Memory,
  existing: ExistingDeployments = new Map(),
): StandInProviders {
  const declared: DeclaredResource[] = [];
  const accountKeys = (accountName: string): readonly [string, string] => [
    memory.recall(`azure-key-1:${accountName}`, 84),
    memory.recall(`azure-key-2:${accountName}`, 84),
  ];

  const newResource = ({ type, name, inputs }: MockResourceArgs): MockResourceResult => {
    const given = asObject(reveal(inputs));
    const physicalName = physicalNameOf(name, given);
    declared.push({ type, name, inputs: given, physicalName });
    const made = madeOutputs(memory, type, name, given);
    const state = { ...asObject(inputs), name: physicalName, ...made };
    return { id: `${name}-id`, state };
  };
  const call = ({ token, inputs }: MockCallArgs): MockCallResult => {
    const given = asObject(inputs);
    switch (token) {
      case 'azure-native:cognitiveservices:listAccountKeys': {
        const [key1, key2] = accountKeys(String(given['accountName']));
        return { key1, key2 };
      }
      case 'azure-native:cognitiveservices:getAccount':
        return {
          id: existingAccountId(String(given['accountName'])),
          properties: { customSubDomainName: given['accountName'] },
        };
      case 'azure-native:cognitiveservices:getDeployment': {
        const model = existing.get(
          `${String(given['accountName'])}/${String(given['deploymentName'])}`,
        );
        if (model === undefined) throw notFound();
        return {
          sku: { name: 'GlobalStandard', capacity: 10 },
          properties: { model: { format: 'OpenAI', name: model } },
        };
      }
      case 'cloudflare:index/getWorkersScripts:getWorkersScripts':
        return { results: [] };
      // The state of a stack that was never deployed: infra/own-state.ts.
      case 'pulumi:pulumi:readStackOutputs':
        return { outputs: {} };
      case 'azure-native:authorization:getClientConfig':
        return { subscriptionId: SUBSCRIPTION_ID, tenantId: TENANT_ID };
      default:
        throw new Error(`The stand-in providers do not know the function ${token}`);
    }
  };
  return { mocks: { newResource, call }, declared, accountKeys };
}

const SUBSCRIPTION_ID = '00000000-0000-0000-0000-000000000000';

/** The tenant of everything that these providers make. */
export const TENANT_ID = '00000000-0000-4000-8000-000000000001';

/** What the provider of an existing account says of its id. */
export function existingAccountId(accountName: string): string {
  return `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/existing/providers/Microsoft.CognitiveServices/accounts/${accountName}`;
}

/** What a provider makes up, besides the inputs. */
function madeOutputs(
  memory: Memory,
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  switch (type) {
    case 'azure-native:managedidentity:UserAssignedIdentity':
      return { tenantId: TENANT_ID, clientId: CLIENT_ID, principalId: PRINCIPAL_ID };
    case 'tls:index/privateKey:PrivateKey':
      return makeKeyPair();
    default:
      return type.startsWith('random:') ? { result: randomText(memory, type, name, inputs) } : {};
  }
}

/** Of the only identity that a stack makes. */
export const CLIENT_ID = '00000000-0000-4000-8000-000000000002';
export const PRINCIPAL_ID = '00000000-0000-4000-8000-000000000003';

/** A new one at every start, so that none is on the disk. */
function makeKeyPair(): Readonly<Record<string, string>> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privateKeyPemPkcs8: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }),
  };
}

/** As Azure Native reports it. The SDK reads `details`, which gRPC would carry. */
function notFound(): Error {
  const message = 'Status=404 Code="ResourceNotFound"';
  return Object.assign(new Error(message), { details: message });
}

function physicalNameOf(name: string, inputs: Readonly<Record<string, unknown>>): string {
  const given = inputs['deploymentName'] ?? inputs['scriptName'] ?? inputs['accountName'];
  return typeof given === 'string' ? given : name;
}

/** @throws for a resource of the random provider that is not supported here */
function randomText(
  memory: Memory,
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
): string {
  const length = Number(inputs['length']);
  const known = [
    'random:index/randomPassword:RandomPassword',
    'random:index/randomString:RandomString',
  ];
  if (!known.includes(type) || inputs['special'] !== false) {
    throw new Error(`The stand-in providers cannot make a ${type} like ${name}`);
  }
  const lower = inputs['upper'] === false ? 'abcdefghijklmnopqrstuvwxyz0123456789' : undefined;
  return memory.recall(`${type}:${name}`, length, lower);
}

/** Pulumi's mark of a secret in its wire format. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';

/** Replaces every secret below a value by its plain value. */
export function reveal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== 'object' || value === null) return value;
  if (SIGNATURE in value && 'value' in value) return reveal(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reveal(item)]));
}
