// A deployment that failed: its pause, and how it gets its traffic back.

import { FAILURE_COOLDOWN_MS, PROBE_ROUND_MS, PROBE_ROUNDS } from '../contract/limits.ts';

/** From a failure to the first answer after it. */
export interface Outage {
  /** The place of the failure in the order of everything that happened. */
  readonly serial: number;
  /** When the pause ends, or when the first request probed the deployment after it, in ms. */
  readonly until: number;
  /** Requests sent after the pause. */
  readonly probes: number;
}

export function beginOutage(serial: number, now: number): Outage {
  return { serial, until: now + FAILURE_COOLDOWN_MS, probes: 0 };
}

/** With one more request that probes the deployment. The rounds are counted from the first one. */
export function withProbe(outage: Outage, now: number): Outage {
  const { until, probes } = outage;
  return { ...outage, until: probes === 0 ? now : until, probes: probes + 1 };
}

/**
 * For how long the deployment must not be called, in ms; 0: it may be called. After the pause one request
 * probes it, after another round two more, then four, and after the last round all requests: answers may
 * take minutes, and without one a recovered deployment looks like one that hangs.
 */
export function outageRemainingMs({ until, probes }: Outage, now: number): number {
  const sinceMs = now - until;
  if (sinceMs < 0) return -sinceMs;
  const round = Math.floor(sinceMs / PROBE_ROUND_MS);
  const isOver = round >= PROBE_ROUNDS;
  if (isOver || probes < 2 ** (round + 1) - 1) return 0;
  return PROBE_ROUND_MS - (sinceMs % PROBE_ROUND_MS);
}
