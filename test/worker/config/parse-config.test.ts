import { expect, test } from 'vitest';
import { parseConfig } from '../../../worker/config/parse-config.ts';
import type { Env } from '../../../worker/contract/env.ts';
import { AZURE_KEY, configOf, encodeUsers, STACK_ENV } from '../gateway-under-test.ts';

const users = encodeUsers([{ name: 'a', key: 'sk-1' }]);

function served(env: Env): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...configOf(env).catalog].map(([name, { routes }]) => [name, routes[0].deployment]),
  );
}

function faults(env: Env): readonly string[] {
  const config = parseConfig(env);
  return config.ok ? [] : config.error;
}

test("serves the fork's variables: users' keys outside, the Azure key inside", () => {
  const config = configOf({
    RESOURCE_NAME: ' MyResource ',
    AZURE_AUTHKEY: 'azure-key',
    CHIT_USERS: users,
    DEPLOY_NAME_GPT4: 'four',
  });
  expect(config.access.kind).toBe('users');
  const backend = {
    name: 'myresource',
    endpoint: 'https://myresource.openai.azure.com',
    credential: { kind: 'key', key: 'azure-key' },
  };
  expect(config.catalog.get('gpt-4')).toMatchObject({
    azureName: undefined,
    routes: [{ backend, deployment: 'four' }],
    apiVersion: '2025-04-01-preview',
    created: 0,
    traits: { capabilities: undefined },
    adapt: false,
    asyncFilter: false,
  });
  expect(config.catalog.get('gpt-4')?.upstream).toBeUndefined();
  expect(config.accounts.map((account) => account.backend)).toEqual([backend]);
});

test("serves haibbo's variables: the caller's key is Azure's", () => {
  const config = configOf({ RESOURCE_NAME: 'r', DEPLOY_NAME_GPT35: 'g' });
  expect(config.access).toEqual({ kind: 'azure-key' });
  expect(config.catalog.get('gpt-3.5-turbo')?.routes[0].backend.credential).toEqual({
    kind: 'client-key',
  });
});

test('each seed variable serves its models and its own name', () => {
  expect(
    served({
      RESOURCE_NAME: 'r',
      DEPLOY_NAME_GPT35: 'g35',
      DEPLOY_NAME_GPT35_16K: 'g16',
      DEPLOY_NAME_GPT4: 'g4',
      DEPLOY_NAME_EMBEDDING: 'emb',
      DEPLOY_NAME_WHISPER: 'whi',
      DEPLOY_NAME_DALLE3: 'dal',
    }),
  ).toEqual({
    'gpt-3.5-turbo': 'g35',
    'gpt-3.5-turbo-0301': 'g35',
    'gpt-3.5-turbo-0613': 'g35',
    'gpt-3.5-turbo-1106': 'g35',
    'gpt-3.5-turbo-16k': 'g16',
    'gpt-3.5-turbo-16k-0613': 'g16',
    'gpt-4': 'g4',
    'gpt-4-0314': 'g4',
    'gpt-4-0613': 'g4',
    'gpt-4-1106-preview': 'g4',
    'gpt-4-32k': 'g4',
    'gpt-4-32k-0314': 'g4',
    'text-embedding-ada-002': 'emb',
    'whisper-1': 'whi',
    'dall-e-3': 'dal',
    g35: 'g35',
    g16: 'g16',
    g4: 'g4',
    emb: 'emb',
    whi: 'whi',
    dal: 'dal',
  });
});

test('DEPLOY_NAME_GPT35 serves the 16k names while the next variable is unset', () => {
  expect(served({ RESOURCE_NAME: 'r', DEPLOY_NAME_GPT35: 'g' })['gpt-3.5-turbo-16k-0613']).toBe(
    'g',
  );
});

test('a model name that a variable serves wins over a deployment of that name', () => {
  const env = { RESOURCE_NAME: 'r', DEPLOY_NAME_GPT35: 'gpt-4', DEPLOY_NAME_GPT4: 'four' };
  expect(served(env)['gpt-4']).toBe('four');
});

test('unset and blank deployments leave their models out and break nothing', () => {
  expect(served({ RESOURCE_NAME: 'r', DEPLOY_NAME_GPT4: ' ' })).toEqual({});
});

test('AZURE_API_VERSION puts every operation on the deployment-style URL', () => {
  const config = configOf({
    RESOURCE_NAME: 'r',
    DEPLOY_NAME_GPT4: 'g',
    AZURE_API_VERSION: '2024-10-21',
  });
  expect(config.catalog.get('g')).toMatchObject({
    upstream: 'deployment',
    apiVersion: '2024-10-21',
  });
});

test('reads the stack bindings, split over numbered ones at any place', () => {
  const split = (name: 'MODELS' | 'CHIT_USERS', at: number) => {
    const text = STACK_ENV[name] ?? '';
    return {
      [name]: text.slice(0, at),
      [`${name}_2`]: text.slice(at, at + 3),
      [`${name}_3`]: text.slice(at + 3),
    };
  };
  const env: Env = { ...STACK_ENV, ...split('MODELS', 5), ...split('CHIT_USERS', 7) };
  expect(configOf(env)).toEqual(configOf(STACK_ENV));
  expect(served(env)['gpt-4o-mini']).toBe('gpt-5.4-mini');
});

test.each(['openai.azure.com', 'cognitiveservices.azure.com', 'services.ai.azure.com'])(
  'an account may be reached at %s',
  (domain) => {
    const endpoint = `https://acc.${domain}`;
    const env = { ...STACK_ENV, BACKENDS: JSON.stringify([{ name: 'swedencentral', endpoint }]) };
    expect(configOf(env).catalog.get('classic')?.routes).toMatchObject([
      {
        backend: { name: 'swedencentral', endpoint, credential: { kind: 'key', key: AZURE_KEY } },
        deployment: 'classic',
      },
    ]);
  },
);

