import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { foundFaults } from '../found-faults.ts';
import { rawConfig } from '../raw-config.ts';

const KEY = 'sk-0123456789abcdef';
const HASH = createHash('sha256').update(KEY).digest('hex');

const secret = { secretKeys: new Set(['users']) };
const models = [
  { name: 'gpt-5.4-mini', version: '2026-03-17', aliases: ['gpt-4o-mini', 'small'] },
  { name: 'text-embedding-3-small', version: '1', aliases: ['ada'] },
];

/** The users as parsed; the configuration must have no faults. */
function parsed(users: readonly object[]) {
  const result = parseSettings(rawConfig({ users, models }, secret));
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.settings.users;
}

type Case = readonly [name: string, users: readonly unknown[], ...lines: string[]];

function check(cases: readonly Case[], more: Parameters<typeof rawConfig>[1] = {}) {
  for (const [name, users, ...lines] of cases) {
    test(name, () => {
      expect(foundFaults({ users, models }, more)).toEqual([...lines]);
    });
  }
}

describe('keys of the wrong form', () => {
  check(
    [
      [
        'a hash that is too short',
        [{ name: 'a', sha256: 'abc' }],
        'users[0].sha256: invalid (hidden)',
      ],
      [
        'a number',
        [{ name: 'a', keys: [{ key: 123456789 }] }],
        'users[0].keys[0].key: invalid (hidden)',
      ],
      ['a key in place of the list', [{ name: 'a', keys: KEY }], 'users[0].keys: invalid (hidden)'],
      ['an empty list', [{ name: 'a', keys: [] }], 'users[0].keys: invalid'],
      [
        'a key in place of an entry',
        [{ name: 'a', keys: [KEY] }],
        'users[0].keys[0]: invalid (hidden)',
      ],
      ['an empty entry', [{ name: 'a', keys: [{}] }], 'users[0].keys[0]: invalid'],
      ...[0, 1.5, '1', null].map((generation): Case => [
        `a generation of ${JSON.stringify(generation)}`,
        [{ name: 'a', keys: [{ generation }] }],
        `users[0].keys[0].generation: ${generation === null ? 'empty' : 'invalid (hidden)'}`,
      ]),
      [
        'a mistyped member',
        [{ name: 'a', keys: [{ generation: 1, sha265: HASH }] }],
        'users[0].keys[0].sha265: unknown-key (did you mean sha256?)',
      ],
    ],
    secret,
  );
});

describe('keys of which one must be meant', () => {
  check(
    [
      [
        'a key and a hash',
        [{ name: 'a', key: KEY, sha256: 'b'.repeat(64) }],
        'users[0].sha256: conflict',
      ],
      [
        'a key and a list',
        [{ name: 'a', key: KEY, keys: [{ generation: 1 }] }],
        'users[0].keys: conflict',
      ],
      [
        'a key, a hash and a list',
        [{ name: 'a', key: KEY, sha256: 'b'.repeat(64), keys: [{ generation: 1 }] }],
        'users[0].keys: conflict',
      ],
      [
        'two in one entry',
        [{ name: 'a', keys: [{ generation: 1 }, { key: KEY, generation: 2 }] }],
        'users[0].keys[1]: invalid',
      ],
    ],
    secret,
  );
});

describe('keys that must differ', () => {
  check(
    [
      [
        'two users with one key',
        [
          { name: 'a', key: KEY },
          { name: 'b', keys: [{ key: KEY }] },
        ],
        'users[1].keys[0].key: duplicate (hidden)',
      ],
      [
        "a key and its hash, another user's, in capitals",
        [
          { name: 'a', key: KEY },
          { name: 'b', sha256: HASH.toUpperCase() },
        ],
        'users[1].sha256: duplicate (hidden)',
      ],
      [
        'one key of a user twice',
        [{ name: 'a', keys: [{ sha256: HASH }, { key: KEY }] }],
        'users[0].keys[1].key: duplicate (hidden)',
      ],
      [
        'one generation of a user twice',
        [{ name: 'a', keys: [{ generation: 2 }, { generation: 2 }] }],
        'users[0].keys[1].generation: duplicate (hidden)',
      ],
    ],
    secret,
  );

  test('the same generation of two users is right', () => {
    const keys = [{ generation: 1 }, { generation: 2 }];
    const users = [
      { name: 'a', keys },
      { name: 'b', keys },
    ];
    expect(foundFaults({ users })).toEqual([]);
  });
});

describe('keys in plain text', () => {
  check([
    [
      'are refused with the command for each',
      [
        { name: 'a', key: KEY },
        { name: 'b', keys: [{ generation: 1 }, { key: 'another-key-012345' }] },
      ],
      'users[0].key: plain-text',
      'users[1].keys[1].key: plain-text',
    ],
  ]);

  test('are not hashes', () => {
    expect(foundFaults({ users: [{ name: 'a', keys: [{ sha256: HASH }] }] })).toEqual([]);
  });
});

