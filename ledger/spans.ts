// Spans of time in UTC over which counters count.
import type { Period } from '../worker/contract/ledger.ts';

/** Unix milliseconds. `end` is the first one that is not inside; null: it does not end. */
export interface Span {
  readonly since: number;
  readonly end: number | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** 1970-01-01 was a Thursday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

const ENDLESS: Span = { since: 0, end: null };

/** The span of this kind that a moment is in. */
export function spanAt(per: Period, time: number): Span {
  switch (per) {
    case 'open':
    case 'total':
      return ENDLESS;
    case 'minute':
      return evenSpan(time, MINUTE_MS, 0);
    case 'day':
      return evenSpan(time, DAY_MS, 0);
    case 'week':
      return evenSpan(time, WEEK_MS, FIRST_MONDAY_MS);
    case 'month': {
      const date = new Date(time);
      const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
      return { since: Date.UTC(year, month), end: Date.UTC(year, month + 1) };
    }
  }
}

function evenSpan(time: number, length: number, offset: number): Span {
  const since = Math.floor((time - offset) / length) * length + offset;
  return { since, end: since + length };
}

/** The day of a moment: `2026-11-27`. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
