import { describe, expect, test } from 'vitest';
import { foundFaults } from '../found-faults.ts';
import type { rawConfig } from '../raw-config.ts';

const model = { name: 'gpt-5.4-mini', version: '2026-03-17' };
function withModel(more: object) {
  return { models: [{ ...model, ...more }] };
}
const secretUsers = { secretKeys: new Set(['users']) };

describe('one message', () => {
  test('names all that is missing in an empty stack', () => {
    const values = { cloudflareAccountId: '', workersDevSubdomain: '', models: [], users: [] };
    expect(foundFaults(values)).toEqual([
      'cloudflareAccountId: missing',
      'workersDevSubdomain: missing',
      'models: invalid',
      'users: invalid',
    ]);
  });

  test('names faults of every kind together, in the order of Pulumi.yaml', () => {
    const values = {
      modles: 'x',
      users: [{ name: 'alice' }, { name: 'alice' }],
      models: [{ ...model, sku: 'GlobalStandart', capcity: 5 }],
      workersDev: 'false',
    };
    expect(foundFaults(values)).toEqual([
      'workersDev: invalid',
      'models[0].sku: invalid (did you mean GlobalStandard?)',
      'models[0].capcity: unknown-key (did you mean capacity?)',
      'users[1].name: duplicate',
      'modles: unknown-key (did you mean models?)',
    ]);
  });
});

