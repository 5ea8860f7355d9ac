// What rows have in common: requests and loads, and the kinds of comparison.
import type { StackSize } from '../sides/stack.ts';
import type { Ask, LoadWorkload } from './workload.ts';

const KIB = 1024;
export const MIB = 1024 * KIB;

export const CHAT: Ask = {
  path: '/v1/chat/completions',
  model: 'gpt-5.4-mini',
  bytes: 2 * KIB,
  body: 'json',
};
export const STREAMED: Ask = { ...CHAT, body: 'streamed-json' };

/** Small requests, thousands of them. */
export const SMALL = {
  kind: 'load',
  metric: 'cpu',
  ask: CHAT,
  answer: { kind: 'chat', bytes: 2 * KIB },
  turns: 6,
  requestsPerTurn: 300,
  concurrency: 8,
  rounds: 7,
} as const;

/** One burst, in which the client waits for each event. */
export const BURST = {
  kind: 'load',
  metric: 'total-time',
  ask: STREAMED,
  answer: { kind: 'stream', events: 300, intervalMs: 0 },
  turns: 10,
  requestsPerTurn: 10,
  concurrency: 1,
  rounds: 7,
} as const;

export const LONG_BURST = {
  ...BURST,
  metric: 'cpu',
  answer: { kind: 'stream', events: 4000, intervalMs: 0 },
  turns: 4,
  requestsPerTurn: 6,
  rounds: 5,
} as const;

/** Faster than any model writes. */
export const PACED = {
  kind: 'load',
  metric: 'cpu',
  ask: STREAMED,
  answer: { kind: 'stream', events: 1000, intervalMs: 1 },
  turns: 2,
  requestsPerTurn: 10,
  concurrency: 10,
  rounds: 5,
} as const;

export const LEAST_GATEWAY = { kind: 'least-gateway' } as const;

/** A row that shows what a larger stack costs each request. */
export function scaled(
  name: string,
  what: string,
  small: StackSize,
  large: StackSize,
): LoadWorkload {
  return {
    ...SMALL,
    name,
    what,
    bound: { goal: 1.05 },
    baseline: { kind: 'gateway', ...small },
    subject: { kind: 'gateway', ...large },
  };
}

/** The same row against the least gateway, which does what any gateway must. */
export function againstLeast(workload: LoadWorkload, goal: number): LoadWorkload {
  return {
    ...workload,
    name: `${workload.name}-least`,
    what: `${workload.what}, against the least gateway`,
    baseline: LEAST_GATEWAY,
    bound: { goal },
  };
}

/**
 * A row of peak memory for each request under way, against the least gateway. The processes are new,
 * or memory that was freed before would hide the peak.
 */
export function peak(
  name: string,
  what: string,
  goal: number,
  load: Partial<LoadWorkload>,
): LoadWorkload {
  return {
    ...SMALL,
    name,
    what,
    metric: 'memory-peak',
    baseline: LEAST_GATEWAY,
    turns: 1,
    requestsPerTurn: 64,
    concurrency: 64,
    rounds: 5,
    fresh: { served: 2 },
    bound: { goal },
    ...load,
  };
}