test('a prototype name is no model', () => {
  const { catalog } = configOf(STACK_ENV);
  for (const name of ['constructor', '__proto__', 'toString']) {
    expect(catalog.get(name)).toBeUndefined();
  }
});

test.each<[string, Env, readonly string[]]>([
  ['nothing', {}, ['RESOURCE_NAME is missing: set it to the name of the Azure OpenAI resource']],
  [
    'an Azure key without users',
    { RESOURCE_NAME: 'r', AZURE_AUTHKEY: 'k' },
    ['CHIT_USERS is missing. Without it anyone could use your Azure accounts'],
  ],
  [
    'users without an Azure key',
    { RESOURCE_NAME: 'r', CHIT_USERS: users },
    ['AZURE_AUTHKEY is missing. With CHIT_USERS, the keys of users are not Azure keys'],
  ],
  [
    'several faults at once',
    {
      RESOURCE_NAME: 'https://r.openai.azure.com',
      AZURE_AUTHKEY: 'k',
      CHIT_USERS: '[]',
      AZURE_API_VERSION: 'Tue May 15 2023',
      DEPLOY_NAME_GPT4: 'a/b',
    },
    [
      "CHIT_USERS is JSON as it is. Encode it as base64: printf %s '[…]' | base64 | tr -d '\\n'",
      'RESOURCE_NAME must be the bare resource name, not a URL',
      'AZURE_API_VERSION must be YYYY-MM-DD or YYYY-MM-DD-preview',
      "DEPLOY_NAME_GPT4 may hold letters, digits, '.', '_' and '-' only",
    ],
  ],
  [
    'a stack without its other bindings',
    { BACKENDS: 'x' },
    [
      'MODELS is not a JSON array',
      'BACKENDS is not a JSON array',
      'BACKEND_KEYS is not a JSON object of keys by backend',
      'CHIT_USERS is missing. Without it anyone could use your Azure accounts',
    ],
  ],
  [
    'a backend without a key',
    { ...STACK_ENV, BACKEND_KEYS: '{}' },
    ['BACKEND_KEYS has no key for the backend swedencentral'],
  ],
  [
    'an endpoint with a path',
    { ...STACK_ENV, BACKENDS: '[{"name":"a","endpoint":"https://h/evil"}]' },
    ['BACKENDS entry 1 has no valid `endpoint`'],
  ],
  [
    'one name for two models',
    { ...STACK_ENV, MODELS: '[{"id":"a","aliases":["b"]},{"id":"b"}]' },
    ['MODELS names b twice'],
  ],
  [
    'a model at an account that is not there',
    { ...STACK_ENV, MODELS: '[{"id":"a","backends":[{"name":"elsewhere"}]}]' },
    ['BACKENDS has no elsewhere, which MODELS names for a'],
  ],
  [
    'a model without accounts',
    { ...STACK_ENV, MODELS: '[{"id":"a","backends":[]}]' },
    ['MODELS entry 1 has no valid `backends`'],
  ],
  ...(
    [
      ['{"id":1}', 'id'],
      ['{"id":"a","backends":{}}', 'backends'],
      ['{"id":"a","backends":[null]}', 'backends[0]'],
      ['{"id":"a","backends":[{"name":"b"},{"name":"b","weight":"5"}]}', 'backends[1].weight'],
      ['{"id":"a","backends":[{"name":"b","weight":-1}]}', 'backends[0].weight'],
      ['{"id":"a","aliases":"b"}', 'aliases'],
      ['{"id":"a","timeouts":null}', 'timeouts'],
      ['{"id":"a","timeouts":{"idle":"1"}}', 'timeouts.idle'],
      ['{"id":"a","timeouts":{"idle":0}}', 'timeouts.idle'],
      ['{"id":"a","model":5}', 'model'],
      ['{"id":"a","created":"x"}', 'created'],
      ['{"id":"a","upstream":"v2"}', 'upstream'],
      ['{"id":"a","apiVersion":1}', 'apiVersion'],
      ['{"id":"a","adaptParameters":"no"}', 'adaptParameters'],
      ['{"id":"a","asynchronousFilter":1}', 'asynchronousFilter'],
      ['{"id":"a","deployment":7}', 'deployment'],
    ] as const
  ).map(([model, member]): [string, Env, readonly string[]] => [
    `the model ${model}`,
    { ...STACK_ENV, MODELS: `[${model}]` },
    [`MODELS entry 1 has no valid \`${member}\``],
  ]),
  [
    'a model that is a number',
    { ...STACK_ENV, MODELS: '[1]' },
    ['MODELS entry 1 is not a JSON object'],
  ],
  ['no backend', { ...STACK_ENV, BACKENDS: '[]' }, ['BACKENDS lists no backend']],
])('names the faults of %s', (_, env, expected) => {
  expect(faults(env)).toEqual(expected);
});

test('no fault repeats a value', () => {
  const canary = 'CANARY-c4n4ry';
  const env: Env = {
    RESOURCE_NAME: `${canary}/`,
    AZURE_AUTHKEY: canary,
    CHIT_USERS: btoa(canary),
    AZURE_API_VERSION: canary,
    DEPLOY_NAME_GPT4: `${canary}/`,
  };
  expect(faults(env)).toHaveLength(4);
  expect(faults(env).join()).not.toContain(canary);
});
