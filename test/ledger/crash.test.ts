// The process is killed while calls are under way: each of them has happened in full, or not at all.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReserveRequest } from '../../worker/contract/ledger.ts';
import { amountsOf, request, usageOf } from './requests.ts';
import { startLedger, type LedgerClient, type RunningLedger } from './running-ledger.ts';

const COUNT = 40;
const USD = 'alice usd month';

/** Each request has a bit of its own, so a sum says which requests are in it. */
function bitOf(index: number): number {
  return 2 ** index;
}

function reservation(index: number): ReserveRequest {
  return request(`r${index}`, {
    counters: [{ key: USD, per: 'month', limit: 2 ** 50, base: bitOf(index), each: 0 }],
    units: { least: 0, whole: 0, most: 0, share: 1 },
    tally: { nanoDollars: { base: bitOf(index), each: 0 } },
  });
}

const INDICES = Array.from({ length: COUNT }, (_, index) => index);

function sumOf(indices: readonly number[]): number {
  return indices.reduce((sum, index) => sum + bitOf(index), 0);
}

function has(sum: number, index: number): boolean {
  return Math.floor(sum / bitOf(index)) % 2 === 1;
}

let running: RunningLedger;
let ledger: LedgerClient;

beforeEach(async () => {
  running = await startLedger();
  ledger = running.object();
});
afterEach(() => running.stop());

/** Makes a call for each index, kills the process after some replies, and returns what was confirmed. */
async function callAndCrash(
  call: (index: number) => Promise<{ readonly kind: string }>,
  kind: string,
  afterReplies: number,
): Promise<readonly number[]> {
  const confirmed: number[] = [];
  const { promise: enough, resolve } = Promise.withResolvers<unknown>();
  const calls = INDICES.map(async (index) => {
    if ((await call(index)).kind === kind) confirmed.push(index);
    if (confirmed.length === afterReplies) resolve(undefined);
  });
  const ended = Promise.allSettled(calls);
  await enough;
  await running.crash();
  await ended;
  return confirmed;
}

test.each([1, 7, 20])('after %i reservations', async (replies) => {
  const confirmed = await callAndCrash(
    (index) => ledger.reserve(reservation(index)),
    'granted',
    replies,
  );
  const [spent, reserved] = await amountsOf(ledger);
  expect(spent).toBe(0);
  expect(confirmed.filter((index) => !has(reserved, index))).toEqual([]);
  // What was not confirmed is repeated by the gateway, with the same id.
  for (const index of INDICES) await ledger.reserve(reservation(index));
  expect(await amountsOf(ledger)).toEqual([0, sumOf(INDICES)]);
});

test.each([1, 7, 20])('after %i settlements', async (replies) => {
  for (const index of INDICES) await ledger.reserve(reservation(index));
  const confirmed = await callAndCrash(
    (index) => ledger.settle({ id: `r${index}` }),
    'settled',
    replies,
  );
  const [spent, reserved] = await amountsOf(ledger);
  expect(confirmed.filter((index) => !has(spent, index))).toEqual([]);
  // Neither lost nor counted twice.
  expect(spent + reserved).toBe(sumOf(INDICES));
  expect((await usageOf(ledger))[0]?.tally).toEqual({ nanoDollars: spent });
  for (const index of INDICES) await ledger.settle({ id: `r${index}` });
  expect(await amountsOf(ledger)).toEqual([sumOf(INDICES), 0]);
  expect((await usageOf(ledger))[0]?.tally).toEqual({ nanoDollars: sumOf(INDICES) });
});

test('without a folder, the counts end with the process', async () => {
  const temporary = await startLedger({ keeps: false });
  await temporary.object().reserve(request('a'));
  expect(await temporary.object().isNew()).toBe(false);
  await temporary.crash();
  expect(await temporary.object().isNew()).toBe(true);
  expect(await amountsOf(temporary.object())).toEqual([0, 0]);
  await temporary.stop();
});
