// The words of faults. Which configuration has which fault is tested beside this file, without words.
import { describe, expect, test } from 'vitest';
import { explain, message } from '../fault-message.ts';
import type { rawConfig } from '../raw-config.ts';

const model = { name: 'gpt-5.4-mini', version: '2026-03-17' };
const KEY = '0123456789abcdef';
const keyed = { account: 'our-openai', key: KEY };
const secret = { secretKeys: new Set(['regions', 'users']) };

type Case = readonly [
  name: string,
  values: Readonly<Record<string, unknown>>,
  line: string,
  more?: Parameters<typeof rawConfig>[1],
];

describe('a fault says what is wrong and what to do', () => {
  const cases: readonly Case[] = [
    [
      'a value that is missing',
      { workersDevSubdomain: '' },
      "workersDevSubdomain: missing; expected the account's own part of <name>.workers.dev, which the dashboard shows under Workers & Pages: `pulumi config set --stack dev workersDevSubdomain <name>`; or your own host name: `pulumi config set --stack dev customDomain <host name>`",
    ],
    [
      'a value that is empty',
      { models: [null] },
      'models[0]: empty; expected an entry with a name and a version',
    ],
    [
      'an empty list',
      { models: [] },
      'models: an empty list; expected a list of at least one model',
    ],
    [
      'a list of the wrong length',
      { regions: Array.from({ length: 21 }, (_, index) => ({ location: `region${index}` })) },
      'regions: a list of 21; expected a list of up to 20 regions',
    ],
    [
      'an object',
      { contentFilters: { name: 'strict' } },
      'contentFilters: an object; expected a list of content filters',
    ],
    [
      'a text',
      { customDomain: 'https://a.example.com' },
      'customDomain: "https://a.example.com"; expected a host name alone, in lower case, such as "openai.example.com" (no https://, path, port, underscore, wildcard or dot at the end)',
    ],
    [
      'a number',
      { models: [{ ...model, capacity: -1 }] },
      'models[0].capacity: -1; expected a whole number, 0 or more',
    ],
    [
      'a long text',
      { tags: { a: 'x'.repeat(257) } },
      `tags.a: "${'x'.repeat(80)}…"; expected a text of up to 256 characters`,
    ],
    [
      'a text of two lines',
      { users: [{ name: 'a\nb' }] },
      'users[0].name: "a\u{FFFD}b"; expected a name of up to 64 characters, without control characters',
    ],
    [
      'a value of which one of a few is meant',
      { workersPlan: 'Free' },
      'workersPlan: "Free"; expected one of free, paid; did you mean "free"?',
    ],
    [
      'a value that may be a key',
      { users: 'alice:sk-1' },
      'users: a value not shown here; expected a list of at least one user',
    ],
    [
      'an account id from the environment, which may be a token',
      { cloudflareAccountId: '' },
      "cloudflareAccountId: a value not shown here; expected the account's 32 hexadecimal digits, which the dashboard shows in its address (https://dash.cloudflare.com/<account id>): `pulumi config set --stack dev cloudflareAccountId <account id>`, or CLOUDFLARE_ACCOUNT_ID in the environment",
      { env: { CLOUDFLARE_ACCOUNT_ID: 'token' } },
    ],
    [
      'a mistyped key',
      { users: [{ name: 'a', kye: 'x' }] },
      'users[0].kye: unknown key; did you mean "key"?',
    ],
    [
      'an unknown key',
      { budget: { amount: 1, startDate: '2026-12-01', emails: ['a@b.cc'], zzz: 1 } },
      'budget.zzz: unknown key; the known keys are amount, startDate, emails, alerts',
    ],
    [
      'a duplicate',
      { users: [{ name: 'alice' }, { name: 'alice' }] },
      'users[1].name: duplicate: "alice" is also the value of users[0].name',
    ],
    [
      'a duplicate that may be secret',
      {
        users: [
          { name: 'a', key: KEY },
          { name: 'b', key: KEY },
        ],
      },
      'users[1].key: duplicate: a value not shown here is also the value of users[0].key',
      secret,
    ],
    [
      'a duplicate with another remedy',
      { regions: [{ location: 'eastus2' }, { location: 'eastus2' }] },
      'regions[1].location: duplicate: "eastus2" is also the value of regions[0].location; add a `name` to tell the regions apart',
    ],
    [
      'settings that exclude each other',
      { regions: [{ ...keyed, resourceGroup: 'ours' }] },
      'regions[0].resourceGroup: cannot be combined with `key`: with a key, the account is never looked up in Azure',
      secret,
    ],
    [
      'a setting without the one that it needs',
      { regions: [{ location: 'eastus2', key: KEY }] },
      'regions[0].key: needs the `account` that the key belongs to',
      secret,
    ],
    [
      'a key in plain text',
      { users: [{ name: 'a', key: KEY }] },
      "users[0].key: plain-text key; encrypt it with `pulumi config set --stack dev --path 'users[0].key' --secret`",
    ],
    [
      'an empty key, as `npm run migrate` writes it',
      { users: [{ name: 'a' }, { name: 'b', keys: [{ generation: 1 }, { key: null }] }] },
      "users[1].keys[1].key: empty; expected up to 256 letters, digits and punctuation marks, without spaces: `pulumi config set --stack dev --path 'users[1].keys[1].key' --secret`",
    ],
    [
      'a model that no region serves',
      {
        models: [model, { name: 'x-large', version: '1' }],
        regions: [{ location: 'eastus2', models: [{ name: model.name }] }],
      },
      'models[1]: no region serves this model; add its name to the `models` of a region, or add a region without `models`, which serves all',
    ],
    [
      'more users than the free plan has bindings for',
      { users: Array.from({ length: 3000 }, (_, index) => ({ name: `user-${index}` })) },
      "users: 3000 users take 65 of the Worker's 69 bindings; expected at most 64 bindings on the free plan (`workersPlan: paid` allows 128)",
    ],
    [
      'more models than the paid plan has bindings for',
      {
        workersPlan: 'paid',
        models: [
          { ...model, aliases: Array.from({ length: 5200 }, (_, n) => `${n}-${'a'.repeat(120)}`) },
        ],
      },
      "models: 5201 model names take 133 of the Worker's 137 bindings; expected at most 128 bindings on the paid plan",
    ],
  ];

  for (const [name, values, line, more] of cases) {
    test(name, () => {
      expect(explain(values, more)).toBe(message(line));
    });
  }
});

test('all faults are one message, in the order of the keys in Pulumi.yaml', () => {
  const values = {
    modles: 'x',
    users: [{ name: 'alice' }, { name: 'alice' }],
    models: [{ ...model, capcity: 5 }],
    workersDev: 'false',
  };
  expect(explain(values)).toBe(
    message(
      'workersDev: "false"; expected true, or a customDomain: otherwise the Worker has no address',
      'models[0].capcity: unknown key; did you mean "capacity"?',
      'users[1].name: duplicate: "alice" is also the value of users[0].name',
      'modles: unknown key; did you mean "models"?',
    ),
  );
});
