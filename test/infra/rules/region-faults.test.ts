import { describe, expect, test } from 'vitest';
import { explain, message } from '../fault-message.ts';
import type { rawConfig } from '../raw-config.ts';

const KEY = '0123456789abcdef';
const LOCATION = 'an Azure location in its short form, such as "swedencentral"';
const VERSION = 'the model\'s version in quotes, such as "2026-03-17"';
const ENTRY = 'an entry with a location, or with the account of an existing resource';
const REGIONS = 'a list of up to 20 regions';

const model = { name: 'gpt-5.4-mini', version: '2026-03-17' };
const embedding = { name: 'text-embedding-3-small', version: '1' };
const eastus2 = { location: 'eastus2' };
const keyed = { account: 'our-openai', key: KEY };
const found = { account: 'our-openai', resourceGroup: 'our-group' };

/** As after `pulumi config set --path 'regions[0].key' --secret`. */
const secret = { secretKeys: new Set(['regions']) };
const subscription = { azureSubscriptionId: '00000000-0000-0000-0000-000000000000' };

function setKey(index = 0) {
  return `\`pulumi config set --stack dev --path 'regions[${index}].key' --secret\``;
}

type Case = readonly [
  name: string,
  regions: unknown,
  line: string,
  more?: Parameters<typeof rawConfig>[1],
];

function check(cases: readonly Case[]) {
  for (const [name, regions, line, more] of cases) {
    test(name, () => {
      expect(explain({ regions }, more)).toBe(message(line));
    });
  }
}

describe('a region of the wrong form', () => {
  check([
    ['a text', 'swedencentral', `regions: a value not shown here; expected ${REGIONS}`],
    ['an object', eastus2, `regions: an object; expected ${REGIONS}`],
    [
      'more than 20',
      Array.from({ length: 21 }, (_, index) => ({ location: `region${index}` })),
      `regions: a list of 21; expected ${REGIONS}`,
    ],
    ['a name alone', ['eastus2'], `regions[0]: a value not shown here; expected ${ENTRY}`],
    [
      'a location in words',
      [{ location: 'East US 2' }],
      `regions[0].location: "East US 2"; expected ${LOCATION}`,
    ],
    [
      'a name with capitals',
      [{ ...eastus2, name: 'East' }],
      'regions[0].name: "East"; expected a name of up to 40 lower-case letters, digits and inner hyphens',
    ],
    [
      'a host in place of a resource',
      [{ ...found, account: 'ours.openai.azure.com' }],
      'regions[0].account: "ours.openai.azure.com"; expected the name of an existing Azure OpenAI resource alone, as in https://<name>.openai.azure.com',
    ],
    [
      'a resource id in place of a group',
      [{ ...eastus2, resourceGroup: '/subscriptions/x' }],
      'regions[0].resourceGroup: "/subscriptions/x"; expected the name of an existing Azure resource group (not its resource id)',
    ],
    [
      'a key that is cut off',
      [{ ...keyed, key: 'short' }],
      'regions[0].key: a value not shown here; expected one of the two keys of the Azure resource',
      secret,
    ],
    [
      'a key that is empty',
      [{ ...keyed, key: '' }],
      `regions[0].key: empty; expected one of the two keys of the Azure resource: ${setKey()}`,
      secret,
    ],
    [
      'a key that is a number',
      [{ ...keyed, key: 12345678901234567890 }],
      'regions[0].key: a value not shown here; expected one of the two keys of the Azure resource',
      secret,
    ],
    ['a third key', [{ ...eastus2, activeKey: 3 }], 'regions[0].activeKey: 3; expected 1 or 2'],
    [
      'the number of a key in quotes',
      [{ ...eastus2, activeKey: '1' }],
      'regions[0].activeKey: "1"; expected 1 or 2',
    ],
    [
      'deployments to take over',
      [{ ...found, deployments: 'import' }],
      'regions[0].deployments: "import"; expected one of listed, imported; did you mean "imported"?',
    ],
    [
      'no models',
      [{ ...eastus2, models: [] }],
      'regions[0].models: an empty list; expected a list of at least one model, or nothing for all',
    ],
    [
      'a model that is a name',
      [{ ...eastus2, models: ['gpt-5.4-mini'] }, { location: 'swedencentral' }],
      'regions[0].models[0]: "gpt-5.4-mini"; expected an entry with the name of a model, such as `- name: gpt-5.4-mini`',
    ],
    [
      'a mistyped key',
      [{ ...eastus2, acount: 'x' }],
      'regions[0].acount: unknown key; did you mean "account"?',
    ],
    ...['10', -1, null, 2_000_000_000, true].map((weight): Case => [
      `a weight of ${JSON.stringify(weight)}`,
      [{ ...eastus2, models: [{ name: model.name, weight }] }],
      `regions[0].models[0].weight: ${weight === null ? 'empty' : JSON.stringify(weight)}; expected a number from 0 to 1,000,000,000`,
    ]),
    ...[0, 10, 1.5, '1'].map((priority): Case => [
      `a priority of ${JSON.stringify(priority)}`,
      [{ ...eastus2, models: [{ name: model.name, priority }] }],
      `regions[0].models[0].priority: ${JSON.stringify(priority)}; expected a whole number from 1 to 9`,
    ]),
  ]);
});

