// GET /v1/me: what a caller sees of itself.
import { expect, test } from 'vitest';
import { ask, AZURE_KEY, errorOf } from '../gateway-under-test.ts';
import { brokenLedger, envOf, ledgerOf, row, type Counted } from './fake-ledger.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const USERS = [
  {
    name: 'alice',
    key: 'sk-alice',
    team: 'ai',
    models: ['mini'],
    expires: 1_806_451_200,
    limits: { tokensPerMinute: 5000, concurrentRequests: 2 },
  },
  { name: 'bob', key: 'sk-bob', admin: true },
];
const LIMITS = {
  teams: {
    ai: {
      shared: { budget: [{ amount: 20_000_000_000, per: 'month' }] },
      members: { budget: [{ amount: 5_000_000_001, per: 'day' }] },
    },
  },
};
const NOTHING = { requests: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, images: 0 };
const TEAM: Counted = {
  reserved: 1,
  states: [
    {
      key: 'team/ai/budget/month',
      spent: 12_345_678_901,
      resetsAt: Date.parse('2026-12-01T00:00:00Z'),
    },
    { key: 'user/alice/tokens/minute', spent: 6000, resetsAt: NOW + 60_000 },
    { key: 'user/alice/concurrent/open', spent: 0, resetsAt: null },
  ],
  rows: [
    row('2026-10-31', 'alice', 'gpt-5.4-mini', { requests: 9, nanodollars: 9 }),
    row('2026-11-01', 'alice', 'gpt-5.4-mini', {
      requests: 2,
      inputTokens: 10,
      outputTokens: 5,
      nanodollars: 1_500_000_001,
    }),
    row('2026-11-02', 'alice', 'other', { requests: 1, seconds: 3, nanodollars: 1 }),
    row('2026-11-02', 'carol', 'other', { requests: 100, nanodollars: 100 }),
  ],
};

/** Asks for the answer with a key. */
async function me(key: string, query = '', objects = { 'team/ai': TEAM }, pageSize = 5000) {
  const { ledger, reads } = ledgerOf(objects, pageSize);
  const { response } = await ask({
    path: `/v1/me${query}`,
    method: 'GET',
    headers: { authorization: `Bearer ${key}` },
    env: envOf(USERS, LIMITS),
    ledger,
    now: NOW,
  });
  return { status: response.status, body: await response.json<Record<string, unknown>>(), reads };
}

test('who the caller is, and its models with exact prices', async () => {
  const { status, body } = await me('sk-alice');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    object: 'me',
    user: 'alice',
    team: 'ai',
    admin: false,
    key: { expires: '2027-03-31T00:00:00.000Z' },
  });
  expect(body['models']).toEqual([
    {
      id: 'gpt-5.4-mini',
      aliases: ['mini'],
      capabilities: ['chat', 'responses'],
      price: {
        input: '0.75',
        cachedInput: '0.075',
        output: '4.5',
        second: '0.0001',
        image: '0.040000000001',
        longContext: { above: 272_000, input: '1.5', output: '6.750001' },
      },
      pricePercent: [100, 110],
      tokens: { context: 272_000, output: 128_000 },
    },
  ]);
  expect(JSON.stringify(body)).not.toContain('sk-');
});

test('every limit, with money to the nano-dollar', async () => {
  const { body } = await me('sk-alice');
  expect(body['limits']).toEqual([
    {
      scope: 'user',
      kind: 'concurrent',
      per: 'open',
      limit: 2,
      spent: 0,
      reserved: 1,
      remaining: 1,
      resetsAt: null,
    },
    {
      scope: 'user',
      kind: 'tokens',
      per: 'minute',
      limit: 5000,
      spent: 6000,
      reserved: 1,
      remaining: 0,
      resetsAt: '2026-11-27T12:01:00.000Z',
    },
    {
      scope: 'user',
      kind: 'budget',
      per: 'day',
      limit: '5.000000001',
      spent: '0',
      reserved: '0',
      remaining: '5.000000001',
      resetsAt: null,
    },
    {
      scope: 'team',
      kind: 'budget',
      per: 'month',
      limit: '20',
      spent: '12.345678901',
      reserved: '0.000000001',
      remaining: '7.654321098',
      resetsAt: '2026-12-01T00:00:00.000Z',
    },
  ]);
});

