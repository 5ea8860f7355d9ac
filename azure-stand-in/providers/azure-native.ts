// The provider Azure Native over the stand-in for Azure Resource Manager. It names, compares and reads
// as the real one: https://github.com/pulumi/pulumi-azure-native (provider/pkg/provider)
import { AzureClient } from './azure-client.ts';
import { azureType, fromId, pathInputs, toId, type AzureType } from './azure-types.ts';
import { isObject } from '../reading/json-value.ts';
import { applyAnswer, compareInputs } from './compare.ts';
import type { Properties } from './grpc.ts';
import type { CheckedInputs, Difference, Provider } from './provider.ts';
import { UNKNOWN } from './provider.ts';

/** Marks a resource with a random name, whose successor can exist beside it. */
const CREATE_FIRST = '__createBeforeDelete';

/** Where the provider is signed in. */
export interface AzureSubscription {
  readonly subscriptionId: string;
  readonly tenantId: string;
}

/** @param url of Azure Resource Manager, without a trailing slash */
export function azureNativeProvider(
  url: string,
  { subscriptionId, tenantId }: AzureSubscription,
): Provider {
  const client = new AzureClient(url);
  const idOf = (type: AzureType, inputs: Properties) => toId(type, { ...inputs, subscriptionId });

  return {
    version: '3.28.0',
    configure: () => undefined,
    check: (request) => nameInputs(azureType(request.type), request),
    diff: ({ type, inputs }, news) => compare(azureType(type), inputs, news),
    create: async ({ type: typeName }, inputs, preview) => {
      const type = azureType(typeName);
      if (preview) return { id: '', outputs: previewOutputs(inputs) };
      const id = idOf(type, inputs);
      if ((await client.find(id)) !== undefined) {
        throw new Error(`cannot create already existing resource '${id}'`);
      }
      const answer = await client.put(id, toBody(type, inputs));
      return { id: String(answer['id']), outputs: toOutputs(type, answer) };
    },
    read: async ({ type: typeName, id, inputs, outputs }) => {
      const type = azureType(typeName);
      const answer = await client.find(id);
      if (answer === undefined) return undefined;
      const now = toOutputs(type, answer);
      const current =
        inputs === undefined
          ? { ...fromId(type, id), ...writable(type, now) }
          : applyAnswer(inputs, writable(type, outputs ?? {}), writable(type, now));
      return { id, outputs: now, inputs: current };
    },
    update: async ({ type: typeName, id, outputs }, inputs, preview) => {
      const type = azureType(typeName);
      if (preview) {
        const { name, location } = outputs;
        const stable = { name, ...(location !== undefined && { location }) };
        return { ...previewOutputs(inputs), ...stable };
      }
      // The whole body, also for a single change.
      return toOutputs(type, await client.put(id, toBody(type, inputs)));
    },
    delete: ({ id }) => client.delete(id),
    invoke: (token, args) => invoke(client, token, { ...args, subscriptionId, tenantId }),
  };
}

/**
 * Old names stay; new ones are the resource's name and eight random hexadecimal digits, or a UUID
 * (https://github.com/pulumi/pulumi-azure-native/issues/582).
 */
function nameInputs(
  { autoName, isNamedByUuid }: AzureType,
  { name, olds, news, seed }: CheckedInputs,
): Properties {
  if (autoName === undefined || news[autoName] !== undefined) return news;
  if (olds[autoName] !== undefined) {
    const mark = olds[CREATE_FIRST] === true ? { [CREATE_FIRST]: true } : {};
    return { ...news, [autoName]: olds[autoName], ...mark };
  }
  const digits = Buffer.from(seed).toString('hex');
  const made = isNamedByUuid === true ? toUuid(digits) : name + digits.slice(0, 8);
  return { ...news, [autoName]: made, [CREATE_FIRST]: true };
}

/** @param digits at least 32 hexadecimal ones */
function toUuid(digits: string): string {
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}

function compare(type: AzureType, olds: Properties, news: Properties): Difference {
  const forcing = new Set([...pathInputs(type), ...(type.forceNew ?? [])]);
  const changes = compareInputs(olds, news, (path) => forcing.has(path));
  const isReplaced = [...changes.values()].some(({ replaces }) => replaces);
  return { changes, deleteBeforeReplace: isReplaced && olds[CREATE_FIRST] !== true };
}

function toBody({ body, flat }: AzureType, inputs: Properties): Properties {
  const members = Object.fromEntries(
    body.filter((key) => inputs[key] !== undefined).map((key) => [key, inputs[key]]),
  );
  return flat === true ? { properties: members } : members;
}

function toOutputs({ flat, flatAnswers }: AzureType, answer: Properties): Properties {
  if ((flat ?? flatAnswers) !== true || !isObject(answer['properties'])) return answer;
  const { properties, ...rest } = answer;
  return { ...rest, ...properties };
}

/** What of an answer could be an input. */
function writable({ body, readOnly = [] }: AzureType, outputs: Properties): Properties {
  return Object.fromEntries(
    body
      .filter((key) => outputs[key] !== undefined)
      .map((key) => [key, withoutMembers(outputs[key], key === 'properties' ? readOnly : [])]),
  );
}

function withoutMembers(value: unknown, names: readonly string[]): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !names.includes(key)));
}

/** A preview knows what goes in and nothing that Azure makes of it. */
function previewOutputs(inputs: Properties): Properties {
  return { ...inputs, id: UNKNOWN, name: UNKNOWN };
}

async function invoke(client: AzureClient, token: string, args: Properties): Promise<Properties> {
  const type = (name: string) => azureType(`azure-native:cognitiveservices:${name}`);
  switch (token) {
    case 'azure-native:cognitiveservices:listAccountKeys':
      return client.call('POST', `${toId(type('Account'), args)}/listKeys`);
    case 'azure-native:cognitiveservices:getAccount':
      return client.call('GET', toId(type('Account'), args));
    case 'azure-native:cognitiveservices:getDeployment':
      return client.call('GET', toId(type('Deployment'), args));
    case 'azure-native:authorization:getClientConfig':
      return {
        clientId: '',
        objectId: '',
        subscriptionId: args['subscriptionId'],
        tenantId: args['tenantId'],
      };
    default:
      throw new Error(`the stand-in does not know the function ${token}`);
  }
}
