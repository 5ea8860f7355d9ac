// `GET /v1/admin/usage`: what all users used, by day and model, for those who may see it.

import { namedUsers } from '../../access/user-directory.ts';
import { RequestFailure } from '../../contract/failure.ts';
import type { UsageRow } from '../../contract/ledger.ts';
import { MAX_LEDGER_READS, MAX_READS_AT_ONCE, MAX_SHOWN_ROWS } from '../../contract/limits.ts';
import { toCsv } from '../../formats/csv.ts';
import { isList } from '../../formats/json.ts';
import { jsonReply, type Reply } from '../../http/reply.ts';
import { readLedger, type CallerRequest } from './caller-request.ts';
import { showUsage, sumTallies, USAGE_COLUMNS } from './shown-usage.ts';
import { invalid, readRange, type DayRange } from './usage-range.ts';

/** Where a page ends: before this object of the ledger, or inside it. */
interface Position {
  readonly object: string;
  /** Where the object's last reply ended. */
  readonly cursor: string | undefined;
}

/** A part of all rows. */
interface Page {
  readonly rows: readonly TeamRow[];
  /** undefined: there are no more rows. */
  readonly next: Position | undefined;
}

interface TeamRow extends UsageRow {
  readonly team: string | undefined;
}

/**
 * Answers with the usage of all users, as JSON or CSV. Never with keys. One answer has about
 * `MAX_SHOWN_ROWS` rows and reads `MAX_LEDGER_READS` objects at most; `after` continues it.
 *
 * @throws RequestFailure for callers without `admin`, for a query that is not valid, and where an object of
 *   the ledger does not answer: a sum without it would be wrong
 */
export async function answerAdminUsage(request: CallerRequest): Promise<Reply> {
  const { caller, query, headers, now } = request;
  if (!caller.admin) throw new RequestFailure({ kind: 'admin_only' });
  const range = readRange(query, now);
  const isCsv = readFormat(query, headers) === 'csv';
  const page = await readPage(request, range, readPosition(query));
  return isCsv ? csvReply(page, range) : listReply(page, range);
}

function readFormat(query: URLSearchParams, headers: Headers): 'csv' | 'json' {
  const format = query.get('format');
  if (format === 'csv' || format === 'json') return format;
  if (format !== null) throw invalid('format', '`json` or `csv`');
  return /\btext\/csv\b/i.test(headers.get('accept') ?? '') ? 'csv' : 'json';
}

async function readPage(
  { users, ledger }: CallerRequest,
  range: DayRange,
  start: Position | undefined,
): Promise<Page> {
  const teams = teamsByUser(users);
  const objects = objectsOf(users).filter((name) => start === undefined || name >= start.object);
  const rows: TeamRow[] = [];
  let at = 0;
  let cursor = start !== undefined && objects[0] === start.object ? start.cursor : undefined;
  for (let reads = 0; at < objects.length;) {
    if (rows.length >= MAX_SHOWN_ROWS || reads >= MAX_LEDGER_READS) break;
    const names = objects.slice(at, at + MAX_READS_AT_ONCE);
    reads += names.length;
    const parts = await Promise.all(
      names.map((name, index) => {
        const after = index === 0 && cursor !== undefined ? { after: cursor } : {};
        return readLedger(ledger, name, { counters: [], ...range, ...after });
      }),
    );
    for (const [index, part] of parts.entries()) {
      const team = names[index]?.match(/^team\/(.*)$/s)?.[1];
      rows.push(...part.rows.map((row) => ({ ...row, team: team ?? teams.get(row.subject) })));
      cursor = part.next;
      // What was read after a part that goes on, or that fills the page, is read again in its turn.
      if (cursor !== undefined) break;
      at++;
      if (rows.length >= MAX_SHOWN_ROWS) break;
    }
  }
  const object = objects[at];
  return { rows, next: object === undefined ? undefined : { object, cursor } };
}

type Users = CallerRequest['users'];

function objectsOf(users: Users): readonly string[] {
  const names = namedUsers(users).flatMap(({ plan }) => (plan === undefined ? [] : [plan.object]));
  return [...new Set(names)].toSorted(byText);
}

function teamsByUser(users: Users): ReadonlyMap<string, string | undefined> {
  return new Map(namedUsers(users).map(({ name, team }) => [name, team]));
}

/** As `<` compares. */
function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function listReply({ rows, next }: Page, range: DayRange): Reply {
  return jsonReply({
    object: 'usage',
    ...range,
    /** Of these rows. */
    totals: showUsage(sumTallies(rows.map(({ tally }) => tally))),
    rows: rows.map(({ day, team, subject, item, tally }) => ({
      day,
      team: team ?? null,
      user: subject,
      model: item,
      ...showUsage(tally),
    })),
    next: next === undefined ? null : encodePosition(next),
  });
}

function csvReply({ rows, next }: Page, range: DayRange): Reply {
  const table = [
    ['day', 'team', 'user', 'model', ...USAGE_COLUMNS],
    ...rows.map(({ day, team = '', subject, item, tally }) => {
      const usage = showUsage(tally);
      return [day, team, subject, item, ...USAGE_COLUMNS.map((name) => usage[name])];
    }),
  ];
  const { from, to } = range;
  const headers = {
    ...jsonReply(null).headers,
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="usage-${from}-${to}.csv"`,
  };
  const body = toCsv(table);
  if (next === undefined) return { status: 200, headers, body };
  const query = new URLSearchParams({ from, to, format: 'csv', after: encodePosition(next) });
  // https://www.rfc-editor.org/rfc/rfc8288
  const link = `</v1/admin/usage?${query.toString()}>; rel="next"`;
  return { status: 200, headers: { ...headers, link }, body };
}

/** Base64url of JSON, since names may hold anything. */
function encodePosition({ object, cursor }: Position): string {
  const json = JSON.stringify(cursor === undefined ? [object] : [object, cursor]);
  return new TextEncoder().encode(json).toBase64({ alphabet: 'base64url', omitPadding: true });
}

function readPosition(query: URLSearchParams): Position | undefined {
  const text = query.get('after');
  if (text === null) return undefined;
  try {
    const bytes = Uint8Array.fromBase64(text, { alphabet: 'base64url' });
    const parts: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const [object, cursor] = isList(parts) ? parts : [];
    const isCursor = cursor === undefined || typeof cursor === 'string';
    if (typeof object === 'string' && isCursor) return { object, cursor };
  } catch {
    // Reported below.
  }
  throw invalid('after', 'the value of `next` in the answer before');
}