describe('names of regions', () => {
  check([
    [
      'a location twice',
      [eastus2, eastus2],
      'regions[1].location: "eastus2"; expected one that differs from regions[0].location, or a `name` of its own beside it',
    ],
    [
      'an account twice, in another case',
      [found, { ...found, account: 'Our-OpenAI' }],
      'regions[1].account: "Our-OpenAI"; expected one that differs from regions[0].account, or a `name` of its own beside it',
    ],
    [
      'a name that is the location of another',
      [eastus2, { location: 'swedencentral', name: 'eastus2' }],
      'regions[1].name: "eastus2"; expected one that differs from regions[0].location',
    ],
  ]);

  test('one location twice is right with names', () => {
    expect(explain({ regions: [eastus2, { ...eastus2, name: 'second' }] })).toBe('no fault');
  });
});

describe('a new account', () => {
  check([
    [
      'without location',
      [{ name: 'x' }],
      'regions[0].location: missing; expected an Azure location, or the account of an existing resource',
    ],
    [
      'with a key',
      [{ ...eastus2, key: KEY }],
      'regions[0].key: a value not shown here; expected none without the account that it belongs to',
      secret,
    ],
    [
      'with deployments that exist',
      [{ ...eastus2, deployments: 'imported' }],
      'regions[0].deployments: "imported"; expected none without the account of an existing resource',
      subscription,
    ],
  ]);
});

describe('an existing account', () => {
  check([
    [
      'with a location',
      [{ ...found, ...eastus2 }],
      'regions[0].location: "eastus2"; expected none beside an account, which has its location already; use `name` to name it',
    ],
    [
      'with neither key nor group',
      [{ account: 'our-openai' }],
      `regions[0].key: missing; expected a secret: ${setKey()}; or the account's resourceGroup, to have the key read at deployment`,
    ],
    [
      'with both key and group',
      [{ ...keyed, ...found }],
      'regions[0].resourceGroup: a value not shown here; expected none beside a key: with it, the resource is only called, never looked up',
      secret,
    ],
    [
      'with a key and the number of one',
      [{ ...keyed, activeKey: 2 }],
      'regions[0].activeKey: a value not shown here; expected none beside a key: it says which key is read at deployment',
      secret,
    ],
    [
      'with a key and deployments to import',
      [{ ...keyed, deployments: 'imported' }],
      'regions[0].deployments: a value not shown here; expected listed beside a key: to import them, Pulumi needs rights at Azure instead',
      { ...secret, ...subscription },
    ],
    [
      'with deployments to import, in an unknown subscription',
      [{ ...found, deployments: 'imported' }],
      'regions[0].deployments: "imported"; expected listed, or the subscription that they are in: `pulumi config set --stack dev azure-native:subscriptionId <id>`',
      { azureSubscriptionId: '' },
    ],
    [
      'with a key in plain text',
      [eastus2, keyed],
      `regions[1].key: in plain text; expected a secret: ${setKey(1)}`,
    ],
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
    expect(explain({ regions }, more)).toBe('no fault');
  });

  test("with the stack's group is right", () => {
    const values = { resourceGroup: 'our-group', regions: [{ account: 'our-openai' }] };
    expect(explain(values)).toBe('no fault');
  });
});

