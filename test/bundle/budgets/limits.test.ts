// The limits of users, teams and the stack, what clients read about them, and how they are refused.
import { expect, onTestFinished, test } from 'vitest';
import type { LimitsBinding } from '../../../worker/contract/budgets.ts';
import { postAs, startBudgeted, type BudgetedUser } from './budgeted-gateway.ts';
import { readMe, settledMe } from './me.ts';

async function start(users: readonly BudgetedUser[], limits: LimitsBinding = {}) {
  const gateway = await startBudgeted({ users, limits });
  onTestFinished(() => gateway.stop());
  const chat = (name: string, more: object = {}, headers: Record<string, string> = {}) =>
    postAs(
      gateway,
      name,
      '/v1/chat/completions',
      { model: 'gpt-5.4-mini', messages: [{ role: 'user', content: 'Hello' }], ...more },
      { headers },
    );
  return { gateway, chat };
}

test('every answer says what is left, and a refusal when it resets', async () => {
  const limits = { budget: [{ amount: 1_000_000, per: 'day' as const }], tokensPerMinute: 5000 };
  const { gateway, chat } = await start([{ name: 'ann', limits }]);
  const answer = await chat('ann', { max_completion_tokens: 20 });
  await answer.text();
  expect(Number(answer.headers.get('x-budget-remaining'))).toBeLessThan(0.001);
  expect(Number(answer.headers.get('x-budget-reset'))).toBeGreaterThan(0);
  expect(Number(answer.headers.get('x-ratelimit-remaining-tokens-user'))).toBeLessThan(5000);
  await settledMe(gateway, 'ann');
  const refused = await chat('ann', { max_completion_tokens: 20, user: 'x'.repeat(3000) });
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({
    error: { code: 'budget_exceeded', type: 'rate_limit_error' },
  });
  expect(refused.headers.get('x-should-retry')).toBe('false');
  expect(refused.headers.get('x-budget-remaining')).not.toBeNull();
});

test('tokens of a minute', async () => {
  const { gateway, chat } = await start([{ name: 'ann', limits: { tokensPerMinute: 1000 } }]);
  const tooLong = await chat('ann', { user: 'x'.repeat(2000) });
  expect(tooLong.status).toBe(429);
  expect(tooLong.headers.get('x-should-retry')).toBe('false');
  expect(await tooLong.json()).toMatchObject({ error: { code: 'token_rate_exceeded' } });
  const shortened = await chat('ann', {}, { 'x-ms-usage': 'spend=limit' });
  expect(shortened.headers.get('x-adapted-parameters')).toMatch(/^max_completion_tokens:\d+$/);
  await shortened.text();
  await settledMe(gateway, 'ann');
  const { limits } = await readMe(gateway, 'ann');
  expect(Number(limits[0]?.spent)).toBeLessThanOrEqual(1000);
});

test('requests of a minute, exactly', async () => {
  const { chat } = await start([{ name: 'ann', limits: { requestsPerMinute: 5 } }]);
  const statuses = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const response = await chat('ann');
      await response.text();
      return [response.status, response.headers.get('retry-after')] as const;
    }),
  );
  // The minute may end in between.
  const served = statuses.filter(([status]) => status === 200);
  expect([5, 10]).toContain(served.length);
  for (const [status, retryAfter] of statuses) {
    if (status === 429) expect(Number(retryAfter)).toBeLessThanOrEqual(60);
  }
});

test('requests at a time', async () => {
  const { gateway, chat } = await start([{ name: 'ann', limits: { concurrentRequests: 2 } }]);
  const held = [1, 2].map((index) =>
    chat('ann', {}, { 'x-ms-fault': `slow-headers; hold=slot-${index}` }),
  );
  while (gateway.azure.bill().entries.length < 2) await readMe(gateway, 'ann');
  const third = await chat('ann');
  expect(third.status).toBe(429);
  expect(await third.json()).toMatchObject({ error: { code: 'too_many_concurrent_requests' } });
  for (const index of [1, 2]) gateway.azure.release(`slot-${index}`);
  for (const answer of await Promise.all(held)) await answer.text();
  await settledMe(gateway, 'ann');
  expect((await chat('ann')).status).toBe(200);
});

test('a team shares its limits, and its members have their own', async () => {
  const { gateway, chat } = await start(
    [
      { name: 'ann', team: 'red' },
      { name: 'bob', team: 'red' },
      { name: 'eve', team: 'red', limits: { requestsPerMinute: 100 } },
    ],
    {
      teams: {
        red: {
          shared: { budget: [{ amount: 40_000_000, per: 'total' }] },
          members: { requestsPerMinute: 3 },
        },
      },
    },
  );
  for (const name of ['ann', 'bob']) await (await chat(name)).text();
  const { limits } = await settledMe(gateway, 'ann');
  expect(limits).toMatchObject([
    { scope: 'user', kind: 'requests', limit: 3, spent: 1 },
    { scope: 'team', kind: 'budget', limit: '0.04' },
  ]);
  const other = await settledMe(gateway, 'eve');
  expect(other.limits[0]).toMatchObject({ scope: 'user', limit: 100, spent: 0 });
  expect(other.limits[1]).toEqual(limits[1]);
});

test('the stack has one budget for all', async () => {
  const { gateway, chat } = await start([{ name: 'ann' }, { name: 'bob', team: 'red' }], {
    stack: { budget: [{ amount: 12_000_000, per: 'week' }] },
    teams: { red: {} },
  });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      chat(
        index % 2 === 0 ? 'ann' : 'bob',
        { max_completion_tokens: 500 },
        { 'x-ms-usage': 'spend=limit' },
      ),
    ),
  );
  const statuses = answers.map(({ status }) => status);
  for (const answer of answers) await answer.text();
  expect(statuses).toContain(429);
  const { limits } = await settledMe(gateway, 'bob');
  expect(limits).toMatchObject([{ scope: 'stack', kind: 'budget', per: 'week', limit: '0.012' }]);
  expect(Number(limits[0]?.spent)).toBeLessThanOrEqual(0.012);
});
