import { describe, expect, test } from 'vitest';
import { explain, message } from '../fault-message.ts';
import type { rawConfig } from '../raw-config.ts';

const ACCOUNT =
  "the account's 32 hexadecimal digits, which the dashboard shows in its address (https://dash.cloudflare.com/<account id>): `pulumi config set --stack dev cloudflareAccountId <account id>`, or CLOUDFLARE_ACCOUNT_ID in the environment";
const ADDRESS =
  "the account's own part of <name>.workers.dev, which the dashboard shows under Workers & Pages: `pulumi config set --stack dev workersDevSubdomain <name>`; or a host name of yours: `pulumi config set --stack dev customDomain <host name>`";
const HOST =
  'a host name alone, in lower case, such as "openai.example.com" (no https://, path, port, underscore, wildcard or dot at the end)';
const VERSION = 'the model\'s version in quotes, such as "2026-03-17"';
const MODEL_NAME = 'the Azure model\'s name, such as "gpt-5.4-mini"';
const ALIAS = 'a name of up to 128 letters, digits and punctuation marks, without spaces';
const USER_NAME = 'a name of up to 64 characters, without control characters';
const USER_KEY = 'up to 256 letters, digits and punctuation marks, without spaces';
const SKUS =
  'GlobalStandard, DataZoneStandard, Standard, GlobalProvisionedManaged, DataZoneProvisionedManaged, ProvisionedManaged, GlobalBatch, DataZoneBatch, DeveloperTier';
const TOP_KEYS =
  'cloudflareAccountId, workerName, customDomain, zoneName, workersDev, workersDevSubdomain, workersPlan, azureLocation, resourceGroup, models, regions, activeKey, users, typewriter, usage, corsOrigins, requestsPerMinute, contentFilters, budget, logAnalyticsWorkspaceId, tags, protect';

const model = { name: 'gpt-5.4-mini', version: '2026-03-17' };
function withModel(more: object) {
  return { models: [{ ...model, ...more }] };
}
const secretUsers = { secretKeys: new Set(['users']) };

describe('one message', () => {
  test('names all that is missing in an empty stack', () => {
    const values = { cloudflareAccountId: '', workersDevSubdomain: '', models: [], users: [] };
    expect(explain(values)).toBe(
      message(
        `cloudflareAccountId: missing; expected ${ACCOUNT}`,
        `workersDevSubdomain: missing; expected ${ADDRESS}`,
        'models: an empty list; expected a list of at least one model',
        'users: an empty list; expected a list of at least one user',
      ),
    );
  });

  test('names faults of every kind together, in the order of Pulumi.yaml', () => {
    const values = {
      modles: 'x',
      users: [{ name: 'alice' }, { name: 'alice' }],
      models: [{ ...model, sku: 'GlobalStandart', capcity: 5 }],
      workersDev: 'false',
    };
    expect(explain(values)).toBe(
      message(
        'workersDev: "false"; expected true, or a customDomain: nothing else leads to the Worker',
        `models[0].sku: "GlobalStandart"; expected one of ${SKUS}; did you mean "GlobalStandard"?`,
        'models[0].capcity: unknown key; did you mean "capacity"?',
        'users[1].name: "alice"; expected one that differs from users[0].name',
        'modles: unknown key; did you mean "models"?',
      ),
    );
  });
});

