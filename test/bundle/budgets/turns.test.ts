// A Responses WebSocket: each turn is reserved before it goes to Azure, and settled by its own event.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { openSocket } from '../conformance/socket-client.ts';
import type { RunningGateway } from '../running-gateway.ts';
import { costOfBill, keyOf, startBudgeted, TARIFFS } from './budgeted-gateway.ts';
import { readMe, settledMe, spentOf } from './me.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startBudgeted({
    users: [
      { name: 'ann', limits: { budget: [{ amount: 1_000_000_000_000, per: 'month' }] } },
      // Pays for some 200 tokens of output.
      { name: 'poor', limits: { budget: [{ amount: 1_000_000, per: 'month' }] } },
      { name: 'twice', limits: { requestsPerMinute: 2, concurrentRequests: 1 } },
    ],
  });
});
afterAll(() => gateway.stop());

function open(name: string, usage = 'spend=limit') {
  return openSocket(gateway, '/v1/responses', {
    headers: { authorization: `Bearer ${keyOf(name)}`, 'x-ms-usage': usage },
  });
}

/** The event that ends a turn. */
async function ended(nextEvent: () => Promise<Readonly<Record<string, unknown>>>) {
  for (;;) {
    const event = await nextEvent();
    if (/^(response\.(completed|incomplete|failed)|error)$/.test(String(event['type'])))
      return event;
  }
}

function turn(input: string, more: object = {}): string {
  return JSON.stringify({ type: 'response.create', model: 'mini', input, ...more });
}

test('several turns are in the ledger as Azure bills them', async () => {
  const { socket, nextEvent } = await open('ann');
  const before = costOfBill(gateway, TARIFFS);
  for (const tokens of [100, 50, 16]) {
    socket.send(turn('Hello', { max_output_tokens: tokens }));
    await ended(nextEvent);
  }
  const spent = spentOf(await settledMe(gateway, 'ann'));
  expect(spent).toBe(costOfBill(gateway, TARIFFS) - before);
  expect(spent).toBeGreaterThan(166n * 4507n);
});

test('a turn in the middle of which the client leaves counts in full', async () => {
  const azure = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  azure.on('connection', (socket) => {
    socket.on('message', () => {
      socket.send('{"type":"response.created","response":{"usage":null}}');
    });
  });
  await once(azure, 'listening');
  const { port } = azure.address() as AddressInfo;
  const users = [{ name: 'ann', limits: { budget: [{ amount: 1e9, per: 'month' as const }] } }];
  const upstream = new URL(`http://127.0.0.1:${port}`);
  const silent = await startBudgeted({ users, upstream });
  const { socket, until } = await openSocket(silent, '/v1/responses', {
    headers: { authorization: `Bearer ${keyOf('ann')}` },
  });
  const message = turn('Hello', { max_output_tokens: 200 });
  socket.send(message);
  await until('response.created');
  socket.terminate();
  expect(spentOf(await settledMe(silent, 'ann'))).toBe(BigInt(message.length * 751 + 200 * 4507));
  await silent.stop();
  for (const client of azure.clients) client.terminate();
  azure.close();
});

test('a turn is shortened to what is left, and refused when nothing is', async () => {
  const { socket, nextEvent } = await open('poor', 'spend=limit; input=30');
  socket.send(turn('Hello', { max_output_tokens: 100_000 }));
  const { response } = await ended(nextEvent);
  const { max_output_tokens: granted } = response as { max_output_tokens: number };
  expect(granted).toBeGreaterThan(100);
  expect(granted).toBeLessThan(222);
  await settledMe(gateway, 'poor');
  for (let attempt = 0; attempt < 8; attempt++) {
    socket.send(turn('Hello', { max_output_tokens: 100_000 }));
    const event = await ended(nextEvent);
    if (event['type'] !== 'error') {
      await settledMe(gateway, 'poor');
      continue;
    }
    expect(event).toMatchObject({ status: 429, error: { code: 'budget_exceeded' } });
    return;
  }
  throw new Error('it was never refused');
});

test('a socket by itself counts nothing, and each turn counts as a request', async () => {
  const { socket, nextEvent } = await open('twice', '');
  expect((await readMe(gateway, 'twice')).limits.map(({ spent }) => spent)).toEqual([0, 0]);
  for (const input of ['one', 'two']) {
    socket.send(turn(input));
    await ended(nextEvent);
    await settledMe(gateway, 'twice');
  }
  socket.send(turn('three'));
  expect(await nextEvent()).toMatchObject({ status: 429, error: { code: 'user_rate_exceeded' } });
});

test('what cannot be bounded is refused in a turn as in a request', async () => {
  const { socket, nextEvent } = await open('ann');
  socket.send(turn('Hello', { tools: [{ type: 'web_search' }] }));
  expect(await nextEvent()).toMatchObject({ status: 403, error: { code: 'not_metered' } });
  socket.send(JSON.stringify({ type: 'response.create', input: 'Hello' }));
  expect(await nextEvent()).toMatchObject({ status: 403, error: { code: 'not_metered' } });
});
