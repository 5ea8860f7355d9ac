// Usage as people read it.

import type { TallyName } from '../../access/ledger-plan.ts';
import { toDollars } from '../../formats/decimal.ts';

/** What a row of the ledger recorded. */
type Tally = Readonly<Record<string, number>>;

const COUNTS = [
  'requests',
  'inputTokens',
  'cachedTokens',
  'outputTokens',
  'images',
  'seconds',
  'characters',
] as const satisfies readonly TallyName[];

/** The columns, in their order. */
export const USAGE_COLUMNS = [...COUNTS, 'cost'] as const;

/** Counts, and `cost` in dollars. */
export type ShownUsage = Readonly<Record<(typeof COUNTS)[number], number>> & {
  readonly cost: string;
};

export function showUsage(tally: Tally): ShownUsage {
  const counts = Object.fromEntries(COUNTS.map((name) => [name, tally[name] ?? 0])) as Record<
    (typeof COUNTS)[number],
    number
  >;
  return { ...counts, cost: toDollars(tally['nanodollars'] ?? 0) };
}

/** The sum of all rows, which stays exact because it is summed in nano-dollars. */
export function sumTallies(tallies: Iterable<Tally>): Tally {
  const sum: Record<string, number> = {};
  for (const tally of tallies) {
    for (const [name, value] of Object.entries(tally)) sum[name] = (sum[name] ?? 0) + value;
  }
  return sum;
}
