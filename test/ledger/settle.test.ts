// What is counted when a request has ended, or never reports its end.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { amountsOf, budget, request, usageOf } from './requests.ts';
import { startLedger, type LedgerClient, type RunningLedger } from './running-ledger.ts';

const NOON = Date.UTC(2026, 10, 27, 12);
const DAY_MS = 86_400_000;
const USD = 'alice usd month';

let running: RunningLedger;
let ledger: LedgerClient;
let count = 0;

beforeAll(async () => {
  running = await startLedger({ keeps: false });
});
afterAll(() => running.stop());
beforeEach(() => {
  running.now = NOON;
  ledger = running.object(`object ${count++}`);
});

const ROW = { day: '2026-11-27', subject: 'alice', item: 'gpt-5.4-mini' };

test('counts once, however often it is called', async () => {
  await ledger.reserve(request('a'));
  const settle = { id: 'a', used: { [USD]: 7 }, tally: { requests: 1, outputTokens: 3 } };
  expect(await ledger.settle(settle)).toEqual({ kind: 'settled', reached: [] });
  expect(await ledger.settle(settle)).toEqual({ kind: 'unknown', reached: [] });
  expect(await ledger.settle({ id: 'never reserved' })).toEqual({ kind: 'unknown', reached: [] });
  expect(await amountsOf(ledger)).toEqual([7, 0]);
  expect(await usageOf(ledger)).toEqual([{ ...ROW, tally: { requests: 1, outputTokens: 3 } }]);
});

test('without amounts, everything that was reserved is spent', async () => {
  const other = budget(500, { key: 'team usd', base: 20, each: 0 });
  await ledger.reserve(request('a', { counters: [budget(1000), other] }));
  await ledger.reserve(request('b', { counters: [budget(1000), other] }));
  await ledger.settle({ id: 'a' });
  await ledger.settle({ id: 'b', used: { 'team usd': 3, unknown: 9 } });
  expect(await amountsOf(ledger)).toEqual([200, 0]);
  expect(await amountsOf(ledger, 'team usd')).toEqual([23, 0]);
  expect(await usageOf(ledger)).toEqual([{ ...ROW, tally: { requests: 2, outputTokens: 180 } }]);
});

test('more than was reserved is counted too, over the limit', async () => {
  const counters = [budget(100)];
  await ledger.reserve(request('a', { counters }));
  expect(await ledger.settle({ id: 'a', used: { [USD]: 160 } })).toMatchObject({
    reached: [{ mark: 50 }, { mark: 80 }, { mark: 100 }],
  });
  expect(await amountsOf(ledger)).toEqual([160, 0]);
  expect(await ledger.reserve(request('b', { counters }))).toMatchObject({ kind: 'refused' });
});

test('reports a mark until it is announced, in each span anew', async () => {
  const spend = async (id: string, amount: number) => {
    await ledger.reserve(request(id));
    const reply = await ledger.settle({ id, used: { [USD]: amount } });
    return reply.kind === 'settled' ? reply.reached : [];
  };
  const since = Date.UTC(2026, 10);
  const half = { key: USD, mark: 500, since, resetsAt: Date.UTC(2026, 11) };
  expect(await spend('a', 499)).toEqual([]);
  expect(await spend('b', 1)).toEqual([{ ...half, spent: 500 }]);
  expect(await spend('c', 1)).toEqual([{ ...half, spent: 501 }]);
  await ledger.announce({ marks: [half], url: 'http://127.0.0.1:9/', body: '{}' });
  expect(await spend('d', 299)).toEqual([{ ...half, mark: 800, spent: 800 }]);
  running.now = Date.UTC(2026, 11, 3);
  const next = { since: Date.UTC(2026, 11), resetsAt: Date.UTC(2027, 0), spent: 500 };
  expect(await spend('e', 500)).toEqual([{ ...half, ...next }]);
});

test('an amount belongs to the span and the day of its reservation', async () => {
  const counters = [budget(1000), budget(400, { per: 'day' })];
  await ledger.reserve(request('a', { counters }));
  await ledger.reserve(request('b', { counters }));
  await ledger.settle({ id: 'a', used: { 'alice usd day': 60, [USD]: 60 } });
  running.now = NOON + DAY_MS - 1;
  await ledger.reserve(request('c', { counters, expiresInMs: DAY_MS }));
  expect(await amountsOf(ledger, 'alice usd day', 'day')).toEqual([0, 100]);
  // Nothing of the first day is left, not even where the reservation was settled on the second.
  await ledger.settle({ id: 'c', used: { 'alice usd day': 5, [USD]: 5 } });
  expect(await amountsOf(ledger, 'alice usd day', 'day')).toEqual([5, 0]);
  expect(await amountsOf(ledger)).toEqual([165, 0]);
  expect(await usageOf(ledger)).toEqual([
    { ...ROW, tally: { requests: 2, outputTokens: 180 } },
    { ...ROW, day: '2026-11-28', tally: { requests: 1, outputTokens: 90 } },
  ]);
});

