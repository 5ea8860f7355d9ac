// Days in UTC, as the gateway counts them.

const DAY_MS = 86_400_000;

/** `2026-11-27`, both included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** A period that can be chosen: the current month, or the last days. */
export type Period = 'month' | '7' | '30' | '90';

export const PERIODS: readonly Period[] = ['month', '7', '30', '90'];

/** The days of a period that ends today. */
export function rangeOf(period: Period, now: number): DayRange {
  const to = dayOf(now);
  const from =
    period === 'month' ? `${to.slice(0, 8)}01` : dayOf(now - (Number(period) - 1) * DAY_MS);
  return { from, to };
}

/** Every day of a range, in order. */
export function daysOf({ from, to }: DayRange): readonly string[] {
  const days: string[] = [];
  for (let time = Date.parse(from); time <= Date.parse(to); time += DAY_MS) days.push(dayOf(time));
  return days;
}

/** Days from now until a time; negative: it has passed. */
export function daysUntil(time: string, now: number): number {
  return (Date.parse(time) - now) / DAY_MS;
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
