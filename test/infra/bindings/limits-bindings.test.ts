// What the Worker gets of budgets and other limits.
import { describe, expect, test } from 'vitest';
import {
  limitedUsers,
  toAlertsBinding,
  toLimitsBinding,
} from '../../../infra/bindings/limits-binding.ts';
import { toModelBindings } from '../../../infra/bindings/model-bindings.ts';
import { rateBinding } from '../../../infra/bindings/rate-limit.ts';
import { toUserBinding } from '../../../infra/bindings/user-bindings.ts';
import { toBindings } from '../../../infra/bindings/worker-bindings.ts';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { parseConfig } from '../../../worker/config/parse-config.ts';
import { rawConfig } from '../raw-config.ts';
import { read, register } from '../mocks.ts';
import * as pulumi from '@pulumi/pulumi';

function settingsOf(values: Readonly<Record<string, unknown>>) {
  const secretKeys = new Set(['alerts', 'regions']);
  const parsed = parseSettings(
    rawConfig(values, { secretKeys, azureSubscriptionId: '11111111-2222-3333-4444-555555555555' }),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.settings;
}

const DAY = { amount: 1, per: 'day' };
const NANO_DAY = { amount: 1_000_000_000, per: 'day' };

/** What the USERS binding says about each user. */
function usersOf(values: Readonly<Record<string, unknown>>) {
  return limitedUsers(settingsOf(values)).map((user) => toUserBinding(user, { key: 'k' }));
}

describe('a stack without limits', () => {
  const values = {
    teams: [{ name: 'a', members: { models: ['gpt-5.4-mini'] } }],
    users: [{ name: 'alice', team: 'a' }],
    requestsPerMinute: '60',
  };

  test('has no LIMITS, no prices, and users without teams', () => {
    const settings = settingsOf(values);
    expect(toLimitsBinding(settings)).toBeUndefined();
    expect(usersOf(values)).toEqual([{ name: 'alice', key: 'k', models: ['gpt-5.4-mini'] }]);
    expect(toModelBindings(settings)).toEqual([{ id: 'gpt-5.4-mini', created: 1773705600 }]);
  });
});

describe('a stack with limits', () => {
  test('has the limits of the stack, its teams and its users, without defaults', () => {
    const values = {
      limits: { budget: DAY },
      teams: [{ name: 'a', tokensPerMinute: 5, members: { budget: DAY } }, { name: 'b' }],
      users: [
        { name: 'alice', team: 'a', concurrentRequests: 2 },
        { name: 'bob', admin: true },
      ],
    };
    expect(toLimitsBinding(settingsOf(values))).toEqual({
      stack: { budget: [NANO_DAY] },
      teams: { a: { shared: { tokensPerMinute: 5 }, members: { budget: [NANO_DAY] } }, b: {} },
    });
    expect(usersOf(values)).toEqual([
      { name: 'alice', key: 'k', team: 'a', limits: { concurrentRequests: 2 } },
      { name: 'bob', key: 'k', admin: true },
    ]);
  });

  test("makes the stack's requestsPerMinute each user's default, in place of Cloudflare's count", () => {
    const values = {
      requestsPerMinute: '60',
      onLedgerFailure: 'allow',
      teams: [{ name: 'a', members: { requestsPerMinute: 7 } }, { name: 'b' }],
      users: [
        { name: 'alice', team: 'a' },
        { name: 'bob', requestsPerMinute: 5 },
        { name: 'carol' },
        { name: 'dave', team: 'b', tokensPerMinute: 9 },
      ],
    };
    expect(toLimitsBinding(settingsOf(values))).toEqual({
      teams: {
        a: { members: { requestsPerMinute: 7 } },
        b: { members: { requestsPerMinute: 60 } },
      },
      onLedgerFailure: 'allow',
    });
    expect(usersOf(values).map(({ limits }) => limits)).toEqual([
      undefined,
      { requestsPerMinute: 5 },
      { requestsPerMinute: 60 },
      { tokensPerMinute: 9 },
    ]);
  });

  test('has prices, sizes, and what each deployment costs', () => {
    const [model, own, unknown] = toModelBindings(
      settingsOf({
        limits: { tokensPerMinute: 1 },
        models: [
          { name: 'gpt-5.4-mini', version: '2026-03-17' },
          {
            name: 'own',
            version: '1',
            price: { input: 1, output: 2 },
            tokens: { context: 9, output: 3 },
          },
          { name: 'gpt-99', version: '1' },
        ],
        regions: [
          { location: 'eastus2' },
          { location: 'japaneast', models: [{ name: 'gpt-5.4-mini', sku: 'DataZoneStandard' }] },
          {
            account: 'theirs',
            key: '0123456789abcdef0123456789abcdef',
            models: [{ name: 'gpt-5.4-mini', sku: 'Standard' }],
          },
        ],
      }),
    );
    expect(model).toMatchObject({
      price: { input: 750_000, cachedInput: 75_000, output: 4_500_000 },
      tokens: { context: 400_000, output: 128_000 },
      backends: [
        { name: 'eastus2' },
        { name: 'japaneast', pricePercent: 120 },
        { name: 'theirs', pricePercent: 132 },
      ],
    });
    expect(model?.backends?.[0]).not.toHaveProperty('pricePercent');
    expect(own).toMatchObject({
      price: { input: 1_000_000, output: 2_000_000 },
      tokens: { context: 9, output: 3 },
    });
    expect(unknown).not.toHaveProperty('price');
  });

  test('prices an imported deployment by the SKU and the location that it has', () => {
    const settings = settingsOf({
      limits: { tokensPerMinute: 1 },
      regions: [{ name: 'ours', account: 'a', resourceGroup: 'g', deployments: 'imported' }],
    });
    const live = { sku: { name: 'DataZoneStandard' } };
    const deployments = [{ settings: { name: 'gpt-5.4-mini' }, live }];
    const found = new Map([['ours', { location: 'eastus2', deployments }]]);
    expect(toModelBindings(settings, found)[0]?.backends).toMatchObject([{ pricePercent: 110 }]);
    expect(toModelBindings(settings)[0]?.backends).toBeUndefined();
  });

  test('is read by the Worker as it is meant, with a webhook that is secret', async () => {
    const settings = settingsOf({
      teams: [{ name: '研究', members: { budget: { amount: 0.25, per: 'day' } } }],
      users: [{ name: 'alice', team: '研究' }],
      alerts: { webhook: 'https://hooks.example.com/x', at: [100, 50, 50] },
      requestsPerMinute: '60',
    });
    const key = { key: 'sk-0123456789abcdef' };
    const { result } = await register(() =>
      toBindings({
        workerName: 'proxy',
        models: toModelBindings(settings),
        users: limitedUsers(settings).map((user) => ({
          ...user,
          secret: pulumi.output(key),
          placeholder: key,
        })),
        backends: [{ name: 'swedencentral', endpoint: 'https://x.openai.azure.com', key: 'k' }],
        limits: toLimitsBinding(settings),
        alerts: toAlertsBinding(settings),
        requestsPerMinute: settings.requestsPerMinute,
        ledger: { current: 'proxy-ledger' },
      }),
    );
    // It guards what the ledger does not count.
    expect(result.map(({ name }) => name)).toContain(rateBinding('proxy', 1)?.name);
    const texts = await Promise.all(
      result.map(async (binding) =>
        'text' in binding ? [[binding.name, await read(pulumi.output(binding.text))] as const] : [],
      ),
    );
    const env = new Map(texts.flat());
    expect(env.get('ALERTS')?.secret).toBe(true);
    expect(JSON.parse(env.get('ALERTS')?.value ?? '')).toEqual({
      webhook: 'https://hooks.example.com/x',
      format: 'json',
      at: [50, 100],
      gateway: 'cf-openai-azure-proxy-dev.alice.workers.dev',
    });
    const config = parseConfig(
      Object.fromEntries([...env].map(([name, { value }]) => [name, value])),
    );
    if (!config.ok) throw new Error(config.error.join());
    const { access } = config.value;
    const holder = access.kind === 'users' ? access.users.byKey.get(key.key) : undefined;
    expect(holder?.user.plan).toMatchObject({
      object: 'team/研究',
      limits: [
        { kind: 'requests', most: 60 },
        { kind: 'budget', per: 'day', most: 250_000_000 },
      ],
    });
  });
});

test('very many teams are too many bindings', () => {
  const teams = Array.from({ length: 1000 }, (_, index) => ({
    name: `a team with a very long name, number ${index}`,
    budget: ['day', 'week', 'month', 'total'].map((per) => ({ amount: 123_456.123456789, per })),
    members: { budget: ['day', 'week'].map((per) => ({ amount: 12.345678901, per })) },
  }));
  const parsed = parseSettings(rawConfig({ teams }));
  expect(parsed.ok ? [] : parsed.faults).toMatchObject([
    { key: 'teams', kind: 'too-many', text: expect.stringContaining('1000 teams take') as unknown },
  ]);
});
