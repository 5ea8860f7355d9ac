// Budgets, teams and other limits: what a stack file may say, and what becomes of it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toInteger } from '../../../infra/settings/limits/money.ts';
import { applyMergeKeys } from '../../../infra/settings/merge-keys.ts';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { rawConfig } from '../raw-config.ts';

function settingsOf(values: Readonly<Record<string, unknown>>) {
  const parsed = parseSettings(rawConfig(values, { secretKeys: new Set(['alerts']) }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.settings;
}

describe('an amount of money', () => {
  test.each([
    [20, 9, 20_000_000_000],
    ['0.1', 9, 100_000_000],
    [0.1, 9, 100_000_000],
    [0.3, 9, 300_000_000],
    [1e-9, 9, 1],
    ['0.000000001', 9, 1],
    [999_999.999_999_999, 9, 999_999_999_999_999],
    [0.75, 6, 750_000],
    [0.0001, 12, 100_000_000],
    [1e-10, 9, undefined],
    ['1.', 9, undefined],
    ['-1', 9, undefined],
    ['0x10', 9, undefined],
    ['', 9, undefined],
    [NaN, 9, undefined],
    [Infinity, 9, undefined],
    [1e300, 9, undefined],
  ] as const)('%s with %i decimals is %s', (value, decimals, integer) => {
    expect(toInteger(value, decimals)).toBe(integer);
  });

  test('is exact for every amount up to a million dollars', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000_000_000 }), (nano) => {
        const digits = String(nano).padStart(10, '0');
        const text = `${digits.slice(0, -9)}.${digits.slice(-9)}`;
        expect(toInteger(text, 9)).toBe(nano);
        // As YAML reads it, and Pulumi passes it on.
        expect(toInteger(JSON.parse(JSON.stringify(Number(text))) as number, 9)).toBe(nano);
      }),
    );
  });
});

test('limits of users, teams and the stack become sets of integers', () => {
  const budget = { amount: 0.1, per: 'day' };
  const { users, teams, limits, onLedgerFailure, alerts } = settingsOf({
    users: [{ name: 'alice', team: 'research', admin: true, budget, concurrentRequests: 2 }],
    teams: [
      {
        name: 'research',
        budget: [budget, { amount: '20.5', per: 'total' }],
        members: { tokensPerMinute: 1000 },
      },
    ],
    limits: { requestsPerMinute: 10 },
    onLedgerFailure: 'allow',
    alerts: { webhook: 'https://hooks.example.com/x', format: 'slack', at: [80] },
  });
  const day = { amount: 100_000_000, per: 'day' };
  expect(users).toEqual([
    {
      name: 'alice',
      keys: [{ kind: 'random', generation: 1 }],
      team: 'research',
      admin: true,
      limits: { budget: [day], concurrentRequests: 2 },
    },
  ]);
  expect(teams).toEqual([
    {
      name: 'research',
      shared: { budget: [day, { amount: 20_500_000_000, per: 'total' }] },
      members: { tokensPerMinute: 1000 },
    },
  ]);
  expect({ limits, onLedgerFailure, alerts }).toEqual({
    limits: { requestsPerMinute: 10 },
    onLedgerFailure: 'allow',
    alerts: { webhook: 'https://hooks.example.com/x', format: 'slack', at: [80] },
  });
});

test('members have what their team sets, unless they set it themselves', () => {
  const members = {
    models: ['gpt-5.4-mini'],
    accountData: true,
    expires: '2099-01-31',
    typewriter: 'smooth',
  };
  const { users } = settingsOf({
    teams: [{ name: 'a', members }],
    users: [
      { name: 'alice', team: 'a' },
      { name: 'bob', team: 'a', models: [], accountData: false, typewriter: 'off' },
      { name: 'carol' },
    ],
  });
  const expires = Date.UTC(2099, 0, 31) / 1000;
  const keys = [{ kind: 'random', generation: 1 }];
  expect(users).toEqual([
    { name: 'alice', keys, team: 'a', ...members, expires },
    { name: 'bob', keys, team: 'a', models: [], accountData: false, expires, typewriter: 'off' },
    { name: 'carol', keys },
  ]);
});

test('a price and a size of the stack file are integers', () => {
  const { models } = settingsOf({
    models: [
      {
        name: 'ours',
        version: '1',
        price: {
          input: 0.75,
          output: '4.5',
          image: 0.04,
          longContext: { above: 1, input: 1, output: 2 },
        },
        tokens: { context: 1000, output: 100 },
      },
    ],
  });
  expect(models[0]).toMatchObject({
    price: {
      input: 750_000,
      output: 4_500_000,
      image: 40_000_000_000,
      longContext: { above: 1, input: 1_000_000, output: 2_000_000 },
    },
    tokens: { context: 1000, output: 100 },
  });
});

describe("YAML's merge key", () => {
  test.each([
    ['gives members', { '<<': { a: 1, b: 2 }, c: 3 }, { a: 1, b: 2, c: 3 }],
    ['comes after own members', { a: 0, '<<': { a: 1 } }, { a: 0 }],
    ['may be a list, whose first counts', { '<<': [{ a: 1 }, { a: 2, b: 2 }] }, { a: 1, b: 2 }],
    ['may be inside another', { '<<': { '<<': { a: 1 }, b: 2 } }, { a: 1, b: 2 }],
    ['works in lists', [{ '<<': { a: 1 } }], [{ a: 1 }]],
    ['is kept where its value is not an object', { '<<': 'text' }, { '<<': 'text' }],
    ['stays where it is a list of texts', { '<<': ['x'] }, { '<<': ['x'] }],
  ])('%s', (_, value, merged) => {
    expect(applyMergeKeys(value)).toEqual(merged);
  });

  test('works in the stack file and in the users file', () => {
    const pupil = { budget: { amount: 1, per: 'day' } };
    const parsed = parseSettings(
      rawConfig(
        { users: [{ name: 'alice', '<<': pupil }] },
        { usersFile: { name: 'users.dev.yaml', users: [{ '<<': pupil, name: 'bob' }] } },
      ),
    );
    const limits = { budget: [{ amount: 1_000_000_000, per: 'day' }] };
    expect(parsed).toMatchObject({ ok: true, settings: { users: [{ limits }, { limits }] } });
  });
});
