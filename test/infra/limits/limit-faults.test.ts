// The faults and warnings of budgets and other limits, in their words.
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { explain, message } from '../fault-message.ts';
import { NOW, rawConfig } from '../raw-config.ts';

const DAY = { amount: 1, per: 'day' };
const AMOUNT = 'an amount in USD above 0, up to 1,000,000, with at most 9 decimals';
const COUNT = 'a whole number from 1 to 1,000,000,000';
const USD_OF =
  'write its price in USD for a million tokens, such as `price: {input: 0.75, output: 4.5}`, or give these users a list of `models` without it';

type Case = readonly [
  name: string,
  values: Readonly<Record<string, unknown>>,
  ...lines: readonly string[],
];

describe('a fault says what is wrong and what to do', () => {
  const cases: readonly Case[] = [
    [
      'an unknown team',
      { teams: [{ name: 'research' }], users: [{ name: 'a', team: 'reserach' }] },
      'users[0].team: "reserach"; expected the name of one of `teams`; did you mean "research"?',
    ],
    [
      'a team twice',
      { teams: [{ name: 'a' }, { name: ' a ' }] },
      'teams[1].name: duplicate: " a " is also the value of teams[0].name',
    ],
    [
      'an unknown model of members',
      { teams: [{ name: 'a', members: { models: ['gpt-5.4-mini', 'gpt-5.4-mino'] } }] },
      'teams[0].members.models[1]: "gpt-5.4-mino"; expected the name or an alias of one of `models`; did you mean "gpt-5.4-mini"?',
    ],
    [
      'nothing for an amount',
      { users: [{ name: 'a', budget: { amount: 0, per: 'day' } }] },
      `users[0].budget.amount: 0; expected ${AMOUNT}`,
    ],
    [
      'too much, and too fine an amount',
      {
        limits: {
          budget: [
            { amount: 1_000_001, per: 'day' },
            { amount: 1e-10, per: 'week' },
          ],
        },
      },
      `limits.budget[0].amount: 1000001; expected ${AMOUNT}`,
      `limits.budget[1].amount: 1e-10; expected ${AMOUNT}`,
    ],
    [
      'another span',
      { limits: { budget: { amount: 1, per: 'days' } } },
      'limits.budget.per: "days"; expected one of day, week, month, total; did you mean "day"?',
    ],
    [
      'a span twice',
      { users: [{ name: 'a', budget: [DAY, { amount: 2, per: 'day' }] }] },
      'users[0].budget[1].per: duplicate: "day" is also the value of users[0].budget[0].per',
    ],
    [
      'an amount alone',
      { users: [{ name: 'a', budget: 20 }] },
      'users[0].budget: 20; expected an amount in USD with its span, such as {amount: 20, per: month}',
    ],
    [
      'a misspelt member',
      { users: [{ name: 'a', budget: { ...DAY, amout: 1 } }] },
      'users[0].budget.amout: unknown key; did you mean "amount"?',
    ],
    [
      'no requests at all',
      { limits: { requestsPerMinute: 0 } },
      `limits.requestsPerMinute: 0; expected ${COUNT}`,
    ],
    [
      "the gateway's budget in the place of Azure's",
      { budget: { amount: 20, per: 'month' } },
      "budget: this is Azure's budget, which has startDate and emails and stops nothing; for one with `per`, which the gateway keeps, use `limits.budget`, or `budget` of a user or a team",
    ],
    [
      "an amount in the place of Azure's budget",
      { budget: 20 },
      "budget: 20; expected an object with amount (a month), startDate and emails, which is Azure's budget and stops nothing; what the gateway keeps is `limits.budget`",
    ],
    [
      'alerts about nothing, to an address in plain text',
      { alerts: { webhook: 'https://hooks.example.com/x' } },
      "alerts.webhook: plain text, but anyone who knows this URL can post messages to it; encrypt it with `pulumi config set --stack dev --path 'alerts.webhook' --secret`",
      'alerts: there is no budget; give a user, a team or `limits` a `budget`, or remove alerts',
    ],
    [
      'an address without https',
      { limits: { budget: DAY }, alerts: { webhook: 'http://hooks.example.com/x' } },
      'alerts.webhook: a value not shown here; expected an address that begins with https://, without spaces, user name and password',
    ],
    [
      'half a price',
      { models: [{ name: 'gpt-5.4-mini', version: '1', price: { input: 1 } }] },
      'models[0].price: an object; expected an object with prices in USD: input and output of a million tokens, such as {input: 0.75, output: 4.5}, or image, second or character',
    ],
    [
      'a model without a price',
      {
        users: [{ name: 'alice', budget: DAY }, { name: 'bob', budget: DAY }, { name: 'eve' }],
        models: [{ name: 'gpt-99', version: '1' }],
      },
      `models[0].price: missing; user alice and 1 other have a budget and may use gpt-99, which is not in this project's table of prices; ${USD_OF}`,
    ],
    [
      'throughput that is paid for by the hour',
      {
        limits: { budget: DAY },
        models: [{ name: 'gpt-5.4-mini', version: '2026-03-17', sku: 'GlobalProvisionedManaged' }],
      },
      `models[0].price: missing; user alice has a budget and may use gpt-5.4-mini, which is paid for by the hour, so its tokens have no price of their own; ${USD_OF}`,
    ],
    [
      'versions that differ in price',
      {
        limits: { budget: DAY },
        models: [{ name: 'gpt-4o', version: '2024-11-20' }],
        regions: [
          { location: 'eastus2' },
          { location: 'westus', models: [{ name: 'gpt-4o', version: '2024-05-13' }] },
        ],
      },
      `models[0].price: missing; user alice has a budget and may use gpt-4o, which is deployed in versions that differ in price; ${USD_OF}`,
    ],
  ];
  for (const [name, values, ...lines] of cases) {
    test(name, () => {
      expect(explain(values)).toBe(message(...lines));
    });
  }
});

