// How a round's observations become one number, and how two numbers are compared.
import { median } from './statistics.ts';

/** One request and its answer, as the client saw them, in ms from the first byte sent. */
export interface Exchange {
  readonly firstByteMs: number;
  readonly totalMs: number;
}

/** What a process has used up to a moment. */
export interface Usage {
  readonly cpuMs: number;
  readonly memoryKib: number;
  /** The most memory since the round began. */
  readonly peakKib: number;
}

/** What one side did in one round. */
export interface Sample {
  /** Of its workerd process. */
  readonly before: Usage;
  readonly after: Usage;
  readonly exchanges: readonly Exchange[];
  /** Of all request bodies. */
  readonly sentBytes: number;
  /** Requests under way at once. */
  readonly concurrency: number;
}

export interface Metric {
  /** One side's number. */
  readonly of: (sample: Sample) => number;
  /** Of that number: ms or KiB per request, how many times as much as before, or of all requests. */
  readonly unit: 'ms' | 'KiB' | 'times' | 'ms/MiB' | 'MiB';
  /** The gateway's number against the baseline's; `none`: the gateway's number alone is the figure. */
  readonly compare: 'ratio' | 'difference' | 'none';
}

const KIB = 1024;
const MIB = 1024 * KIB;

const METRICS = {
  cpu: {
    of: ({ before, after, exchanges }) => (after.cpuMs - before.cpuMs) / exchanges.length,
    unit: 'ms',
    compare: 'ratio',
  },
  'total-time': {
    of: ({ exchanges }) => median(exchanges.map(({ totalMs }) => totalMs)),
    unit: 'ms',
    compare: 'ratio',
  },
  'slowest-time': {
    of: ({ exchanges }) => Math.max(...exchanges.map(({ totalMs }) => totalMs)),
    unit: 'ms',
    compare: 'ratio',
  },
  'first-request': {
    of: ({ exchanges }) => exchanges[0]?.totalMs ?? NaN,
    unit: 'ms',
    compare: 'difference',
  },
  'first-byte': {
    of: ({ exchanges }) => median(exchanges.map(({ firstByteMs }) => firstByteMs)),
    unit: 'ms',
    compare: 'difference',
  },
  'memory-growth': {
    of: ({ before, after }) => after.memoryKib / before.memoryKib,
    unit: 'times',
    compare: 'ratio',
  },
  'memory-peak': {
    of: ({ before, after, concurrency }) => (after.peakKib - before.memoryKib) / concurrency,
    unit: 'KiB',
    compare: 'difference',
  },
  'memory-in-all': {
    of: ({ before, after }) => (after.peakKib - before.memoryKib) / KIB,
    unit: 'MiB',
    compare: 'none',
  },
  'cpu-per-mib': {
    of: ({ before, after, sentBytes }) => (after.cpuMs - before.cpuMs) / (sentBytes / MIB),
    unit: 'ms/MiB',
    compare: 'none',
  },
} satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;

export function findMetric(name: MetricName): Metric {
  return METRICS[name];
}
