// One generation of the ledger takes over what the one before has counted.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LedgerDump } from '../../worker/contract/ledger.ts';
import { amountsOf, budget, request, usageOf } from './requests.ts';
import { startLedger, type LedgerClient, type RunningLedger } from './running-ledger.ts';
import { answer, startWebhook, accept } from './webhook.ts';

const NOON = Date.UTC(2026, 10, 27, 12);
const USD = 'alice usd month';

let running: RunningLedger;
let former: LedgerClient;
let next: LedgerClient;
let count = 0;

beforeAll(async () => {
  running = await startLedger();
});
afterAll(() => running.stop());
beforeEach(() => {
  running.now = NOON;
  former = running.object(`object ${++count}`, 'LEDGER_BEFORE');
  next = running.object(`object ${count}`);
});

test('with what is spent, reserved, used and announced', async () => {
  await former.reserve(request('a'));
  await former.settle({ id: 'a', used: { [USD]: 60 } });
  await former.reserve(request('open'));
  const dump = await former.handOver();
  expect(await next.isNew()).toBe(true);
  await next.takeOver(dump);
  expect(await next.isNew()).toBe(false);

  expect(await amountsOf(next)).toEqual([60, 100]);
  const again = await next.reserve(
    request('open', { units: { least: 1, whole: 9, most: 9, share: 1 } }),
  );
  expect(again).toMatchObject({ kind: 'granted', units: 90 });
  expect(await next.settle({ id: 'open', used: { [USD]: 40 } })).toMatchObject({ kind: 'settled' });
  expect(await amountsOf(next)).toEqual([100, 0]);
  expect(await usageOf(next)).toMatchObject([{ tally: { requests: 2, outputTokens: 180 } }]);
});

test('the former object says so to every later call, also after a crash', async () => {
  await former.reserve(request('a'));
  const dump = await former.handOver();
  const moved = { kind: 'moved' };
  const expectMoved = async () => {
    expect(await former.reserve(request('b'))).toEqual(moved);
    expect(await former.settle({ id: 'a' })).toEqual(moved);
    expect(await former.read({ counters: [], from: '2026-01-01', to: '2026-12-31' })).toEqual(
      moved,
    );
    await former.announce({ marks: [], url: 'http://127.0.0.1:9/', body: '{}' });
    expect(await former.isNew()).toBe(false);
    await former.takeOver(dump);
    expect(await former.handOver()).toEqual(dump);
  };
  await expectMoved();
  await running.crash();
  running.now = NOON + 7 * 86_400_000;
  await expectMoved();
});

test('only once: a second takeover, and one after the first use, change nothing', async () => {
  await former.reserve(request('a'));
  const dump = await former.handOver();
  await Promise.all([next.takeOver(dump), next.takeOver(dump)]);
  await next.settle({ id: 'a', used: { [USD]: 1 } });
  await next.takeOver(dump);
  expect(await amountsOf(next)).toEqual([1, 0]);

  const used = running.object('used already');
  await used.reserve(request('x'));
  await used.takeOver(dump);
  expect(await amountsOf(used)).toEqual([0, 100]);
});

test('an object that was only read is still new, and an object that was never used hands over nothing', async () => {
  expect(await amountsOf(next)).toEqual([0, 0]);
  const dump = await former.handOver();
  expect(Object.values(dump).flat()).toEqual([]);
  await next.takeOver(dump);
  expect(await next.reserve(request('a'))).toMatchObject({ kind: 'granted' });
});

test('a dump that cannot be read leaves the object new', async () => {
  await former.reserve(request('a'));
  const dump = await former.handOver();
  const broken: LedgerDump = { ...dump, usage: [['2026-11-27', 'alice']] };
  await expect(next.takeOver(broken)).rejects.toThrow('columns');
  expect(await next.isNew()).toBe(true);
  await next.takeOver(dump);
  expect(await amountsOf(next)).toEqual([0, 100]);
});

test('messages that wait are sent by the successor, and not twice', async () => {
  const webhook = await startWebhook();
  webhook.behaviour = answer(500);
  const marks = [{ key: USD, mark: 500, since: Date.UTC(2026, 10) }];
  await former.announce({ marks, url: webhook.url, body: '{}' });
  await webhook.hasReceived(1);
  for (;;) {
    const [row] = await former.runSql('SELECT attempts FROM alerts');
    if (row?.['attempts'] === 1) break;
  }
  webhook.behaviour = accept;
  await next.takeOver(await former.handOver());
  expect(await former.alarmTime()).toBe(null);
  running.now = NOON + 10_000;
  await former.alarm();
  expect(webhook.received).toHaveLength(1);
  await next.alarm();
  expect(webhook.received).toHaveLength(2);
  await next.announce({ marks, url: webhook.url, body: '{}' });
  await next.alarm();
  expect(webhook.received).toHaveLength(2);
  await webhook.close();
});

test('the counts of a large team fit into one message', async () => {
  await former.reserve(request('a', { counters: [budget(1000)] }));
  await former.settle({ id: 'a' });
  await former.runSql(`
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 39999)
    INSERT INTO usage SELECT date('2025-11-01', '+' || (i / 100) || ' days'), 'user ' || (i % 100), 'model',
      '{"' || hex(zeroblob(200)) || '":1}' FROM n`);
  const dump = await former.handOver();
  const days = dump['usage']?.map(([day]) => String(day)) ?? [];
  expect(days.length).toBeGreaterThan(20_000);
  expect(days[0]).toBe('2026-12-05');
  await next.takeOver(dump);
  expect(await next.runSql('SELECT count(*) AS n FROM usage')).toEqual([{ n: days.length }]);
});