/** The warnings of a configuration without faults. */
function warningsOf(values: Readonly<Record<string, unknown>>, now = NOW): readonly string[] {
  const parsed = parseSettings(rawConfig(values, { now }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.warnings;
}

describe('no fault', () => {
  const other = { name: 'gpt-99', version: '1' };
  test.each<readonly [string, Readonly<Record<string, unknown>>]>([
    [
      'a model without a price that nobody with a budget may use',
      {
        models: [{ name: 'gpt-5.4-mini', version: '2026-03-17' }, other],
        users: [{ name: 'a', budget: DAY, models: ['gpt-5.4-mini'] }, { name: 'b' }],
      },
    ],
    [
      'a limit of tokens, of a model without a price',
      { models: [other], limits: { tokensPerMinute: 9 } },
    ],
    [
      'a price in the stack file',
      { models: [{ ...other, price: { input: 1, output: 2 } }], limits: { budget: DAY } },
    ],
    [
      'realtime sessions, in which no budget may take part',
      {
        models: [{ name: 'gpt-realtime-99', version: '1' }],
        limits: { budget: DAY },
      },
    ],
    ['an admin without limits', { users: [{ name: 'a', admin: true }] }],
  ])('%s', (_, values) => {
    expect(warningsOf(values)).toEqual([]);
  });
});

describe('a warning', () => {
  test('about a team without members', () => {
    expect(warningsOf({ teams: [{ name: 'research' }] })).toEqual([
      'team research: no user is in it; name it as the `team` of its members',
    ]);
  });

  test('about onLedgerFailure without limits', () => {
    expect(warningsOf({ onLedgerFailure: 'allow' })).toEqual([
      'onLedgerFailure: does nothing without a limit',
    ]);
  });

  test('about a price that was compared long ago, where a budget needs it', () => {
    const later = Date.parse('2027-02-01');
    const line =
      "prices: those of gpt-5.4-mini (2026-09-23) were compared with Azure's more than 90 days ago; compare them with https://azure.microsoft.com/pricing/details/azure-openai/, and set `price` where it changed";
    expect(warningsOf({ limits: { budget: DAY } }, later)).toContain(line);
    expect(warningsOf({ limits: { budget: DAY } })).not.toContain(line);
    expect(warningsOf({ limits: { tokensPerMinute: 9 } }, later)).not.toContain(line);
    const model = { name: 'gpt-5.4-mini', version: '2026-03-17', price: { input: 1, output: 1 } };
    expect(warningsOf({ limits: { budget: DAY }, models: [model] }, later)).not.toContain(line);
  });
});