describe('a single fault', () => {
  const cases: readonly (readonly [string, Parameters<typeof rawConfig>[0], string])[] = [
    [
      'worker name with capitals',
      { workerName: 'My_Worker' },
      'workerName: "My_Worker"; expected up to 63 lower-case letters, digits and inner hyphens',
    ],
    [
      'worker name of 64',
      { workerName: 'a'.repeat(64) },
      `workerName: "${'a'.repeat(64)}"; expected up to 63 lower-case letters, digits and inner hyphens`,
    ],
    [
      'worker name with a hyphen at its end',
      { workerName: 'a-' },
      'workerName: "a-"; expected up to 63 lower-case letters, digits and inner hyphens',
    ],
    ...[
      'https://a.example.com',
      'a.example.com/v1',
      'a.example.com:443',
      'a_b.example.com',
      'a.example.com.',
      '*.example.com',
      'A.example.com',
      'localhost',
      '10.0.0.1',
    ].map(
      (host) =>
        [
          `domain ${host}`,
          { customDomain: host },
          `customDomain: "${host}"; expected ${HOST}`,
        ] as const,
    ),
    ...[
      'https://app.example.com/',
      'https://App.example.com',
      'https://app.example.com:443',
      'https://a b',
      'app.example.com',
      'null',
      'https://*.example.com',
    ].map(
      (origin) =>
        [
          `origin ${origin}`,
          { corsOrigins: ['*', origin] },
          `corsOrigins[1]: "${origin}"; expected an origin as browsers send it, such as "https://app.example.com" (in lower case, no path, no slash at the end, no port that is the default), or "*"`,
        ] as const,
    ),
    ...['-1', '1.5', '1000000', 'many'].map(
      (rate) =>
        [
          `a rate of ${rate}`,
          { requestsPerMinute: rate },
          `requestsPerMinute: "${rate}"; expected a whole number up to 999999; 0 sets no limit`,
        ] as const,
    ),
    [
      'origins in one text',
      { corsOrigins: 'https://app.example.com' },
      'corsOrigins: "https://app.example.com"; expected a list of up to 20 origins, ["*"] for all, [] for none',
    ],
    [
      'neither true nor false',
      { workersDev: 'on' },
      'workersDev: "on"; expected one of true, false',
    ],
    [
      'a whole workers.dev host',
      { workersDevSubdomain: 'alice.workers.dev' },
      'workersDevSubdomain: "alice.workers.dev"; expected the account\'s own part of <name>.workers.dev alone, such as "alice"',
    ],
    [
      'no address',
      { workersDevSubdomain: '' },
      `workersDevSubdomain: missing; expected ${ADDRESS}`,
    ],
    [
      'an unknown plan',
      { workersPlan: 'Free' },
      'workersPlan: "Free"; expected one of free, paid; did you mean "free"?',
    ],
    [
      'a location in words',
      { azureLocation: 'Sweden Central' },
      'azureLocation: "Sweden Central"; expected an Azure location in its short form, such as "swedencentral"',
    ],
    [
      'a resource id',
      { resourceGroup: '/subscriptions/x' },
      'resourceGroup: "/subscriptions/x"; expected the name of an existing Azure resource group (not its resource id)',
    ],
    [
      'models that are an object',
      { models: { name: 'gpt-4' } },
      'models: an object; expected a list of at least one model',
    ],
    [
      'a model that is a name',
      { models: ['gpt-4'] },
      'models[0]: "gpt-4"; expected an entry with a name and a version',
    ],
    [
      'a model that is empty',
      { models: [null] },
      'models[0]: empty; expected an entry with a name and a version',
    ],
    [
      'a model without name',
      { models: [{ version: '1' }] },
      `models[0].name: missing; expected ${MODEL_NAME}`,
    ],
    [
      'a model name with a slash',
      withModel({ name: 'openai/gpt' }),
      `models[0].name: "openai/gpt"; expected ${MODEL_NAME}`,
    ],
    [
      'no version',
      { models: [{ name: 'gpt-4' }] },
      `models[0].version: missing; expected ${VERSION}`,
    ],
    [
      '0613 as YAML reads it',
      withModel({ version: 395 }),
      `models[0].version: 395; expected ${VERSION}`,
    ],
    [
      'a fraction for a version',
      withModel({ version: 1.5 }),
      `models[0].version: 1.5; expected ${VERSION}`,
    ],
    [
      'less than nothing',
      withModel({ capacity: -1 }),
      'models[0].capacity: -1; expected a whole number from 0 up',
    ],
    [
      'half a unit',
      withModel({ capacity: 0.5 }),
      'models[0].capacity: 0.5; expected a whole number from 0 up',
    ],
    [
      'capacity in quotes',
      withModel({ capacity: '10' }),
      'models[0].capacity: "10"; expected a whole number from 0 up',
    ],
    [
      'aliases that are a name',
      withModel({ aliases: 'gpt-4o' }),
      'models[0].aliases: "gpt-4o"; expected a list of names',
    ],
    [
      'an alias with a space',
      withModel({ aliases: ['a', 'b c'] }),
      `models[0].aliases[1]: "b c"; expected ${ALIAS}`,
    ],
    [
      'an alias that is a number',
      withModel({ aliases: [4] }),
      `models[0].aliases[0]: 4; expected ${ALIAS}`,
    ],
    [
      'an unknown style',
      withModel({ upstream: 'V1' }),
      'models[0].upstream: "V1"; expected one of v1, deployment; did you mean "v1"?',
    ],
    [
      'an API version without day',
      withModel({ apiVersion: '2025-04' }),
      'models[0].apiVersion: "2025-04"; expected a dated version such as "2025-04-01-preview"',
    ],
    [
      'an unknown upgrade option',
      withModel({ versionUpgradeOption: 'never' }),
      'models[0].versionUpgradeOption: "never"; expected one of NoAutoUpgrade, OnceCurrentVersionExpired, OnceNewDefaultVersionAvailable',
    ],
    [
      'a model name twice',
      { models: [model, { ...model, name: 'GPT-5.4-mini' }] },
      'models[1].name: "GPT-5.4-mini"; expected one that differs from models[0].name',
    ],
    [
      'an alias that a later model has as its name',
      {
        models: [
          { ...model, aliases: ['gpt-4'] },
          { ...model, name: 'gpt-4' },
        ],
      },
      'models[0].aliases[0]: "gpt-4"; expected one that differs from models[1].name',
    ],
    [
      'an alias twice',
      {
        models: [
          { ...model, aliases: ['x'] },
          { name: 'gpt-4', version: '1', aliases: ['x'] },
        ],
      },
      'models[1].aliases[0]: "x"; expected one that differs from models[0].aliases[0]',
    ],
    [
      'an unknown key far from all',
      withModel({ temperature: 1 }),
      'models[0].temperature: unknown key; known are name, model, version, deployment, sku, capacity, aliases, contentFilter, upstream, apiVersion, timeouts, adaptParameters, asynchronousFilter, versionUpgradeOption',
    ],
    [
      'a mistyped key of a user',
      { users: [{ name: 'a', kye: 'x' }] },
      'users[0].kye: unknown key; did you mean "key"?',
    ],
    [
      'an unknown top-level key',
      { temperature: '1' },
      `temperature: unknown key; known are ${TOP_KEYS}`,
    ],
    [
      'a part of a key',
      { location: 'eastus2' },
      'location: unknown key; did you mean "azureLocation"?',
    ],
    [
      'users that are no list',
      { users: 'alice:sk-1' },
      'users: a value not shown here; expected a list of at least one user',
    ],
    [
      'a user that is a name',
      { users: ['alice'] },
      'users[0]: a value not shown here; expected an entry with a name, such as `- name: alice`',
    ],
    ['a user without name', { users: [{}] }, `users[0].name: missing; expected ${USER_NAME}`],
    [
      'a user name of spaces',
      { users: [{ name: '  ' }] },
      `users[0].name: "  "; expected ${USER_NAME}`,
    ],
    [
      'a user name of two lines',
      { users: [{ name: 'a\nb' }] },
      `users[0].name: "a\u{FFFD}b"; expected ${USER_NAME}`,
    ],
    [
      'half a character',
      { users: [{ name: 'a\ud83d' }] },
      `users[0].name: "a\u{FFFD}"; expected ${USER_NAME}`,
    ],
    [
      'a name that is no key of an object',
      { users: [{ name: '__proto__' }] },
      `users[0].name: "__proto__"; expected ${USER_NAME}`,
    ],
    [
      'two spellings of one user name',
      { users: [{ name: 'z\u00e9' }, { name: 'ze\u0301 ' }] },
      'users[1].name: "ze\u0301 "; expected one that differs from users[0].name',
    ],
    [
      'a key in plain text',
      { users: [{ name: 'a', key: 'sk-0123456789abcdef' }] },
      "users[0].key: in plain text; expected a secret: `pulumi config set --stack dev --path 'users[0].key' --secret`",
    ],
    [
      'a key that is yet to be set',
      { users: [{ name: 'a', key: '' }] },
      "users[0].key: empty; expected up to 256 letters, digits and punctuation marks, without spaces: `pulumi config set --stack dev --path 'users[0].key' --secret`",
    ],
    [
      'one of several keys that is yet to be set',
      { users: [{ name: 'a' }, { name: 'b', keys: [{ generation: 1 }, { key: null }] }] },
      "users[1].keys[1].key: empty; expected up to 256 letters, digits and punctuation marks, without spaces: `pulumi config set --stack dev --path 'users[1].keys[1].key' --secret`",
    ],
    [
      'more users than bindings',
      { users: Array.from({ length: 3000 }, (_, index) => ({ name: `user-${index}` })) },
      "users: 3000 users take 65 of the Worker's 69 bindings; expected at most 64 bindings on the free plan (workersPlan paid allows 128)",
    ],
    [
      'more users than bindings on the paid plan',
      {
        workersPlan: 'paid',
        users: Array.from({ length: 6000 }, (_, index) => ({ name: `user-${index}` })),
      },
      "users: 6000 users take 130 of the Worker's 134 bindings; expected at most 128 bindings on the paid plan",
    ],
  ];

  test.each(cases)('%s', (_, values, line) => {
    expect(explain(values)).toBe(message(line));
  });

  test('account id that is no account id', () => {
    expect(explain({ cloudflareAccountId: 'me@example.com' })).toBe(
      message(`cloudflareAccountId: "me@example.com"; expected ${ACCOUNT}`),
    );
  });
});

describe('a value that may be secret is not shown', () => {
  test('an account id that the stack keeps encrypted', () => {
    const secretKeys = new Set(['cloudflareAccountId']);
    expect(explain({ cloudflareAccountId: 'token' }, { secretKeys })).toBe(
      message(`cloudflareAccountId: a value not shown here; expected ${ACCOUNT}`),
    );
  });

  test('an account id from the environment', () => {
    const env = { CLOUDFLARE_ACCOUNT_ID: 'token' };
    expect(explain({ cloudflareAccountId: '' }, { env })).toBe(
      message(`cloudflareAccountId: a value not shown here; expected ${ACCOUNT}`),
    );
  });

  test('keys and names of encrypted users', () => {
    const users = [
      { name: 'a', key: 'k' },
      { name: 'a', key: 'k' },
      { name: 'b', key: 'with space' },
    ];
    expect(explain({ users }, secretUsers)).toBe(
      message(
        `users[2].key: a value not shown here; expected ${USER_KEY}`,
        'users[1].name: a value not shown here; expected one that differs from users[0].name',
        'users[1].key: a value not shown here; expected one that differs from users[0].key',
      ),
    );
  });
});
