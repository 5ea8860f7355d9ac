// The ways in which budgets of other gateways failed, each as one test through the bundle.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningGateway } from '../running-gateway.ts';
import { sendBySocket } from '../send-by-socket.ts';
import { costOfBill, keyOf, MODELS, postAs, startBudgeted, TARIFFS } from './budgeted-gateway.ts';
import { readMe, settledMe, spentOf, toNano } from './me.ts';

const DOLLAR = 1_000_000_000;

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startBudgeted({
    models: [
      ...MODELS.filter(({ id }) => id !== 'gpt-4o'),
      { id: 'gpt-4o', tokens: { context: 128_000, output: 16_384 } },
      {
        id: 'long',
        deployment: 'gpt-5.4-mini',
        model: 'gpt-5.4-mini',
        price: {
          input: 751_000,
          output: 4_507_000,
          longContext: { above: 1000, input: 1_501_000, output: 6_803_000 },
        },
        tokens: { context: 400_000, output: 128_000 },
      },
    ],
    users: ['leaving', 'agent', 'unpriced', 'long', 'drift', 'once'].map((name) => ({
      name,
      limits: { budget: [{ amount: DOLLAR, per: 'month' as const }] },
    })),
  });
});
afterAll(() => gateway.stop());

function chat(more: object = {}, content = 'Hello') {
  return { model: 'gpt-5.4-mini', messages: [{ role: 'user', content }], ...more };
}

// BerriAI/litellm#27639: reservations of clients that left were never given back.
test('1. a client that leaves while it waits leaves no reservation behind', async () => {
  // workerd sees a reset at once, and a side that only closes when it next writes to it.
  const limit = { max_completion_tokens: 50 };
  const socket = sendBySocket(gateway, ['x-ms-fault: slow-headers'], limit, keyOf('leaving'));
  while (gateway.azure.bill().entries.length === 0) await readMe(gateway, 'leaving');
  expect((await readMe(gateway, 'leaving')).limits[0]?.reserved).not.toBe('0');
  socket.resetAndDestroy();
  const me = await settledMe(gateway, 'leaving');
  // Azure bills what it wrote for nobody.
  expect(spentOf(me)).toBeGreaterThanOrEqual(costOfBill(gateway, TARIFFS));
});

// BerriAI/litellm#40050: a burst of huge maxima filled the budget, and everybody got 429.
test('2. huge limits of output are lowered, and do not lock out the rest', async () => {
  const answers = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const response = await postAs(
        gateway,
        'agent',
        '/v1/chat/completions',
        chat({ max_completion_tokens: 128_000 }),
      );
      await response.text();
      return response;
    }),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const lowered = answers.map(({ headers }) => headers.get('x-adapted-parameters'));
  expect(lowered).toContainEqual(expect.stringMatching(/^max_completion_tokens:\d+$/));
});

// BerriAI/litellm#35524: without a price nothing was reserved.
test('3. a model without a price is refused', async () => {
  const response = await postAs(gateway, 'unpriced', '/v1/chat/completions', {
    ...chat(),
    model: 'gpt-4o',
  });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ error: { code: 'not_metered' } });
});

// 4. BerriAI/litellm#33923, a store that fails open: ledger-failure.test.ts.

// BerriAI/litellm#35569: what was settled twice was counted twice.
test('5. a request is counted once, however often its parts are repeated', async () => {
  const before = costOfBill(gateway, TARIFFS);
  const response = await postAs(gateway, 'once', '/v1/chat/completions', chat());
  await response.text();
  const me = await settledMe(gateway, 'once');
  expect(spentOf(me)).toBe(costOfBill(gateway, TARIFFS) - before);
  expect(me.usage?.totals['requests']).toBe(1);
});

// BerriAI/litellm PR 40002: the estimate left out the higher prices of long prompts.
test('6. a long prompt is reserved and settled at its higher price', async () => {
  const body = { ...chat({ max_completion_tokens: 100 }, 'x'.repeat(2000)), model: 'long' };
  const response = await postAs(gateway, 'long', '/v1/chat/completions', body, {
    headers: { 'x-ms-usage': 'input=1500; spend=limit' },
  }).catch(() => undefined);
  expect(response).toBeDefined();
  await response?.text();
  expect(spentOf(await settledMe(gateway, 'long'))).toBe(1500n * 1501n + 100n * 6803n);
});

// BerriAI/litellm#27381: the limiter existed and was not registered.
test('7. the limits hold in the bundle that is uploaded', async () => {
  const { limits } = await readMe(gateway, 'drift');
  expect(limits).toMatchObject([{ kind: 'budget', per: 'month', limit: '1', spent: '0' }]);
});

// 8. litellm-rs#720, alerts that were lost: alerts.test.ts.

// "25.000000000000004": sums of fractions drifted.
test('9. a hundred requests add up exactly', async () => {
  const before = costOfBill(gateway, TARIFFS);
  for (let index = 0; index < 100; index++) {
    const response = await postAs(gateway, 'drift', '/v1/embeddings', {
      model: 'text-embedding-3-small',
      input: 'one two three',
    });
    await response.text();
  }
  const { limits } = await settledMe(gateway, 'drift');
  const spent = toNano(limits[0]?.spent ?? '');
  expect(spent).toBe(costOfBill(gateway, TARIFFS) - before);
  expect(toNano(limits[0]?.remaining ?? '')).toBe(BigInt(DOLLAR) - spent);
});