test.each([1, 5000])('its own usage since the first of the month, in pages of %i', async (size) => {
  const { body, reads } = await me('sk-alice', '', { 'team/ai': TEAM }, size);
  const rest = { seconds: 0, characters: 0 };
  const first = { requests: 2, inputTokens: 10, outputTokens: 5, cost: '1.500000001' };
  expect(body['usage']).toEqual({
    from: '2026-11-01',
    to: '2026-11-27',
    totals: { ...NOTHING, ...rest, ...first, requests: 3, seconds: 3, cost: '1.500000002' },
    days: [
      { day: '2026-11-01', model: 'gpt-5.4-mini', ...NOTHING, ...rest, ...first },
      {
        day: '2026-11-02',
        model: 'other',
        ...NOTHING,
        ...rest,
        requests: 1,
        seconds: 3,
        cost: '0.000000001',
      },
    ],
  });
  expect(reads.map(({ object, request }) => [object, request.subject])).toEqual(
    Array(size === 1 ? 2 : 1).fill(['team/ai', 'alice']),
  );
});

test.each([
  ['?from=2026-09-01', '2026-09-01', '2026-11-27'],
  ['?to=2026-10-31', '2026-10-01', '2026-10-31'],
  ['?from=2026-11-05&to=2026-11-05', '2026-11-05', '2026-11-05'],
  ['?from=2026-09-01&to=2026-12-01', '2026-09-01', '2026-12-01'],
])('the days of %s', async (query, from, to) => {
  expect((await me('sk-alice', query)).body['usage']).toMatchObject({ from, to });
});

test.each([
  ['?from=yesterday', 'from', '`from` must be a day in UTC, such as 2026-11-27.'],
  ['?to=2026-02-30', 'to', '`to` must be a day in UTC, such as 2026-11-27.'],
  ['?from=', 'from', '`from` must be a day in UTC, such as 2026-11-27.'],
  [
    '?from=2026-12-01',
    'from',
    '`from` must be a day that is not after `to`, whose default is today.',
  ],
  ['?from=2026-08-27', 'from', '`from` must be at most 92 days before `to`.'],
])('%s is refused', async (query, param, message) => {
  const { status, body } = await me('sk-alice', query);
  expect([status, body]).toMatchObject([400, { error: { code: 'invalid_range', param, message } }]);
});

test('a user who is not counted gets models, and the reason why there is no usage', async () => {
  const { body, reads } = await me('sk-bob');
  expect(body).toMatchObject({
    user: 'bob',
    team: null,
    admin: true,
    key: { expires: null },
    limits: [],
    usage: null,
    reason: 'You have no limits, so the gateway does not count what you use.',
  });
  expect(body['models']).toMatchObject([{ id: 'gpt-5.4-mini' }, { id: 'other', price: null }]);
  expect(reads).toEqual([]);
});

test('without users of its own, the gateway knows nobody', async () => {
  const { response } = await ask({
    path: '/v1/me',
    method: 'GET',
    headers: { 'api-key': AZURE_KEY },
    env: { RESOURCE_NAME: 'contoso', DEPLOY_NAME_GPT4: 'four' },
  });
  expect(await response.json()).toMatchObject({
    user: null,
    limits: [],
    usage: null,
    reason: 'The gateway has no users: your key is the key of the Azure account.',
  });
});

test('a silent ledger is a 503 that may be repeated', async () => {
  const { response, log } = await ask({
    path: '/v1/me',
    method: 'GET',
    headers: { authorization: 'Bearer sk-alice' },
    env: envOf(USERS, LIMITS),
    ledger: brokenLedger(),
    now: NOW,
  });
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('2');
  expect(await errorOf(response)).toMatchObject({ code: 'ledger_unavailable' });
  expect(log).toMatchObject([{ op: 'me', user: 'alice', error: 'ledger_unavailable' }]);
});

test.each([
  ['without a key', 'GET', {}, 401],
  ['by POST', 'POST', { authorization: 'Bearer sk-alice' }, 405],
])('%s it is refused', async (_, method, headers, status) => {
  const env = envOf(USERS, LIMITS);
  const { response } = await ask({ path: '/me', method, headers, env });
  expect(response.status).toBe(status);
});

test('web pages may read it, no cache keeps it', async () => {
  const { ledger } = ledgerOf({});
  const { response } = await ask({
    path: '/openai/v1/me',
    method: 'GET',
    headers: { authorization: 'Bearer sk-alice', origin: 'https://app.example' },
    env: envOf(USERS, LIMITS),
    ledger,
    now: NOW,
  });
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('cache-control')).toBe('no-store');
});
