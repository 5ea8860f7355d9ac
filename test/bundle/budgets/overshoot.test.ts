// What Azure bills never exceeds a budget, however many requests are sent at once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../running-gateway.ts';
import { costOfBill, postAs, startBudgeted, TARIFFS } from './budgeted-gateway.ts';

/** A request whose answer bills all of its limit: 100 tokens in, 1000 out. */
const BODY = {
  model: 'gpt-5.4-mini',
  messages: [{ role: 'user', content: 'x'.repeat(20) }],
  max_completion_tokens: 1000,
};

/** As many tokens as the body has bytes: what the gateway reserves is then what Azure bills. */
const LENGTH = JSON.stringify(BODY).length;
const HEADERS = { 'x-ms-usage': `spend=limit; input=${LENGTH}` };
const COST = LENGTH * 751 + 1000 * 4507;

describe('200 requests at once against a budget for 7 and a half', () => {
  let gateway: RunningGateway;
  const budget = Math.floor(COST * 7.5);
  const names = Array.from({ length: 12 }, (_, index) => `user-${index}`);

  beforeAll(async () => {
    gateway = await startBudgeted({
      users: names.map((name) => ({
        name,
        limits: { budget: [{ amount: budget, per: 'total' }] },
      })),
    });
  });
  afterAll(() => gateway.stop());

  test.each(names)('%s', async (name) => {
    const before = costOfBill(gateway, TARIFFS);
    const answers = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const response = await postAs(gateway, name, '/v1/chat/completions', BODY, {
          headers: HEADERS,
        });
        const body: unknown = await response.json();
        return {
          status: response.status,
          adapted: response.headers.get('x-adapted-parameters'),
          body,
        };
      }),
    );
    const billed = costOfBill(gateway, TARIFFS) - before;
    expect(Number(billed)).toBeLessThanOrEqual(budget);
    const served = answers.filter(({ status }) => status === 200);
    const whole = served.filter(({ adapted }) => adapted === null);
    expect(whole).toHaveLength(7);
    expect(served.length).toBeLessThanOrEqual(8);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
  });
});