describe('models and regions', () => {
  const served = (name: string) => [{ ...eastus2, models: [{ name: model.name }, { name }] }];

  check([
    [
      'a region that serves a model twice',
      served(model.name),
      'regions[0].models[1].name: "gpt-5.4-mini"; expected one that differs from regions[0].models[0].name',
    ],
    [
      'a region that serves an unknown model',
      served('gpt-5.4-nini'),
      'regions[0].models[1].name: "gpt-5.4-nini"; expected the name of one of `models`; did you mean "gpt-5.4-mini"?',
    ],
    [
      'a region that serves a model by another case of its name',
      served('GPT-5.4-mini'),
      'regions[0].models[1].name: "GPT-5.4-mini"; expected the name of one of `models`; did you mean "gpt-5.4-mini"?',
    ],
  ]);

  test('a model that no region serves', () => {
    const values = {
      models: [model, embedding],
      regions: [{ ...eastus2, models: [{ name: model.name }] }],
    };
    expect(explain(values)).toBe(
      message(
        'models[1]: no region serves it; expected its name below the `models` of a region, or a region without `models`, which serves all',
      ),
    );
  });

  describe('a version may be left out where nothing is deployed', () => {
    const bare = [{ name: 'gpt-5.4-mini' }];
    const missing = message(`models[0].version: missing; expected ${VERSION}`);
    const here = { models: [{ name: 'gpt-5.4-mini', version: '1' }] };

    test.each([
      ['a new account', [eastus2], missing],
      [
        'one of two new accounts',
        [{ ...eastus2, ...here }, { location: 'swedencentral' }],
        missing,
      ],
      ['an account with deployments to import', [{ ...found, deployments: 'imported' }], missing],
      ['a new account that has its own', [{ ...eastus2, ...here }], 'no fault'],
      ['an account with listed deployments', [found], 'no fault'],
      ['the same, said', [{ ...found, deployments: 'listed' }], 'no fault'],
    ])('%s', (_, regions, expected) => {
      expect(explain({ models: bare, regions }, subscription)).toBe(expected);
    });

    test('an account with a key', () => {
      expect(explain({ models: bare, regions: [keyed] }, secret)).toBe('no fault');
    });
  });
});

describe('deployments that would be one', () => {
  const chat = { ...model, deployment: 'ours' };

  test('two models of one deployment, in whatever case', () => {
    const models = [chat, { ...embedding, deployment: 'OURS' }];
    expect(explain({ models })).toBe(
      message('models[1].deployment: "OURS"; expected one that differs from models[0].deployment'),
    );
  });

  test('a deployment named as another model, whose own has that name', () => {
    const models = [model, { ...embedding, deployment: 'gpt-5.4-mini' }];
    expect(explain({ models })).toBe(
      message(
        'models[1].deployment: "gpt-5.4-mini"; expected one that differs from models[0].name',
      ),
    );
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
    expect(explain(values)).toBe(
      message(
        'regions[0].models[1].deployment: "gpt-5.4-mini"; expected one that differs from models[0].name',
      ),
    );
  });

  test('two whose names are alike together with those of their regions', () => {
    const values = {
      models: [model],
      regions: [
        { ...eastus2, name: 'a', models: [{ name: model.name, deployment: 'b-c' }] },
        { ...eastus2, name: 'a-b', models: [{ name: model.name, deployment: 'c' }] },
      ],
    };
    expect(explain(values)).toBe(
      message(
        'regions[1].models[0].deployment: "c"; expected one that differs from regions[0].models[0].deployment',
      ),
    );
  });

  test.each([
    ['in two regions', [eastus2, { location: 'swedencentral' }], [chat]],
    ['in an account where they are listed', [found], [chat, { ...embedding, deployment: 'ours' }]],
  ])('are right %s', (_, regions, models) => {
    expect(explain({ models, regions })).toBe('no fault');
  });
});

test('all faults of regions are told at once', () => {
  const values = {
    models: [model, embedding],
    regions: [
      { location: 5, models: [{ name: model.name, weight: 'x' }] },
      { account: 'ours', key: KEY, activeKey: 1 },
      { account: 'ours', models: [{ name: 'gpt-5' }] },
      'ours',
    ],
  };
  expect(explain(values)).toBe(
    message(
      `regions[0].location: 5; expected ${LOCATION}`,
      'regions[0].models[0].weight: "x"; expected a number from 0 to 1,000,000,000',
      `regions[3]: a value not shown here; expected ${ENTRY}`,
      'regions[2].account: "ours"; expected one that differs from regions[1].account, or a `name` of its own beside it',
      'regions[1].activeKey: 1; expected none beside a key: it says which key is read at deployment',
      `regions[1].key: in plain text; expected a secret: ${setKey(1)}`,
      `regions[2].key: missing; expected a secret: ${setKey(2)}; or the account's resourceGroup, to have the key read at deployment`,
      'regions[2].models[0].name: "gpt-5"; expected the name of one of `models`; did you mean "gpt-5.4-mini"?',
    ),
  );
});
