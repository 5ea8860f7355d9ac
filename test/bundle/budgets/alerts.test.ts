// Messages about a budget that is nearly spent: each mark once, from the ledger's alarm.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWebhook, type Webhook } from '../../ledger/webhook.ts';
import type { RunningGateway } from '../running-gateway.ts';
import { postAs, startBudgeted } from './budgeted-gateway.ts';
import { settledMe } from './me.ts';

let webhook: Webhook;
let gateway: RunningGateway;

beforeAll(async () => {
  webhook = await startWebhook();
  gateway = await startBudgeted({
    users: [{ name: 'ann', limits: { budget: [{ amount: 10_000_000, per: 'month' }] } }],
    alerts: {
      webhook: `${webhook.url}/secret-CANARY`,
      format: 'json',
      at: [50, 80, 100],
      gateway: 'test',
    },
  });
});
afterAll(async () => {
  await gateway.stop();
  await webhook.close();
});

async function message(index: number): Promise<unknown> {
  await webhook.hasReceived(index + 1);
  return JSON.parse(webhook.received[index]?.body ?? '');
}

async function spend(tokens: number): Promise<number> {
  const body = {
    model: 'gpt-5.4-mini',
    messages: [{ role: 'user', content: 'Hi' }],
    max_completion_tokens: tokens,
  };
  const response = await postAs(gateway, 'ann', '/v1/chat/completions', body, {
    headers: { 'x-ms-usage': 'spend=limit; input=10' },
  });
  await response.text();
  await settledMe(gateway, 'ann');
  return response.status;
}

test('each mark is sent once, with what was spent, and without the webhook in any log', async () => {
  expect(await spend(900)).toBe(200);
  expect(await spend(300)).toBe(200);
  expect(await message(0)).toMatchObject({
    event: 'budget_reached',
    scope: 'user',
    name: 'ann',
    per: 'month',
    percent: 50,
    limit: '0.01',
  });
  expect(await spend(700)).toBe(200);
  expect(await message(1)).toMatchObject({ percent: 80 });
  while ((await spend(200)) === 200);
  expect(await message(2)).toMatchObject({ percent: 100 });
  expect(webhook.received).toHaveLength(3);
  expect(gateway.output.join('\n')).not.toContain('CANARY');
});
