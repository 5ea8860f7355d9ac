// What each subject took of each item on each day.
import { MAX_USAGE_ROWS, type ReadRequest, type UsageRow } from '../worker/contract/ledger.ts';

type Row = Record<'day' | 'subject' | 'item' | 'tally', string>;

type Tally = Readonly<Record<string, number>>;

/** Adds amounts to the row of one day, subject and item. */
export function addUsage(
  sql: SqlStorage,
  { day, subject, item }: Omit<UsageRow, 'tally'>,
  amounts: Tally,
): void {
  const added = Object.entries(amounts).filter(([, amount]) => amount !== 0);
  if (added.length === 0) return;
  const [row] = sql.exec<Row>(
    'SELECT tally FROM usage WHERE day = ? AND subject = ? AND item = ?',
    day,
    subject,
    item,
  );
  const sums = new Map(Object.entries(row === undefined ? {} : parseTally(row.tally)));
  for (const [name, amount] of added) sums.set(name, (sums.get(name) ?? 0) + amount);
  const tally = JSON.stringify(Object.fromEntries(sums));
  sql.exec('INSERT OR REPLACE INTO usage VALUES (?, ?, ?, ?)', day, subject, item, tally);
}

const OF_ALL = `SELECT day, subject, item, tally FROM usage
  WHERE (day, subject, item) > (?, ?, ?) AND day <= ?
  ORDER BY day, subject, item LIMIT ?`;

/**
 * Day by day, so that the primary key finds the rows. A range of days would be read for all subjects, and
 * the free plan allows 5,000,000 rows read a day.
 */
const OF_ONE = `WITH RECURSIVE days(day) AS (
    SELECT max(?, (SELECT min(day) FROM usage))
    UNION ALL
    SELECT date(day, '+1 day') FROM days WHERE day < min(?, (SELECT max(day) FROM usage)))
  SELECT usage.day AS day, subject, item, tally
  FROM days CROSS JOIN usage ON usage.day = days.day AND subject = ?
  WHERE (usage.day, subject, item) > (?, ?, ?) AND usage.day <= ?
  ORDER BY usage.day, subject, item LIMIT ?`;

/** One page of rows, and where the next one begins. */
export function readUsage(
  sql: SqlStorage,
  { subject, from, to, after }: ReadRequest,
): { readonly rows: readonly UsageRow[]; readonly next?: string } {
  // One bound, so that days before it are not read.
  const begin = [from, '', ''];
  const given = after === undefined ? begin : parsePlace(after);
  const place = (given[0] ?? '') < from ? begin : given;
  const most = MAX_USAGE_ROWS + 1;
  const found =
    subject === undefined
      ? sql.exec<Row>(OF_ALL, ...place, to, most).toArray()
      : sql.exec<Row>(OF_ONE, place[0] ?? '', to, subject, ...place, to, most).toArray();
  const rows = found
    .slice(0, MAX_USAGE_ROWS)
    .map((row) => ({ ...row, tally: parseTally(row.tally) }));
  const last = rows.at(-1);
  if (found.length <= MAX_USAGE_ROWS || last === undefined) return { rows };
  return { rows, next: JSON.stringify([last.day, last.subject, last.item]) };
}

function parsePlace(text: string): readonly string[] {
  let place: unknown;
  try {
    place = JSON.parse(text);
  } catch {
    place = undefined;
  }
  const isPlace = Array.isArray(place) && place.length === 3 && place.every(isText);
  if (!isPlace) throw new Error('`after` is not the `next` of a reply');
  return place as readonly string[];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function parseTally(text: string): Tally {
  return JSON.parse(text) as Tally;
}

/** Forgets the days before this one. */
export function pruneUsage(sql: SqlStorage, day: string): void {
  sql.exec('DELETE FROM usage WHERE day < ?', day);
}
