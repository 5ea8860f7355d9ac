import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_HELD_BY_LARGE, MAX_HELD_IN_ALL, SMALL_HOLDING } from '../../worker/contract/limits.ts';
import { HeldBytes, Holding } from '../../worker/held-bytes.ts';
import { ask, errorOf, USER_KEY } from './gateway-under-test.ts';

test('requests never hold more than they may together, and nothing when they have ended', () => {
  const step = fc.record({
    holding: fc.nat(9),
    bytes: fc.oneof(fc.nat(SMALL_HOLDING), fc.nat(MAX_HELD_IN_ALL)),
    ends: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const all = new HeldBytes();
      const holdings = Array.from({ length: 10 }, () => new Holding(all));
      for (const { holding, bytes, ends } of steps) {
        if (ends) holdings[holding]?.end();
        else holdings[holding]?.add(bytes);
        expect(all.total).toBeLessThanOrEqual(MAX_HELD_IN_ALL);
      }
      for (const holding of holdings) holding.end();
      expect(all.total).toBe(0);
    }),
  );
});

test('large requests leave room for small ones', async () => {
  const heldBytes = new HeldBytes();
  const large = new Holding(heldBytes);
  expect(large.add(MAX_HELD_BY_LARGE)).toBe(true);
  expect(new Holding(heldBytes).add(SMALL_HOLDING + 1)).toBe(false);

  expect((await ask({ heldBytes })).response.status).toBe(200);
  const body = JSON.stringify({ model: 'gpt-5.4-mini', text: 'x'.repeat(200_000) });
  const { response, sent } = await ask({ heldBytes, body });
  expect([response.status, response.headers.get('retry-after'), sent]).toEqual([503, '1', []]);
  expect(await errorOf(response)).toMatchObject({ code: 'gateway_overloaded' });

  large.end();
  expect((await ask({ heldBytes, body })).response.status).toBe(200);
  expect(heldBytes.total).toBe(0);
});

test('what a request held is given back however it ends', async () => {
  const heldBytes = new HeldBytes();
  const body = JSON.stringify({ model: 'gpt-5.4-mini', text: 'x'.repeat(200_000) });
  for (const asked of [
    { body },
    { body: body.slice(1) },
    { body, azure: () => Response.json({ error: { message: 'x' } }, { status: 500 }) },
    { body, azure: () => Promise.reject(new Error('unreachable')) },
    {
      body,
      azure: () =>
        new Response('data: {"choices":[{"delta":{}}]}\n\n', {
          headers: { 'content-type': 'text/event-stream' },
        }),
    },
  ]) {
    const { response, settled } = await ask({ ...asked, heldBytes });
    await response.text().catch(() => undefined);
    await settled;
    expect(heldBytes.total).toBe(0);
  }
});

test('a short body is counted when it is there, not when it is announced', async () => {
  const heldBytes = new HeldBytes();
  const announced = Array.from({ length: 5 }, () =>
    ask({
      heldBytes,
      body: new ReadableStream(),
      headers: { authorization: `Bearer ${USER_KEY}`, 'content-length': '65535' },
    }),
  );
  await new Promise(setImmediate);
  expect([announced.length, heldBytes.total]).toEqual([5, 0]);
});
