// What is counted when a request has ended, or never reports its end.
import { expect, test } from 'vitest';
import { amountsOf, budget, request, usageOf } from './requests.ts';
import { eachLedger, NOON } from './each-ledger.ts';

const DAY_MS = 86_400_000;
const USD = 'alice usd month';

const each = eachLedger();

const ROW = { day: '2026-11-27', subject: 'alice', item: 'gpt-5.4-mini' };

test('counts once, however often it is called', async () => {
  await each.ledger.reserve(request('a'));
  const settle = { id: 'a', used: { [USD]: 7 }, tally: { requests: 1, outputTokens: 3 } };
  expect(await each.ledger.settle(settle)).toEqual({ kind: 'settled', reached: [] });
  expect(await each.ledger.settle(settle)).toEqual({ kind: 'unknown', reached: [] });
  expect(await each.ledger.settle({ id: 'never reserved' })).toEqual({
    kind: 'unknown',
    reached: [],
  });
  expect(await amountsOf(each.ledger)).toEqual([7, 0]);
  expect(await usageOf(each.ledger)).toEqual([{ ...ROW, tally: { requests: 1, outputTokens: 3 } }]);
});

test('without amounts, everything that was reserved is spent', async () => {
  const other = budget(500, { key: 'team usd', base: 20, each: 0 });
  await each.ledger.reserve(request('a', { counters: [budget(1000), other] }));
  await each.ledger.reserve(request('b', { counters: [budget(1000), other] }));
  await each.ledger.settle({ id: 'a' });
  await each.ledger.settle({ id: 'b', used: { 'team usd': 3, unknown: 9 } });
  expect(await amountsOf(each.ledger)).toEqual([200, 0]);
  expect(await amountsOf(each.ledger, 'team usd')).toEqual([23, 0]);
  expect(await usageOf(each.ledger)).toEqual([
    { ...ROW, tally: { requests: 2, outputTokens: 180 } },
  ]);
});

test('more than was reserved is counted too, over the limit', async () => {
  const counters = [budget(100)];
  await each.ledger.reserve(request('a', { counters }));
  expect(await each.ledger.settle({ id: 'a', used: { [USD]: 160 } })).toMatchObject({
    reached: [{ mark: 50 }, { mark: 80 }, { mark: 100 }],
  });
  expect(await amountsOf(each.ledger)).toEqual([160, 0]);
  expect(await each.ledger.reserve(request('b', { counters }))).toMatchObject({ kind: 'refused' });
});

test('reports a mark until it is announced, in each span anew', async () => {
  const spend = async (id: string, amount: number) => {
    await each.ledger.reserve(request(id));
    const reply = await each.ledger.settle({ id, used: { [USD]: amount } });
    return reply.kind === 'settled' ? reply.reached : [];
  };
  const since = Date.UTC(2026, 10);
  const half = { key: USD, mark: 500, since, resetsAt: Date.UTC(2026, 11) };
  expect(await spend('a', 499)).toEqual([]);
  expect(await spend('b', 1)).toEqual([{ ...half, spent: 500 }]);
  expect(await spend('c', 1)).toEqual([{ ...half, spent: 501 }]);
  await each.ledger.announce({ marks: [half], url: 'http://127.0.0.1:9/', body: '{}' });
  expect(await spend('d', 299)).toEqual([{ ...half, mark: 800, spent: 800 }]);
  each.running.now = Date.UTC(2026, 11, 3);
  const next = { since: Date.UTC(2026, 11), resetsAt: Date.UTC(2027, 0), spent: 500 };
  expect(await spend('e', 500)).toEqual([{ ...half, ...next }]);
});

test('an amount belongs to the span and the day of its reservation', async () => {
  const counters = [budget(1000), budget(400, { per: 'day' })];
  await each.ledger.reserve(request('a', { counters }));
  await each.ledger.reserve(request('b', { counters }));
  await each.ledger.settle({ id: 'a', used: { 'alice usd day': 60, [USD]: 60 } });
  each.running.now = NOON + DAY_MS - 1;
  await each.ledger.reserve(request('c', { counters, expiresInMs: DAY_MS }));
  expect(await amountsOf(each.ledger, 'alice usd day', 'day')).toEqual([0, 100]);
  // Nothing of the first day is left, not even where the reservation was settled on the second.
  await each.ledger.settle({ id: 'c', used: { 'alice usd day': 5, [USD]: 5 } });
  expect(await amountsOf(each.ledger, 'alice usd day', 'day')).toEqual([5, 0]);
  expect(await amountsOf(each.ledger)).toEqual([165, 0]);
  expect(await usageOf(each.ledger)).toEqual([
    { ...ROW, tally: { requests: 2, outputTokens: 180 } },
    { ...ROW, day: '2026-11-28', tally: { requests: 1, outputTokens: 90 } },
  ]);
});

