import { describe, expect, test } from 'vitest';
import { foundFaults } from '../found-faults.ts';
import type { rawConfig } from '../raw-config.ts';

const KEY = '0123456789abcdef';

const model = { name: 'gpt-5.4-mini', version: '2026-03-17' };
const embedding = { name: 'text-embedding-3-small', version: '1' };
const eastus2 = { location: 'eastus2' };
const keyed = { account: 'our-openai', key: KEY };
const found = { account: 'our-openai', resourceGroup: 'our-group' };

/** As after `pulumi config set --path 'regions[0].key' --secret`. */
const secret = { secretKeys: new Set(['regions']) };
const subscription = { azureSubscriptionId: '00000000-0000-0000-0000-000000000000' };

type Case = readonly [
  name: string,
  regions: unknown,
  line: string,
  more?: Parameters<typeof rawConfig>[1],
];

function check(cases: readonly Case[]) {
  for (const [name, regions, line, more] of cases) {
    test(name, () => {
      expect(foundFaults({ regions }, more)).toEqual([line]);
    });
  }
}

describe('a region of the wrong form', () => {
  check([
    ['a text', 'swedencentral', 'regions: invalid (hidden)'],
    ['an object', eastus2, 'regions: invalid'],
    [
      'more than 20',
      Array.from({ length: 21 }, (_, index) => ({ location: `region${index}` })),
      'regions: invalid',
    ],
    ['a name alone', ['eastus2'], 'regions[0]: invalid (hidden)'],
    ['a location in words', [{ location: 'East US 2' }], 'regions[0].location: invalid'],
    ['a name with capitals', [{ ...eastus2, name: 'East' }], 'regions[0].name: invalid'],
    [
      'a host in place of a resource',
      [{ ...found, account: 'ours.openai.azure.com' }],
      'regions[0].account: invalid',
    ],
    [
      'a resource id in place of a group',
      [{ ...eastus2, resourceGroup: '/subscriptions/x' }],
      'regions[0].resourceGroup: invalid',
    ],
    [
      'a key that is cut off',
      [{ ...keyed, key: 'short' }],
      'regions[0].key: invalid (hidden)',
      secret,
    ],
    ['a key that is empty', [{ ...keyed, key: '' }], 'regions[0].key: empty', secret],
    [
      'a key that is a number',
      [{ ...keyed, key: 12345678901234567890 }],
      'regions[0].key: invalid (hidden)',
      secret,
    ],
    ['a third key', [{ ...eastus2, activeKey: 3 }], 'regions[0].activeKey: invalid'],
    [
      'the number of a key in quotes',
      [{ ...eastus2, activeKey: '1' }],
      'regions[0].activeKey: invalid',
    ],
    [
      'deployments to take over',
      [{ ...found, deployments: 'import' }],
      'regions[0].deployments: invalid (did you mean imported?)',
    ],
    ['no models', [{ ...eastus2, models: [] }], 'regions[0].models: invalid'],
    [
      'a model that is a name',
      [{ ...eastus2, models: ['gpt-5.4-mini'] }, { location: 'swedencentral' }],
      'regions[0].models[0]: invalid',
    ],
    [
      'a mistyped key',
      [{ ...eastus2, acount: 'x' }],
      'regions[0].acount: unknown-key (did you mean account?)',
    ],
    ...['10', -1, null, 2_000_000_000, true].map((weight): Case => [
      `a weight of ${JSON.stringify(weight)}`,
      [{ ...eastus2, models: [{ name: model.name, weight }] }],
      `regions[0].models[0].weight: ${weight === null ? 'empty' : 'invalid'}`,
    ]),
    ...[0, 10, 1.5, '1'].map((priority): Case => [
      `a priority of ${JSON.stringify(priority)}`,
      [{ ...eastus2, models: [{ name: model.name, priority }] }],
      'regions[0].models[0].priority: invalid',
    ]),
  ]);
});

describe('names of regions', () => {
  check([
    ['a location twice', [eastus2, eastus2], 'regions[1].location: duplicate'],
    [
      'an account twice, in another case',
      [found, { ...found, account: 'Our-OpenAI' }],
      'regions[1].account: duplicate',
    ],
    [
      'a name that is the location of another',
      [eastus2, { location: 'swedencentral', name: 'eastus2' }],
      'regions[1].name: duplicate',
    ],
  ]);

  test('one location twice is right with names', () => {
    expect(foundFaults({ regions: [eastus2, { ...eastus2, name: 'second' }] })).toEqual([]);
  });
});

describe('a new account', () => {
  check([
    ['without location', [{ name: 'x' }], 'regions[0].location: missing'],
    ['with a key', [{ ...eastus2, key: KEY }], 'regions[0].key: conflict', secret],
    [
      'with deployments that exist',
      [{ ...eastus2, deployments: 'imported' }],
      'regions[0].deployments: conflict',
      subscription,
    ],
  ]);
});