describe('a single fault', () => {
  const cases: readonly (readonly [string, Parameters<typeof rawConfig>[0], string])[] = [
    ['worker name with capitals', { workerName: 'My_Worker' }, 'workerName: invalid'],
    ['worker name of 64', { workerName: 'a'.repeat(64) }, 'workerName: invalid'],
    ['worker name with a hyphen at its end', { workerName: 'a-' }, 'workerName: invalid'],
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
    ].map((host) => [`domain ${host}`, { customDomain: host }, 'customDomain: invalid'] as const),
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
        [`origin ${origin}`, { corsOrigins: ['*', origin] }, 'corsOrigins[1]: invalid'] as const,
    ),
    ...['-1', '1.5', '1000000', 'many'].map(
      (rate) =>
        [`a rate of ${rate}`, { requestsPerMinute: rate }, 'requestsPerMinute: invalid'] as const,
    ),
    ['origins in one text', { corsOrigins: 'https://app.example.com' }, 'corsOrigins: invalid'],
    ['neither true nor false', { workersDev: 'on' }, 'workersDev: invalid'],
    [
      'a whole workers.dev host',
      { workersDevSubdomain: 'alice.workers.dev' },
      'workersDevSubdomain: invalid',
    ],
    ['no address', { workersDevSubdomain: '' }, 'workersDevSubdomain: missing'],
    ['an unknown plan', { workersPlan: 'Free' }, 'workersPlan: invalid (did you mean free?)'],
    ['a location in words', { azureLocation: 'Sweden Central' }, 'azureLocation: invalid'],
    ['a resource id', { resourceGroup: '/subscriptions/x' }, 'resourceGroup: invalid'],
    ['models that are an object', { models: { name: 'gpt-4' } }, 'models: invalid'],
    ['a model that is a name', { models: ['gpt-4'] }, 'models[0]: invalid'],
    ['a model that is empty', { models: [null] }, 'models[0]: empty'],
    ['a model without name', { models: [{ version: '1' }] }, 'models[0].name: missing'],
    ['a model name with a slash', withModel({ name: 'openai/gpt' }), 'models[0].name: invalid'],
    ['no version', { models: [{ name: 'gpt-4' }] }, 'models[0].version: missing'],
    ['0613 as YAML reads it', withModel({ version: 395 }), 'models[0].version: invalid'],
    ['a fraction for a version', withModel({ version: 1.5 }), 'models[0].version: invalid'],
    ['less than nothing', withModel({ capacity: -1 }), 'models[0].capacity: invalid'],
    ['half a unit', withModel({ capacity: 0.5 }), 'models[0].capacity: invalid'],
    ['capacity in quotes', withModel({ capacity: '10' }), 'models[0].capacity: invalid'],
    ['aliases that are a name', withModel({ aliases: 'gpt-4o' }), 'models[0].aliases: invalid'],
    [
      'an alias with a space',
      withModel({ aliases: ['a', 'b c'] }),
      'models[0].aliases[1]: invalid',
    ],
    ['an alias that is a number', withModel({ aliases: [4] }), 'models[0].aliases[0]: invalid'],
    [
      'an unknown style',
      withModel({ upstream: 'V1' }),
      'models[0].upstream: invalid (did you mean v1?)',
    ],
    [
      'an API version without day',
      withModel({ apiVersion: '2025-04' }),
      'models[0].apiVersion: invalid',
    ],
    [
      'an unknown upgrade option',
      withModel({ versionUpgradeOption: 'never' }),
      'models[0].versionUpgradeOption: invalid',
    ],
    [
      'a model name twice',
      { models: [model, { ...model, name: 'GPT-5.4-mini' }] },
      'models[1].name: duplicate',
    ],
    [
      'an alias that a later model has as its name',
      {
        models: [
          { ...model, aliases: ['gpt-4'] },
          { ...model, name: 'gpt-4' },
        ],
      },
      'models[0].aliases[0]: duplicate',
    ],
    [
      'an alias twice',
      {
        models: [
          { ...model, aliases: ['x'] },
          { name: 'gpt-4', version: '1', aliases: ['x'] },
        ],
      },
      'models[1].aliases[0]: duplicate',
    ],
    [
      'an unknown key far from all',
      withModel({ temperature: 1 }),
      'models[0].temperature: unknown-key',
    ],
    [
      'a mistyped key of a user',
      { users: [{ name: 'a', kye: 'x' }] },
      'users[0].kye: unknown-key (did you mean key?)',
    ],
    ['an unknown top-level key', { temperature: '1' }, 'temperature: unknown-key'],
    [
      'a part of a key',
      { location: 'eastus2' },
      'location: unknown-key (did you mean azureLocation?)',
    ],
    ['users that are not a list', { users: 'alice:sk-1' }, 'users: invalid (hidden)'],
    ['a user that is a name', { users: ['alice'] }, 'users[0]: invalid (hidden)'],
    ['a user without name', { users: [{}] }, 'users[0].name: missing'],
    ['a user name of spaces', { users: [{ name: '  ' }] }, 'users[0].name: invalid'],
    ['a user name of two lines', { users: [{ name: 'a\nb' }] }, 'users[0].name: invalid'],
    ['half a character', { users: [{ name: 'a\ud83d' }] }, 'users[0].name: invalid'],
    [
      'a name that is not a key of an object',
      { users: [{ name: '__proto__' }] },
      'users[0].name: invalid',
    ],
    [
      'two spellings of one user name',
      { users: [{ name: 'z\u00e9' }, { name: 'ze\u0301 ' }] },
      'users[1].name: duplicate',
    ],
    [
      'a key in plain text',
      { users: [{ name: 'a', key: 'sk-0123456789abcdef' }] },
      'users[0].key: plain-text',
    ],
    ['a key that is yet to be set', { users: [{ name: 'a', key: '' }] }, 'users[0].key: empty'],
    [
      'one of several keys that is yet to be set',
      { users: [{ name: 'a' }, { name: 'b', keys: [{ generation: 1 }, { key: null }] }] },
      'users[1].keys[1].key: empty',
    ],
    [
      'more users than bindings',
      { users: Array.from({ length: 3000 }, (_, index) => ({ name: `user-${index}` })) },
      'users: too-many',
    ],
    [
      'more users than bindings on the paid plan',
      {
        workersPlan: 'paid',
        users: Array.from({ length: 6000 }, (_, index) => ({ name: `user-${index}` })),
      },
      'users: too-many',
    ],
  ];

  test.each(cases)('%s', (_, values, line) => {
    expect(foundFaults(values)).toEqual([line]);
  });

  test('a text that is not an account id', () => {
    expect(foundFaults({ cloudflareAccountId: 'me@example.com' })).toEqual([
      'cloudflareAccountId: invalid',
    ]);
  });
});

describe('a value that may be secret is not shown', () => {
  test('an account id that the stack keeps encrypted', () => {
    const secretKeys = new Set(['cloudflareAccountId']);
    expect(foundFaults({ cloudflareAccountId: 'token' }, { secretKeys })).toEqual([
      'cloudflareAccountId: invalid (hidden)',
    ]);
  });

  test('an account id from the environment', () => {
    const env = { CLOUDFLARE_ACCOUNT_ID: 'token' };
    expect(foundFaults({ cloudflareAccountId: '' }, { env })).toEqual([
      'cloudflareAccountId: invalid (hidden)',
    ]);
  });

  test('keys and names of encrypted users', () => {
    const users = [
      { name: 'a', key: 'k' },
      { name: 'a', key: 'k' },
      { name: 'b', key: 'with space' },
    ];
    expect(foundFaults({ users }, secretUsers)).toEqual([
      'users[2].key: invalid (hidden)',
      'users[1].name: duplicate (hidden)',
      'users[1].key: duplicate (hidden)',
    ]);
  });
});
