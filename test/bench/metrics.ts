// Owns: how one number is made of what a round saw, and how two of them are compared.
import { median } from './statistics.ts';

/** One request and its answer, as the client saw them, in ms from the first byte sent. */
export interface Exchange {
  readonly firstByteMs: number;
  readonly totalMs: number;
}

/** What one side did in one round. */
export interface Sample {
  /** CPU time of its workerd process. */
  readonly cpuMs: number;
  readonly exchanges: readonly Exchange[];
}

export interface Metric {
  /** In ms per request. */
  readonly of: (sample: Sample) => number;
  /** The gateway's number against the baseline's. */
  readonly compare: 'ratio' | 'difference';
}

const METRICS = {
  cpu: {
    of: ({ cpuMs, exchanges }) => cpuMs / exchanges.length,
    compare: 'ratio',
  },
  'total-time': {
    of: ({ exchanges }) => median(exchanges.map(({ totalMs }) => totalMs)),
    compare: 'ratio',
  },
  'first-request': {
    of: ({ exchanges }) => exchanges[0]?.totalMs ?? NaN,
    compare: 'difference',
  },
  'first-byte': {
    of: ({ exchanges }) => median(exchanges.map(({ firstByteMs }) => firstByteMs)),
    compare: 'difference',
  },
} satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;

export function findMetric(name: MetricName): Metric {
  return METRICS[name];
}
