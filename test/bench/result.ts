// Owns: what a measured row amounts to: its figure, and the verdict on it.
import { spread, type Spread } from './statistics.ts';
import type { Bound, Workload } from './workload.ts';
import type { Comparison } from './measure.ts';

export type Verdict = 'pass' | 'over goal' | 'FAIL';

/** How a row's numbers are written. */
export type Unit = 'ratio' | 'ms' | 'bytes';

export interface Result {
  readonly name: string;
  readonly what: string;
  readonly unit: Unit;
  readonly bound: Bound;
  /** In ms per request; undefined where there is nothing to compare with. */
  readonly baselineMs: Spread | undefined;
  readonly gatewayMs: Spread | undefined;
  /** What is held against the bound, by its median. */
  readonly figure: Spread;
  readonly verdict: Verdict;
  /** Every round, for those who want to look closer. */
  readonly rounds: Comparison | undefined;
}

/** @param unit of the figure */
export function toResult(workload: Workload, unit: Unit, rounds: Comparison): Result {
  const figure = spread(rounds.compared);
  return {
    ...headOf(workload),
    unit,
    baselineMs: spread(rounds.baseline),
    gatewayMs: spread(rounds.gateway),
    figure,
    verdict: judge(figure.median, workload.bound),
    rounds,
  };
}

export function toSizeResult(workload: Workload, bytes: number): Result {
  return {
    ...headOf(workload),
    unit: 'bytes',
    baselineMs: undefined,
    gatewayMs: undefined,
    figure: spread([bytes]),
    verdict: judge(bytes, workload.bound),
    rounds: undefined,
  };
}

/** A figure that is no number (nothing was measured) meets nothing. */
export function judge(figure: number, { goal, limit }: Bound): Verdict {
  if (limit !== undefined && !(figure <= limit)) return 'FAIL';
  return figure <= goal ? 'pass' : 'over goal';
}

function headOf({ name, what, bound }: Workload): Pick<Result, 'name' | 'what' | 'bound'> {
  return { name, what, bound };
}
