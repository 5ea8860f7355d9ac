// What people read of the ledger, through the bundle: /v1/me of each, /v1/admin/usage of all, and the bill
// of the stand-in say the same.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningGateway } from '../running-gateway.ts';
import { costOfBill, keyOf, postAs, PRICES, startBudgeted, TARIFFS } from './budgeted-gateway.ts';
import { readMe, settledMe, toNano } from './me.ts';

const DAY = { budget: [{ amount: 50_000_000_000, per: 'day' as const }] };
const USERS = [
  { name: 'ada', team: 'red', admin: true },
  { name: 'ben', team: 'red' },
  { name: 'cyd', team: 'blue' },
  { name: '=dan,"x"', limits: { ...DAY, concurrentRequests: 20 } },
];
const TEAMS = {
  red: { shared: { budget: [{ amount: 90_000_000_000, per: 'month' as const }] }, members: DAY },
  blue: { shared: { requestsPerMinute: 1000 } },
};

/** The answers here say how much was written to the cache: nothing. */
const PLAIN = { ...TARIFFS, 'gpt-4o': { ...TARIFFS['gpt-4o'], input: PRICES.large.input } };

let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await startBudgeted({ users: USERS, limits: { teams: TEAMS } });
  // A different number for each, so that no mistake hides.
  const requests = USERS.flatMap(({ name }, index) =>
    Array.from({ length: 2 * index + 3 }, (_, count) => ({ name, count })),
  );
  await Promise.all(
    requests.map(async ({ name, count }) => {
      const model = count % 2 === 0 ? 'gpt-5.4-mini' : 'gpt-4o';
      const text = 'word '.repeat(count + 1);
      const body = { model, user: name, messages: [{ role: 'user', content: text }] };
      const response = await postAs(gateway, name, '/v1/chat/completions', body);
      expect(response.status).toBe(200);
      await response.text();
    }),
  );
  for (const { name } of USERS) await settledMe(gateway, name);
});
afterAll(() => gateway.stop());

interface Init {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request of a user. */
function get(name: string, path: string, init: Init = {}): Promise<Response> {
  return fetch(`${gateway.url}${path}`, {
    method: init.method ?? 'GET',
    headers: { authorization: `Bearer ${keyOf(name)}`, ...init.headers },
  });
}

/** What Azure billed for a user: requests, tokens of input and output, nano-dollars. */
function billOf(name: string) {
  const entries = gateway.azure.bill().entries.filter(({ user }) => user === name);
  const sum = (read: (entry: (typeof entries)[number]) => number) =>
    entries.reduce((total, entry) => total + read(entry), 0);
  const azure = { bill: () => ({ entries, dropped: 0, totals: [] }) };
  return {
    requests: entries.length,
    inputTokens: sum(({ input, cachedInput, cacheWrite }) => input + cachedInput + cacheWrite),
    outputTokens: sum(({ output }) => output),
    cost: costOfBill({ azure } as unknown as RunningGateway, PLAIN),
  };
}

test.each(USERS)('$name sees what Azure billed, and what is left', async ({ name }) => {
  const { usage, limits } = await readMe(gateway, name);
  const bill = billOf(name);
  const { requests, inputTokens, outputTokens, cost } = usage?.totals ?? {};
  expect({ requests, inputTokens, outputTokens, cost: toNano(cost ?? '') }).toEqual(bill);
  const sums = usage?.days.reduce((sum, day) => sum + toNano(day['cost'] ?? ''), 0n);
  expect(sums).toBe(bill.cost);
  for (const { scope, kind, limit, spent, remaining } of limits) {
    if (kind !== 'budget') continue;
    expect(toNano(spent) + toNano(remaining)).toBe(toNano(limit));
    if (scope === 'user') expect(toNano(spent)).toBe(bill.cost);
  }
});

test("a team's budget has what its members were billed", async () => {
  const { limits } = await readMe(gateway, 'ben');
  const shared = limits.find(({ scope }) => scope === 'team');
  expect(toNano(shared?.spent ?? '')).toBe(billOf('ada').cost + billOf('ben').cost);
});

test('the administrator sees the same of everybody', async () => {
  const response = await get('ada', '/v1/admin/usage');
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(text).not.toContain('CANARY');
  const { rows, totals, next } = JSON.parse(text) as {
    rows: { user: string; team: string | null; requests: number; cost: string }[];
    totals: { requests: number; cost: string };
    next: unknown;
  };
  expect(next).toBe(null);
  for (const { name, team = null } of USERS) {
    const own = rows.filter(({ user }) => user === name);
    const bill = billOf(name);
    expect(own.every((row) => row.team === team)).toBe(true);
    expect(own.reduce((sum, { requests }) => sum + requests, 0)).toBe(bill.requests);
    expect(own.reduce((sum, { cost }) => sum + toNano(cost), 0n)).toBe(bill.cost);
  }
  expect(toNano(totals.cost)).toBe(costOfBill(gateway, PLAIN));
  expect(totals.requests).toBe(gateway.azure.bill().entries.length);
});

test('as a table, in which no name is a formula', async () => {
  const response = await get('ada', '/v1/admin/usage', { headers: { accept: 'text/csv' } });
  expect(response.headers.get('content-type')).toMatch(/^text\/csv/);
  const lines = (await response.text()).split('\r\n').slice(1, -1);
  expect(lines.filter((line) => line.includes(`"'=dan,""x"""`))).toHaveLength(2);
  const costs = lines.map((line) => toNano(line.split(',').at(-1) ?? ''));
  expect(costs.reduce((sum, cost) => sum + cost, 0n)).toBe(costOfBill(gateway, PLAIN));
});

test('others may not see it, and a HEAD has no body', async () => {
  expect((await get('ben', '/v1/admin/usage')).status).toBe(403);
  const head = await get('ben', '/v1/me', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  const long = await get('ada', '/v1/admin/usage?from=2020-01-01');
  expect(long.status).toBe(400);
});
