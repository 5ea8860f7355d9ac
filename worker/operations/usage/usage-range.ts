// The days that a question about usage is about.

import { RequestFailure } from '../../contract/failure.ts';
import { MAX_USAGE_DAYS } from '../../contract/limits.ts';

const DAY_MS = 86_400_000;

/** Days in UTC, `2026-11-27`, both included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/**
 * Reads `from` and `to`. Without `to` the range ends today, without `from` it begins on the first of the
 * month in which it ends.
 *
 * @param now milliseconds since 1970
 * @throws RequestFailure where it is not a range of days
 */
export function readRange(query: URLSearchParams, now: number): DayRange {
  const to = readDay(query, 'to') ?? new Date(now).toISOString().slice(0, 10);
  const from = readDay(query, 'from') ?? `${to.slice(0, 8)}01`;
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days < 1) throw invalid('from', 'a day that is not after `to`, whose default is today');
  if (days > MAX_USAGE_DAYS) throw invalid('from', `at most ${MAX_USAGE_DAYS} days before \`to\``);
  return { from, to };
}

function readDay(query: URLSearchParams, name: string): string | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN;
  // The 30th of February is read as a day in March.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text) {
    throw invalid(name, 'a day in UTC, such as 2026-11-27');
  }
  return text;
}

/** The failure of a parameter of the query. */
export function invalid(parameter: string, expected: string): RequestFailure {
  return new RequestFailure({ kind: 'invalid_range', parameter, expected });
}
