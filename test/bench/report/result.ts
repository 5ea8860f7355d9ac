// A measured row's figure, and the verdict on it.
import type { Comparison } from '../measure/measure.ts';
import { findMetric, type Metric } from '../measure/metrics.ts';
import { spread, type Spread } from '../measure/statistics.ts';
import type {
  Bound,
  BundleWorkload,
  LedgerPairsWorkload,
  PlainWorkload,
  Reading,
} from '../rows/workload.ts';

export type Verdict = 'pass' | 'over goal' | 'FAIL';

/** How a row's figure is written. */
export type Unit = 'ratio' | 'ms' | 'KiB' | 'ms/MiB' | 'MiB' | 'bytes' | 'per second';

export interface Result {
  readonly name: string;
  readonly what: string;
  readonly unit: Unit;
  /** Undefined where the row is there for comparison. */
  readonly bound: Bound | undefined;
  /** Of the two sides' numbers. */
  readonly sideUnit: Metric['unit'];
  /** Undefined where there is nothing to compare with. */
  readonly baseline: Spread | undefined;
  readonly gateway: Spread | undefined;
  /** What is held against the bound, by its median. */
  readonly figure: Spread;
  readonly verdict: Verdict | undefined;
  /** The figures of every round. */
  readonly rounds: Comparison | undefined;
  /** The rows of a table of its own, of which this row is the worst. */
  readonly worstOf?: readonly Result[];
}

export function toResult({ name, what, metric, bound }: Reading, rounds: Comparison): Result {
  const figure = spread(rounds.compared);
  const { compare, unit } = findMetric(metric);
  return {
    name,
    what,
    bound,
    unit: compare === 'ratio' || unit === 'times' ? 'ratio' : unit,
    sideUnit: unit,
    baseline: spread(rounds.baseline),
    gateway: spread(rounds.gateway),
    figure,
    verdict: bound && judge(figure.median, bound),
    rounds,
  };
}

/**
 * The row of the greatest figure, with all of them.
 *
 * @throws RangeError when there are none
 */
export function toWorst({ name, what }: Reading, results: readonly Result[]): Result {
  const [worst] = byFigure(results);
  if (worst === undefined) throw new RangeError('nothing was measured');
  return { ...worst, name, what, worstOf: results };
}

/** The greatest figures first. */
export function byFigure(results: readonly Result[]): readonly Result[] {
  return results.toSorted((a, b) => b.figure.median - a.figure.median);
}

export function toSizeResult(workload: BundleWorkload, bytes: number): Result {
  return toPlainResult(workload, [bytes], 'bytes');
}

/** @param rates those of the rounds, per second */
export function toRateResult(workload: LedgerPairsWorkload, rates: readonly number[]): Result {
  return toPlainResult(workload, rates, 'per second');
}

function toPlainResult(
  { name, what }: PlainWorkload,
  figures: readonly number[],
  unit: Unit,
): Result {
  return {
    name,
    what,
    bound: undefined,
    unit,
    sideUnit: 'ms',
    baseline: undefined,
    gateway: undefined,
    figure: spread(figures),
    verdict: undefined,
    rounds: undefined,
  };
}

/** NaN, which means that nothing was measured, meets neither the goal nor the limit. */
export function judge(figure: number, { goal, limit }: Bound): Verdict {
  if (limit !== undefined && !(figure <= limit)) return 'FAIL';
  return figure <= goal ? 'pass' : 'over goal';
}
