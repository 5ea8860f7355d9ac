// What can be read: counters, and usage page by page.
import { expect, test } from 'vitest';
import type { ReadRequest, UsageRow } from '../../worker/contract/ledger.ts';
import { request } from './requests.ts';
import { eachLedger } from './each-ledger.ts';

const each = eachLedger();

const ALL = { counters: [], from: '2026-01-01', to: '2026-12-31' } as const;

/** All pages. */
async function pagesOf(read: ReadRequest): Promise<readonly (readonly UsageRow[])[]> {
  const reply = await each.ledger.read(read);
  if (reply.kind !== 'read') throw new Error(reply.kind);
  if (reply.next === undefined) return [reply.rows];
  return [reply.rows, ...(await pagesOf({ ...read, after: reply.next }))];
}

/** Rows of these days, of three users with two models each. */
async function fill(days: number): Promise<void> {
  await each.ledger.announce({ marks: [], url: 'http://127.0.0.1:9/', body: '{}' });
  await each.ledger.runSql(`
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${days * 6 - 1})
    INSERT INTO usage SELECT date('2026-01-01', '+' || (i / 6) || ' days'), 'user ' || (i / 2 % 3),
      'model ' || (i % 2), '{"requests":' || i || '}' FROM n`);
}

test('usage is sorted, both days included, of all or of one', async () => {
  await fill(4);
  const range = { counters: [], from: '2026-01-02', to: '2026-01-03' };
  const [rows = []] = await pagesOf(range);
  expect(rows.map(({ tally }) => tally['requests'])).toEqual([
    6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
  ]);
  expect(rows[3]).toEqual({
    day: '2026-01-02',
    subject: 'user 1',
    item: 'model 1',
    tally: { requests: 9 },
  });
  const [own = []] = await pagesOf({ ...range, subject: 'user 2' });
  expect(own.map(({ tally }) => tally['requests'])).toEqual([10, 11, 16, 17]);
});

test('more rows than a reply has come page by page, each once', async () => {
  await fill(2000);
  const pages = await pagesOf({ ...ALL, to: '9999-12-31' });
  expect(pages.map(({ length }) => length)).toEqual([5000, 5000, 2000]);
  expect(pages.flat().map(({ tally }) => tally['requests'])).toEqual(
    Array.from({ length: 12_000 }, (_, index) => index),
  );
});

test('the usage of one subject comes page by page, over days without any', async () => {
  await fill(6000);
  await each.ledger.runSql(`DELETE FROM usage WHERE day > '2026-01-05' AND day < '2026-03-01'`);
  const read = { ...ALL, from: '2025-01-01', to: '9999-12-31', subject: 'user 1' };
  const pages = await pagesOf(read);
  const seen = pages.flat().map(({ tally }) => tally['requests'] ?? 0);
  expect(pages.length).toBe(3);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength((6000 - 54) * 2);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

test('a page begins at `from`, also if the one before ended earlier', async () => {
  await fill(4);
  const after = JSON.stringify(['2026-01-01', 'user 2', 'model 0']);
  const [rows = []] = await pagesOf({ ...ALL, from: '2026-01-04', after });
  expect(rows.map(({ tally }) => tally['requests'])).toEqual([18, 19, 20, 21, 22, 23]);
});

test('refuses a place that no reply named, and days that are none', async () => {
  await each.ledger.reserve(request('a'));
  for (const after of ['x', '[]', '["2026-01-01",1,"model"]', 'null']) {
    await expect(each.ledger.read({ ...ALL, after })).rejects.toThrow(
      '`after` is not the `next` of a reply',
    );
  }
  await expect(each.ledger.read({ ...ALL, from: 'today' })).rejects.toThrow(
    'from and to take days: 2026-11-27',
  );
});

test('counters that nothing was counted in are 0, with the end of their span', async () => {
  each.running.now = Date.UTC(2026, 10, 27, 12, 0, 30);
  const counters = [
    { key: 'a', per: 'minute' },
    { key: 'b', per: 'total' },
  ] as const;
  const states = [
    { key: 'a', spent: 0, reserved: 0, resetsAt: Date.UTC(2026, 10, 27, 12, 1) },
    { key: 'b', spent: 0, reserved: 0, resetsAt: null },
  ];
  expect(await each.ledger.read({ ...ALL, counters })).toEqual({ kind: 'read', states, rows: [] });
  await each.ledger.reserve(request('x'));
  expect(await each.ledger.read({ ...ALL, counters })).toEqual({ kind: 'read', states, rows: [] });
});
