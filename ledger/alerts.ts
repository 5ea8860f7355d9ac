// Messages about reached marks. A row stays after its message was sent, so that a mark is announced once
// in each span.
import type { AnnounceRequest, Mark } from '../worker/contract/ledger.ts';

/** A message that is to be sent. */
export type Alert = Record<'key' | 'url' | 'body', string> &
  // `attempts`: those that failed.
  Record<'since' | 'mark' | 'made' | 'attempts', number>;

/** What became of an attempt. */
export interface Attempt {
  readonly accepted: boolean;
  /** The answer's status; undefined: there was none. */
  readonly status: number | undefined;
  /** Milliseconds that the receiver wants to be left alone; 0: it does not say. */
  readonly retryAfterMs: number;
}

const TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 3_600_000;
const GIVE_UP_MS = 24 * 3_600_000;

/** Messages of one alarm. */
const AT_ONCE = 6;

const OF_MARK = 'WHERE key = ? AND since = ? AND mark = ?';

export function isAnnounced(sql: SqlStorage, { key, since, mark }: Mark): boolean {
  return sql.exec(`SELECT 1 FROM alerts ${OF_MARK}`, key, since, mark).toArray().length > 0;
}

/** Stores a message with its marks, except those of an earlier message. Without new marks it is dropped. */
export function storeAlert(sql: SqlStorage, { marks, url, body }: AnnounceRequest, now: number) {
  let message: [string | null, string | null] = [url, body];
  for (const each of marks) {
    if (isAnnounced(sql, each)) continue;
    const { key, since, mark } = each;
    sql.exec(
      'INSERT INTO alerts VALUES (?, ?, ?, ?, ?, ?, 0, ?)',
      key,
      since,
      mark,
      ...message,
      now,
      now,
    );
    message = [null, null];
  }
}

/** Messages whose time has come. */
export function dueAlerts(sql: SqlStorage, now: number): readonly Alert[] {
  const rows = sql.exec<Alert>(
    `SELECT key, since, mark, url, body, made, attempts FROM alerts
     WHERE url IS NOT NULL AND due <= ? ORDER BY due LIMIT ?`,
    now,
    AT_ONCE,
  );
  return [...rows];
}

/** When the next message is due; undefined: none is left. */
export function nextDue(sql: SqlStorage): number | undefined {
  const { due } = sql
    .exec<{ due: number | null }>('SELECT min(due) AS due FROM alerts WHERE url IS NOT NULL')
    .one();
  return due ?? undefined;
}

/** Sends a message. Does not throw. */
export async function sendAlert({ url, body }: Alert): Promise<Attempt> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    const { ok: accepted, status } = response;
    return { accepted, status, retryAfterMs: toDelay(response.headers.get('retry-after')) };
  } catch {
    return { accepted: false, status: undefined, retryAfterMs: 0 };
  }
}

/** Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function toDelay(retryAfter: string | null): number {
  if (retryAfter === null) return 0;
  const seconds = Number(retryAfter);
  const delay = Number.isNaN(seconds) ? Date.parse(retryAfter) - Date.now() : seconds * 1000;
  return Number.isFinite(delay) ? Math.max(0, Math.ceil(delay)) : 0;
}

/** Notes an attempt: the message is dropped after it was accepted or after a day, or it is sent again later. */
export function noteAttempt(sql: SqlStorage, alert: Alert, attempt: Attempt, now: number): void {
  const { key, since, mark, made } = alert;
  const attempts = alert.attempts + 1;
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** alert.attempts, LONGEST_PAUSE_MS);
  const due = now + Math.max(pause, attempt.retryAfterMs);
  const isOver = attempt.accepted || due >= made + GIVE_UP_MS;
  if (isOver) sql.exec(`UPDATE alerts SET url = NULL, body = NULL ${OF_MARK}`, key, since, mark);
  else
    sql.exec(`UPDATE alerts SET attempts = ?, due = ? ${OF_MARK}`, attempts, due, key, since, mark);
  if (attempt.accepted) return;
  // Without the address, which is a secret.
  const next = isOver ? 'given up' : new Date(due).toISOString();
  console.error(
    JSON.stringify({ alert: 'not accepted', key, status: attempt.status, attempts, next }),
  );
}

/** Forgets the marks of spans that began before. Those of spans without an end stay. */
export function pruneAlerts(sql: SqlStorage, time: number): void {
  sql.exec('DELETE FROM alerts WHERE since > 0 AND since < ?', time);
}