test('what belongs to a span that is over is recorded, and not charged to the next one', async () => {
  const counters = [budget(400, { per: 'day' })];
  await ledger.reserve(request('a', { counters, expiresInMs: 2 * DAY_MS }));
  running.now = NOON + DAY_MS;
  await ledger.reserve(request('b', { counters, expiresInMs: 2 * DAY_MS }));
  await ledger.settle({ id: 'b' });
  await ledger.settle({ id: 'a' });
  expect(await amountsOf(ledger, 'alice usd day', 'day')).toEqual([100, 0]);
  expect((await usageOf(ledger)).map(({ day }) => day)).toEqual(['2026-11-27', '2026-11-28']);
});

test('what is never settled is spent in full after its time', async () => {
  const open = { key: 'open', per: 'open', limit: 1, base: 1, each: 0 } as const;
  const ask = (id: string) => ledger.reserve(request(id, { counters: [budget(1000), open] }));
  await ask('a');
  running.now = NOON + 59_999;
  expect(await ask('b')).toMatchObject({ kind: 'refused', key: 'open' });
  expect(await amountsOf(ledger)).toEqual([0, 100]);
  running.now = NOON + 60_000;
  expect(await amountsOf(ledger)).toEqual([100, 0]);
  expect(await ask('b')).toMatchObject({ kind: 'granted' });
  expect(await ledger.settle({ id: 'a', used: { [USD]: 1 } })).toEqual({
    kind: 'unknown',
    reached: [],
  });
  expect(await amountsOf(ledger)).toEqual([100, 100]);
});

test('a clock that is set back opens no span again', async () => {
  const counters = [budget(100, { per: 'day' })];
  running.now = NOON + DAY_MS;
  await ledger.reserve(request('a', { counters }));
  running.now = NOON;
  expect(await ledger.reserve(request('b', { counters }))).toMatchObject({
    kind: 'refused',
    states: [{ reserved: 100, resetsAt: Date.UTC(2026, 10, 29) }],
  });
  await ledger.settle({ id: 'a' });
  expect(await ledger.reserve(request('b', { counters }))).toMatchObject({
    kind: 'refused',
    states: [{ spent: 100, resetsAt: Date.UTC(2026, 10, 29) }],
  });
});

test('writes one row to reserve; to settle, one for each counter, and two', async () => {
  const open = { key: 'open', per: 'open', limit: 1, base: 1, each: 0 } as const;
  const untouched = budget(500, { per: 'day', base: 1, each: 0 });
  const counters = [budget(1000), untouched, open];
  await ledger.reserve(request('a', { counters }));
  const rowsOf = async (name: string) =>
    (await ledger.runSql(`SELECT count(*) AS n FROM ${name}`))[0]?.['n'];
  const all = async () => [
    await rowsOf('reservations'),
    await rowsOf('counters'),
    await rowsOf('usage'),
    await rowsOf('alerts'),
  ];
  expect(await all()).toEqual([1, 0, 0, 0]);
  await ledger.settle({ id: 'a', used: { [USD]: 9, 'alice usd day': 0 } });
  expect(await all()).toEqual([0, 1, 1, 0]);
});

test('a call that fails midway changes nothing, in memory neither', async () => {
  await ledger.reserve(request('a'));
  await ledger.runSql(
    "CREATE TRIGGER broken BEFORE INSERT ON usage BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
  );
  await expect(ledger.settle({ id: 'a' })).rejects.toThrow('the disk is full');
  expect(await amountsOf(ledger)).toEqual([0, 100]);
  running.now = NOON + 60_000;
  await expect(ledger.reserve(request('b'))).rejects.toThrow('the disk is full');
  await ledger.runSql('DROP TRIGGER broken');
  running.now = NOON;
  expect(await amountsOf(ledger)).toEqual([0, 100]);
  expect(await ledger.settle({ id: 'a' })).toMatchObject({ kind: 'settled' });
  expect(await amountsOf(ledger)).toEqual([100, 0]);
});
