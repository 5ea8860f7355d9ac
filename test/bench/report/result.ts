// What a measured row amounts to: its figure, and the verdict on it.
import type { Comparison } from '../measure/measure.ts';
import { findMetric, type Metric } from '../measure/metrics.ts';
import { spread, type Spread } from '../measure/statistics.ts';
import type { Bound, BundleWorkload, Reading } from '../rows/workload.ts';

export type Verdict = 'pass' | 'over goal' | 'FAIL';

/** How a row's figure is written. */
export type Unit = 'ratio' | 'ms' | 'KiB' | 'bytes';

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

export function toSizeResult({ name, what }: BundleWorkload, bytes: number): Result {
  return {
    name,
    what,
    bound: undefined,
    unit: 'bytes',
    sideUnit: 'ms',
    baseline: undefined,
    gateway: undefined,
    figure: spread([bytes]),
    verdict: undefined,
    rounds: undefined,
  };
}

/** NaN, which means that nothing was measured, meets neither the goal nor the limit. */
export function judge(figure: number, { goal, limit }: Bound): Verdict {
  if (limit !== undefined && !(figure <= limit)) return 'FAIL';
  return figure <= goal ? 'pass' : 'over goal';
}