describe('what a user may use', () => {
  check([
    [
      'no unknown model',
      [{ name: 'a', models: ['ada', 'gpt-5.4-nini', 'claude'] }],
      'users[0].models[1]: invalid (did you mean gpt-5.4-mini?)',
      'users[0].models[2]: invalid',
    ],
    [
      'no model in another case',
      [{ name: 'a', models: ['ADA'] }],
      'users[0].models[0]: invalid (did you mean ada?)',
    ],
    [
      'a name, which is one fault when it is none',
      [{ name: 'a', models: ['ada 2'] }],
      'users[0].models[0]: invalid',
    ],
    ['a list', [{ name: 'a', models: 'ada' }], 'users[0].models: invalid'],
    ['a list of names', [{ name: 'a', models: [4] }], 'users[0].models[0]: invalid'],
  ]);

  test('an alias means its model, and each model is listed once', () => {
    expect(
      parsed([{ name: 'a', models: ['ada', 'small', 'gpt-4o-mini', 'gpt-5.4-mini'] }]),
    ).toEqual([
      {
        name: 'a',
        keys: [{ kind: 'random', generation: 1 }],
        models: ['gpt-5.4-mini', 'text-embedding-3-small'],
      },
    ]);
  });
});

describe('expires', () => {
  const at = (expires: unknown) => parsed([{ name: 'a', expires }])[0]?.expires;

  test.each([
    ['a date is its beginning in UTC', '2027-03-31', '2027-03-31T00:00:00Z'],
    ['a time', '2027-03-31T18:00:00Z', '2027-03-31T18:00:00Z'],
    ['a time without seconds, with an offset', '2027-03-31T18:00+02:00', '2027-03-31T16:00:00Z'],
    ['a date as YAML and Pulumi turn it', '2027-03-31 00:00:00 +0000 UTC', '2027-03-31T00:00:00Z'],
    ['a date in JSON', '2027-03-31T00:00:00Z', '2027-03-31T00:00:00Z'],
    ['a time as YAML and Pulumi turn it', '2027-03-31 18:30:00 +0000 UTC', '2027-03-31T18:30:00Z'],
    [
      'a time with an offset as YAML and Pulumi turn it',
      '2027-03-31 18:30:00 +0200 +0200',
      '2027-03-31T16:30:00Z',
    ],
    [
      'the same where that is the time of the place',
      '2027-03-31 18:30:00 +0200 CEST',
      '2027-03-31T16:30:00Z',
    ],
    ['a leap day', '2028-02-29', '2028-02-29T00:00:00Z'],
  ])('%s', (_, expires, expected) => {
    expect(at(expires)).toBe(Date.parse(expected) / 1000);
  });

  check(
    [
      '2027',
      '31.03.2027',
      '2027-02-30',
      '2027-13-01',
      '2027-03-31T25:00:00Z',
      'never',
      1_900_000_000,
    ].map((expires): Case => [
      `${expires} is neither`,
      [{ name: 'a', expires }],
      'users[0].expires: invalid',
    ]),
  );
});

describe('members of a user', () => {
  check([
    [
      'are shown unless they are keys or notes',
      [{ name: 'a', disabled: 'yes', accountData: 1, notes: 5 }],
      'users[0].accountData: invalid',
      'users[0].disabled: invalid',
      'users[0].notes: invalid (hidden)',
    ],
  ]);

  test('keys come out as one list, newest last, and notes stay out', () => {
    const users = [
      { name: 'a', key: KEY, notes: 'Ask before removing.' },
      { name: 'b', sha256: 'A'.repeat(64) },
      { name: 'c', keys: [{ generation: 1 }, { key: 'other-key-01234567' }, { generation: 2 }] },
    ];
    expect(parsed(users)).toEqual([
      { name: 'a', keys: [{ kind: 'given', key: KEY }] },
      { name: 'b', keys: [{ kind: 'hashed', sha256: 'a'.repeat(64) }] },
      {
        name: 'c',
        keys: [
          { kind: 'random', generation: 1 },
          { kind: 'given', key: 'other-key-01234567' },
          { kind: 'random', generation: 2 },
        ],
      },
    ]);
  });
});

describe("the plan's bindings", () => {
  const some = (count: number, more: object = {}) =>
    Array.from({ length: count }, (_, index) => ({ name: `user-${index}`, ...more }));

  test('of paid are enough for 5,000 users with random keys', () => {
    expect(foundFaults({ users: some(5000), workersPlan: 'paid' })).toEqual([]);
  });

  test('of free are not, and the message says what allows more', () => {
    expect(foundFaults({ users: some(5000) })).toEqual(['users: too-many']);
  });

  test('of paid are not with allow-lists', () => {
    const users = some(5000, { models: ['gpt-5.4-mini', 'text-embedding-3-small'] });
    expect(foundFaults({ users, models, workersPlan: 'paid' })).toEqual(['users: too-many']);
  });

  test('count each key of a user', () => {
    const users = some(2000, { keys: [{ generation: 1 }, { generation: 2 }] });
    expect(foundFaults({ users })).toEqual(['users: too-many']);
  });

  test('count the names of models', () => {
    const aliases = Array.from({ length: 2600 }, (_, index) => `${index}-${'a'.repeat(120)}`);
    expect(foundFaults({ models: [{ ...models[0], aliases }] })).toEqual(['models: too-many']);
  });
});
