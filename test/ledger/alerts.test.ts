// Messages about reached marks, to a receiver that does not always accept them.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Mark } from '../../worker/contract/ledger.ts';
import { request } from './requests.ts';
import { startLedger, type LedgerClient, type RunningLedger } from './running-ledger.ts';
import { accept, answer, startWebhook, type Webhook } from './webhook.ts';

const NOON = Date.UTC(2026, 10, 27, 12);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HALF: Mark = { key: 'alice usd month', mark: 500, since: Date.UTC(2026, 10) };
const MOST: Mark = { ...HALF, mark: 800 };

let running: RunningLedger;
let ledger: LedgerClient;
let webhook: Webhook;
let count = 0;

beforeAll(async () => {
  running = await startLedger();
});
afterAll(() => running.stop());
beforeEach(async () => {
  running.now = NOON;
  ledger = running.object(`object ${count++}`);
  webhook = await startWebhook();
});
afterEach(() => webhook.close());

interface Row {
  readonly mark: number;
  readonly url: string | null;
  readonly attempts: number;
  readonly due: number;
}

async function rows(): Promise<readonly Row[]> {
  const list = await ledger.runSql('SELECT mark, url, attempts, due FROM alerts ORDER BY mark');
  return list as unknown as readonly Row[];
}

/** Resolves when the outcome of attempts is stored. */
async function until(fits: (row: Row) => boolean): Promise<Row> {
  for (;;) {
    const row = (await rows())[0];
    if (row !== undefined && fits(row)) return row;
  }
}

function announce(marks: readonly Mark[], body = '{"text":"half of it"}'): Promise<void> {
  return ledger.announce({ marks, url: webhook.url, body });
}

/** Lets the next attempt happen, at its time. */
async function retry(row: Row): Promise<Row> {
  running.now = row.due;
  await ledger.alarm();
  return until(({ url, attempts }) => url === null || attempts > row.attempts);
}

test('are sent once for each mark and span, as they are, and then forgotten', async () => {
  await announce([HALF]);
  await until(({ url }) => url === null);
  await announce([HALF]);
  await announce([HALF, MOST], '{"text":"most of it"}');
  await webhook.hasReceived(2);
  await announce([{ ...HALF, since: Date.UTC(2026, 11) }], '{"text":"half of the next"}');
  await webhook.hasReceived(3);
  expect(webhook.received).toEqual(
    ['half of it', 'most of it', 'half of the next'].map((words) => ({
      contentType: 'application/json',
      body: JSON.stringify({ text: words }),
    })),
  );
  expect(await ledger.runSql("SELECT * FROM alerts WHERE body LIKE '%half of it%'")).toEqual([]);
});

test('one message has several marks', async () => {
  await announce([HALF, MOST]);
  await until(({ url }) => url === null);
  expect(webhook.received).toHaveLength(1);
  expect((await rows()).map(({ mark, url }) => [mark, url])).toEqual([
    [500, null],
    [800, null],
  ]);
});

test('are repeated after growing pauses, and given up after a day', async () => {
  webhook.behaviour = answer(500);
  await announce([HALF]);
  let row = await until(({ attempts }) => attempts === 1);
  const pauses = [row.due - running.now];
  while (row.url !== null) {
    row = await retry(row);
    if (row.url !== null) pauses.push(row.due - running.now);
  }
  expect(pauses.slice(0, 11).map((pause) => pause / 1000)).toEqual([
    10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600,
  ]);
  expect(new Set(pauses.slice(10))).toEqual(new Set([HOUR_MS]));
  expect(running.now - NOON).toBeGreaterThan(DAY_MS - HOUR_MS);
  expect(running.now - NOON).toBeLessThan(DAY_MS);
  await announce([HALF]);
  expect(webhook.received).toHaveLength(pauses.length + 1);
  const said = running.output.join('\n');
  expect(said).toContain('"status":500,"attempts":1,"next":"2026-11-27T12:00:10.000Z"');
  expect(said).toContain('"next":"given up"');
  expect(said).not.toContain(new URL(webhook.url).port);
});