test('what belongs to a span that is over is recorded, and not charged to the next one', async () => {
  const counters = [budget(400, { per: 'day' })];
  await each.ledger.reserve(request('a', { counters, expiresInMs: 2 * DAY_MS }));
  each.running.now = NOON + DAY_MS;
  await each.ledger.reserve(request('b', { counters, expiresInMs: 2 * DAY_MS }));
  await each.ledger.settle({ id: 'b' });
  await each.ledger.settle({ id: 'a' });
  expect(await amountsOf(each.ledger, 'alice usd day', 'day')).toEqual([100, 0]);
  expect((await usageOf(each.ledger)).map(({ day }) => day)).toEqual(['2026-11-27', '2026-11-28']);
});

test('what is never settled is spent in full after its time', async () => {
  const open = { key: 'open', per: 'open', limit: 1, base: 1, each: 0 } as const;
  const ask = (id: string) => each.ledger.reserve(request(id, { counters: [budget(1000), open] }));
  await ask('a');
  each.running.now = NOON + 59_999;
  expect(await ask('b')).toMatchObject({ kind: 'refused', key: 'open' });
  expect(await amountsOf(each.ledger)).toEqual([0, 100]);
  each.running.now = NOON + 60_000;
  expect(await amountsOf(each.ledger)).toEqual([100, 0]);
  expect(await ask('b')).toMatchObject({ kind: 'granted' });
  expect(await each.ledger.settle({ id: 'a', used: { [USD]: 1 } })).toEqual({
    kind: 'unknown',
    reached: [],
  });
  expect(await amountsOf(each.ledger)).toEqual([100, 100]);
});

test('a clock that is set back opens no span again', async () => {
  const counters = [budget(100, { per: 'day' })];
  each.running.now = NOON + DAY_MS;
  await each.ledger.reserve(request('a', { counters }));
  each.running.now = NOON;
  expect(await each.ledger.reserve(request('b', { counters }))).toMatchObject({
    kind: 'refused',
    states: [{ reserved: 100, resetsAt: Date.UTC(2026, 10, 29) }],
  });
  await each.ledger.settle({ id: 'a' });
  expect(await each.ledger.reserve(request('b', { counters }))).toMatchObject({
    kind: 'refused',
    states: [{ spent: 100, resetsAt: Date.UTC(2026, 10, 29) }],
  });
});

test('writes one row to reserve; to settle, one for each counter, and two', async () => {
  const open = { key: 'open', per: 'open', limit: 1, base: 1, each: 0 } as const;
  const untouched = budget(500, { per: 'day', base: 1, each: 0 });
  const counters = [budget(1000), untouched, open];
  await each.ledger.reserve(request('a', { counters }));
  const rowsOf = async (name: string) =>
    (await each.ledger.runSql(`SELECT count(*) AS n FROM ${name}`))[0]?.['n'];
  const all = async () => [
    await rowsOf('reservations'),
    await rowsOf('counters'),
    await rowsOf('usage'),
    await rowsOf('alerts'),
  ];
  expect(await all()).toEqual([1, 0, 0, 0]);
  await each.ledger.settle({ id: 'a', used: { [USD]: 9, 'alice usd day': 0 } });
  expect(await all()).toEqual([0, 1, 1, 0]);
});

test('a call that fails midway changes nothing, in memory neither', async () => {
  await each.ledger.reserve(request('a'));
  await each.ledger.runSql(
    "CREATE TRIGGER broken BEFORE INSERT ON usage BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
  );
  await expect(each.ledger.settle({ id: 'a' })).rejects.toThrow('the disk is full');
  expect(await amountsOf(each.ledger)).toEqual([0, 100]);
  each.running.now = NOON + 60_000;
  await expect(each.ledger.reserve(request('b'))).rejects.toThrow('the disk is full');
  await each.ledger.runSql('DROP TRIGGER broken');
  each.running.now = NOON;
  expect(await amountsOf(each.ledger)).toEqual([0, 100]);
  expect(await each.ledger.settle({ id: 'a' })).toMatchObject({ kind: 'settled' });
  expect(await amountsOf(each.ledger)).toEqual([100, 0]);
});
