// What the times at which words arrived say about how evenly they did. Pure.
import { quantile } from './statistics.ts';

/** One stream, as its client saw it. */
export interface WordTimes {
  /** Of the typewriter. */
  readonly mode: 'off' | 'smooth';
  /** For each word, in ms since the first. */
  readonly arrivedMs: readonly number[];
}

/** How even the gaps between words are, in ms. */
export interface GapSpread {
  readonly median: number;
  /** The 99th percentile. */
  readonly p99: number;
  readonly longest: number;
  /** How far from their mean they are: the standard deviation. */
  readonly deviation: number;
}

/** The time from each word to the next. */
export function gapsOf({ arrivedMs }: WordTimes): readonly number[] {
  return arrivedMs.slice(1).map((at, index) => at - (arrivedMs[index] ?? 0));
}

export function spreadOfGaps(gaps: readonly number[]): GapSpread {
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  return {
    median: quantile(gaps, 0.5),
    p99: quantile(gaps, 0.99),
    longest: Math.max(...gaps),
    deviation: Math.sqrt(variance),
  };
}