test.each([
  ['seconds', () => '7200', 2 * HOUR_MS],
  ['a shorter time than the pause', () => '1', 10_000],
  ['what is not a time', () => 'soon', 10_000],
])('wait as long as the receiver wants: %s', async (_, retryAfter, pause) => {
  webhook.behaviour = answer(429, { 'retry-after': retryAfter() });
  await announce([HALF]);
  const row = await until(({ attempts }) => attempts === 1);
  expect(row.due - NOON).toBe(pause);
  webhook.behaviour = accept;
  // Early enough that the alarm which is set by this does not come before the one below.
  running.now = row.due - 5000;
  await ledger.alarm();
  expect(webhook.received).toHaveLength(1);
  expect(await retry(row)).toMatchObject({ url: null });
  expect(webhook.received).toHaveLength(2);
});

test('wait until a date', async () => {
  const date = new Date(Date.now() + 2 * HOUR_MS).toUTCString();
  webhook.behaviour = answer(503, { 'retry-after': date });
  await announce([HALF]);
  const row = await until(({ attempts }) => attempts === 1);
  expect(row.due - NOON).toBeGreaterThan(1.9 * HOUR_MS);
});

test('a redirect is not followed', async () => {
  webhook.behaviour = answer(307, { location: `${webhook.url}/elsewhere` });
  await announce([HALF]);
  await until(({ attempts }) => attempts === 1);
  expect(webhook.received).toHaveLength(1);
});

test('a receiver that is down gets it when it is back', async () => {
  const { url } = webhook;
  await webhook.close();
  await ledger.announce({ marks: [HALF], url, body: '{}' });
  const row = await until(({ attempts }) => attempts === 1);
  expect(running.output.join('\n')).not.toContain(new URL(url).port);
  webhook = await startWebhook();
  await ledger.runSql(`UPDATE alerts SET url = '${webhook.url}'`);
  await retry(row);
  expect(webhook.received).toHaveLength(1);
});

test('a receiver that does not answer is left after ten seconds, and holds up nobody', async () => {
  webhook.behaviour = () => undefined;
  await announce([HALF]);
  await webhook.hasReceived(1);
  expect(await ledger.reserve(request('a'))).toMatchObject({ kind: 'granted' });
  expect((await rows())[0]).toMatchObject({ attempts: 0 });
  const row = await until(({ attempts }) => attempts === 1);
  webhook.behaviour = accept;
  expect(await retry(row)).toMatchObject({ url: null });
});

test('survive that the process is killed while one is sent', async () => {
  // Until it gets a call, the object that starts again goes by the machine's clock.
  running.now = Date.now() - 1000;
  webhook.behaviour = () => undefined;
  await announce([HALF]);
  await webhook.hasReceived(1);
  webhook.behaviour = accept;
  await running.crash();
  await webhook.hasReceived(2);
  await until(({ url }) => url === null);
  expect(await ledger.alarmTime()).toBe(null);
});

test('old marks and days are forgotten, but not the marks of what never ends', async () => {
  const total = { ...HALF, key: 'alice usd total', since: 0 };
  await announce([HALF, total]);
  await until(({ url }) => url === null);
  await ledger.reserve(request('a'));
  await ledger.settle({ id: 'a' });
  const left = async () => [
    (await ledger.runSql('SELECT key FROM alerts')).length,
    (await ledger.runSql('SELECT day FROM usage')).length,
  ];
  running.now = HALF.since + 62 * DAY_MS;
  await ledger.reserve(request('b', { tally: {} }));
  expect(await left()).toEqual([2, 1]);
  running.now += DAY_MS;
  await ledger.reserve(request('c', { tally: {} }));
  expect(await left()).toEqual([1, 1]);
  running.now = NOON + 401 * DAY_MS;
  await ledger.reserve(request('d', { tally: {} }));
  expect(await left()).toEqual([1, 0]);
});
