// Spans of time in UTC.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf, spanAt } from '../../ledger/spans.ts';
import type { Period } from '../../worker/contract/ledger.ts';

function textOf(per: Period, time: string): readonly (string | null)[] {
  const { since, end } = spanAt(per, Date.parse(time));
  return [since, end].map((each) => (each === null ? null : new Date(each).toISOString()));
}

test.each<[Period, time: string, since: string, end: string]>([
  ['minute', '2026-11-27T12:34:59.999Z', '2026-11-27T12:34:00.000Z', '2026-11-27T12:35:00.000Z'],
  ['day', '2026-11-27T00:00:00.000Z', '2026-11-27T00:00:00.000Z', '2026-11-28T00:00:00.000Z'],
  ['day', '2028-02-29T23:59:59.999Z', '2028-02-29T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
  // A Friday, a Sunday and a Monday.
  ['week', '2026-11-27T12:00:00.000Z', '2026-11-23T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
  ['week', '2026-11-29T23:59:59.999Z', '2026-11-23T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
  ['week', '2026-11-30T00:00:00.000Z', '2026-11-30T00:00:00.000Z', '2026-12-07T00:00:00.000Z'],
  // A week over the end of a year.
  ['week', '2027-01-02T12:00:00.000Z', '2026-12-28T00:00:00.000Z', '2027-01-04T00:00:00.000Z'],
  ['month', '2026-12-31T23:59:59.999Z', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ['month', '2028-02-10T00:00:00.000Z', '2028-02-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
])('a %s at %s', (per, time, since, end) => {
  expect(textOf(per, time)).toEqual([since, end]);
});

test.each<Period>(['open', 'total'])('%s never ends', (per) => {
  expect(spanAt(per, Date.now())).toEqual({ since: 0, end: null });
});

test('every moment is in exactly one span, and the next one begins where it ends', () => {
  const time = fc.integer({ min: 0, max: Date.UTC(2200, 0) });
  const period = fc.constantFrom<Period>('minute', 'day', 'week', 'month');
  fc.assert(
    fc.property(time, period, (now, per) => {
      const { since, end } = spanAt(per, now);
      expect(since).toBeLessThanOrEqual(now);
      expect(end).toBeGreaterThan(now);
      expect(spanAt(per, since).since).toBe(since);
      expect(spanAt(per, (end ?? 0) - 1).since).toBe(since);
      expect(spanAt(per, end ?? 0).since).toBe(end);
    }),
  );
});

test('a day is that of UTC', () => {
  expect(dayOf(Date.parse('2026-11-27T23:59:59.999Z'))).toBe('2026-11-27');
});