describe('an existing account', () => {
  check([
    ['with a location', [{ ...found, ...eastus2 }], 'regions[0].location: conflict'],
    ['with neither key nor group', [{ account: 'our-openai' }], 'regions[0].key: missing'],
    [
      'with both key and group',
      [{ ...keyed, ...found }],
      'regions[0].resourceGroup: conflict',
      secret,
    ],
    [
      'with a key and the number of one',
      [{ ...keyed, activeKey: 2 }],
      'regions[0].activeKey: conflict',
      secret,
    ],
    [
      'with a key and deployments to import',
      [{ ...keyed, deployments: 'imported' }],
      'regions[0].deployments: conflict',
      { ...secret, ...subscription },
    ],
    [
      'with deployments to import, in an unknown subscription',
      [{ ...found, deployments: 'imported' }],
      'regions[0].deployments: invalid',
      { azureSubscriptionId: '' },
    ],
    ['with a key in plain text', [eastus2, keyed], 'regions[1].key: plain-text'],
  ]);

  test.each([
    ['with a key', [keyed], secret],
    ['with a group', [found], {}],
    ['with the number of the key to read', [{ ...found, activeKey: 2 }], {}],
    ['with deployments to import', [{ ...found, deployments: 'imported' }], subscription],
    [
      "with deployments to import, the subscription in the provider's variable",
      [{ ...found, deployments: 'imported' }],
      { azureSubscriptionId: '', env: { ARM_SUBSCRIPTION_ID: 'x' } },
    ],
  ])('%s is right', (_, regions, more) => {
    expect(foundFaults({ regions }, more)).toEqual([]);
  });

  test("with the stack's group is right", () => {
    const values = { resourceGroup: 'our-group', regions: [{ account: 'our-openai' }] };
    expect(foundFaults(values)).toEqual([]);
  });
});

describe('models and regions', () => {
  const served = (name: string) => [{ ...eastus2, models: [{ name: model.name }, { name }] }];

  check([
    [
      'a region that serves a model twice',
      served(model.name),
      'regions[0].models[1].name: duplicate',
    ],
    [
      'a region that serves an unknown model',
      served('gpt-5.4-nini'),
      'regions[0].models[1].name: invalid (did you mean gpt-5.4-mini?)',
    ],
    [
      'a region that serves a model by another case of its name',
      served('GPT-5.4-mini'),
      'regions[0].models[1].name: invalid (did you mean gpt-5.4-mini?)',
    ],
  ]);

  test('a model that no region serves', () => {
    const values = {
      models: [model, embedding],
      regions: [{ ...eastus2, models: [{ name: model.name }] }],
    };
    expect(foundFaults(values)).toEqual(['models[1]: conflict']);
  });

  describe('a version may be left out where nothing is deployed', () => {
    const bare = [{ name: 'gpt-5.4-mini' }];
    const missing = ['models[0].version: missing'];
    const here = { models: [{ name: 'gpt-5.4-mini', version: '1' }] };

    test.each([
      ['a new account', [eastus2], missing],
      [
        'one of two new accounts',
        [{ ...eastus2, ...here }, { location: 'swedencentral' }],
        missing,
      ],
      ['an account with deployments to import', [{ ...found, deployments: 'imported' }], missing],
      ['a new account that has its own', [{ ...eastus2, ...here }], []],
      ['an account with listed deployments', [found], []],
      ['the same, said', [{ ...found, deployments: 'listed' }], []],
    ])('%s', (_, regions, expected) => {
      expect(foundFaults({ models: bare, regions }, subscription)).toEqual(expected);
    });

    test('an account with a key', () => {
      expect(foundFaults({ models: bare, regions: [keyed] }, secret)).toEqual([]);
    });
  });
});

describe('deployments that would be one', () => {
  const chat = { ...model, deployment: 'ours' };

  test('two models of one deployment, in whatever case', () => {
    const models = [chat, { ...embedding, deployment: 'OURS' }];
    expect(foundFaults({ models })).toEqual(['models[1].deployment: duplicate']);
  });

  test('a deployment named as another model, whose own has that name', () => {
    const models = [model, { ...embedding, deployment: 'gpt-5.4-mini' }];
    expect(foundFaults({ models })).toEqual(['models[1].deployment: duplicate']);
  });

  test('a region that names one as another', () => {
    const values = {
      models: [model, embedding],
      regions: [
        {
          ...eastus2,
          models: [{ name: model.name }, { name: embedding.name, deployment: model.name }],
        },
      ],
    };
    expect(foundFaults(values)).toEqual(['regions[0].models[1].deployment: duplicate']);
  });

  test('two whose names are alike together with those of their regions', () => {
    const values = {
      models: [model],
      regions: [
        { ...eastus2, name: 'a', models: [{ name: model.name, deployment: 'b-c' }] },
        { ...eastus2, name: 'a-b', models: [{ name: model.name, deployment: 'c' }] },
      ],
    };
    expect(foundFaults(values)).toEqual(['regions[1].models[0].deployment: duplicate']);
  });

  test.each([
    ['in two regions', [eastus2, { location: 'swedencentral' }], [chat]],
    ['in an account where they are listed', [found], [chat, { ...embedding, deployment: 'ours' }]],
  ])('are right %s', (_, regions, models) => {
    expect(foundFaults({ models, regions })).toEqual([]);
  });
});

test('all faults of regions are reported at once', () => {
  const values = {
    models: [model, embedding],
    regions: [
      { location: 5, models: [{ name: model.name, weight: 'x' }] },
      { account: 'ours', key: KEY, activeKey: 1 },
      { account: 'ours', models: [{ name: 'gpt-5' }] },
      'ours',
    ],
  };
  expect(foundFaults(values)).toEqual([
    'regions[0].location: invalid',
    'regions[0].models[0].weight: invalid',
    'regions[3]: invalid (hidden)',
    'regions[2].account: duplicate',
    'regions[1].activeKey: conflict',
    'regions[1].key: plain-text',
    'regions[2].key: missing',
    'regions[2].models[0].name: invalid (did you mean gpt-5.4-mini?)',
  ]);
});
