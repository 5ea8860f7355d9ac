// A Responses WebSocket: each turn is reserved before it goes to Azure, and settled by its own event.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSocket } from '../conformance/socket-client.ts';
import type { RunningGateway } from '../running-gateway.ts';
import {
  costOfBill,
  DECOY,
  keyOf,
  startBudgeted,
  startWithBudget,
  TARIFFS,
} from './budgeted-gateway.ts';
import { fakeAzureSocket } from './fake-azure.ts';
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

/** A socket of `ann`'s at another gateway than that of the file. */
function openOf(gateway: RunningGateway) {
  return openSocket(gateway, '/v1/responses', {
    headers: { authorization: `Bearer ${keyOf('ann')}` },
  });
}

const RESPONSE = { model: 'gpt-5.4-mini', input: 'Hello', max_output_tokens: 1000 };

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
  const { upstream } = await fakeAzureSocket(() => [
    { type: 'response.created', response: { usage: null } },
  ]);
  const users = [{ name: 'ann', limits: { budget: [{ amount: 1e9, per: 'month' as const }] } }];
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

test('nor does it in a turn that has failed', async () => {
  const azure = await fakeAzureSocket((message) => {
    const { tools } = JSON.parse(message) as { tools: unknown };
    return ['response.created', 'response.failed'].map((type) => ({
      type,
      response: { tools, usage: null },
    }));
  });
  const gateway = await startWithBudget(1_000_000_000, { upstream: azure.upstream });
  const { socket, until } = await openOf(gateway);
  socket.send(JSON.stringify({ type: 'response.create', ...RESPONSE, tools: [DECOY] }));
  await until('response.failed');
  expect(spentOf(await settledMe(gateway, 'ann'))).toBeGreaterThan(1000n * 4507n);
});

test('a message of two types, or of an unknown one, does not pass the meter', async () => {
  const azure = await fakeAzureSocket(() => []);
  const gateway = await startWithBudget(1_000_000_000, { upstream: azure.upstream });
  const { socket, nextEvent } = await openOf(gateway);
  for (const message of [
    '{"type":"response.create","model":"mini","input":"x","type":"x"}',
    '{"Type":"response.create","model":"mini","input":"x"}',
    '{"type":"response.do","model":"mini","input":"x"}',
  ]) {
    socket.send(message);
    expect(await nextEvent()).toMatchObject({ status: 403, error: { code: 'not_metered' } });
  }
  expect(azure.got).toEqual([]);
});

test('a lane has one turn at a time', async () => {
  const azure = await fakeAzureSocket(() => []);
  const gateway = await startWithBudget(1_000_000_000, { upstream: azure.upstream });
  const { socket, nextEvent } = await openOf(gateway);
  const turn = JSON.stringify({ type: 'response.create', ...RESPONSE });
  socket.send(turn);
  socket.send(turn);
  expect(await nextEvent()).toMatchObject({ error: { code: 'too_many_concurrent_requests' } });
});

test('a turn that the content filter refuses counts', async () => {
  const gateway = await startWithBudget(1_000_000_000);
  const { socket, nextEvent } = await openOf(gateway);
  socket.send(
    JSON.stringify({ type: 'response.create', ...RESPONSE, input: 'filter-this-prompt' }),
  );
  await nextEvent();
  const spent = spentOf(await settledMe(gateway, 'ann'));
  expect(costOfBill(gateway, TARIFFS)).toBeGreaterThan(0n);
  expect(spent).toBeGreaterThanOrEqual(costOfBill(gateway, TARIFFS));
});

test('a socket that ends at once leaves no reservation behind', async () => {
  const azure = await fakeAzureSocket(() => []);
  const gateway = await startWithBudget(1_000_000_000, { upstream: azure.upstream });
  const { socket } = await openOf(gateway);
  socket.send(JSON.stringify({ type: 'response.create', ...RESPONSE }));
  socket.close();
  const { limits } = await settledMe(gateway, 'ann');
  expect(limits[0]?.reserved).toBe('0');
});
