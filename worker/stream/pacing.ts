// When each event of a stream that came in bursts is written, so that words appear evenly.
// Pure: the clock is handed in. Delays are bounded by what the stream itself has shown.

import { MAX_HELD_BYTES } from '../contract/limits.ts';

/** Paced events are written no more often than this: timers are expensive. */
const TICK_MS = 10;

/** The weight of the newest gap between bursts in what is expected of the next. */
const GAP_WEIGHT = 0.3;

/** A burst is never spread over more. */
const MAX_SPREAD_MS = 2000;

/** A paced end comes no later than this share of the stream's duration, and than this. */
const END_SHARE = 0.05;
const END_MS = 250;

/** What an event takes in memory besides its bytes. */
const EVENT_OVERHEAD_BYTES = 128;

const { max, min } = Math;

function costOf(event: Uint8Array): number {
  return event.length + EVENT_OVERHEAD_BYTES;
}

/** The queue between Azure's bursts and one client. Times are in milliseconds, of any clock. */
export function pace() {
  const queue: Uint8Array[] = [];
  let bytes = 0;
  /** When the stream's first event came, the first of the burst, and the latest. */
  let startedAt: number | undefined;
  let burstStartedAt = 0;
  let latestAt = 0;
  /** Expected from one burst to the next; 0: not known yet. */
  let expectedGapMs = 0;
  /** When the queue is to be empty. */
  let emptyAt = 0;
  /** When the next event is due, and the interval between those after it. */
  let nextDueAt = 0;
  let intervalMs = 0;

  const spread = (now: number, until: number): void => {
    emptyAt = max(now, until);
    intervalMs = (emptyAt - now) / max(1, queue.length);
    nextDueAt = min(max(nextDueAt, now), now + intervalMs);
  };

  return {
    /** Takes events that came together. */
    onBurst(now: number, events: readonly Uint8Array[]): void {
      if (startedAt === undefined) {
        startedAt = now;
        burstStartedAt = now;
        latestAt = now;
      }
      if (now - latestAt > TICK_MS) {
        const seen = now - burstStartedAt;
        // A pause for thought says little about the pace of words.
        expectedGapMs =
          expectedGapMs === 0
            ? min(seen, MAX_SPREAD_MS)
            : expectedGapMs + GAP_WEIGHT * (min(seen, 2 * expectedGapMs) - expectedGapMs);
        burstStartedAt = now;
      }
      latestAt = now;
      for (const event of events) {
        // Copied, because an event can be a small view of a large buffer.
        queue.push(event.slice());
        bytes += costOf(event);
      }
      const isSmall = queue.length <= 2 || expectedGapMs < 2 * TICK_MS;
      spread(now, isSmall ? now : burstStartedAt + min(expectedGapMs, MAX_SPREAD_MS));
    },

    /** Nothing follows. */
    onEnd(now: number): void {
      // Two ticks less: a timer waits for one, and may be late by another.
      const most = min(END_MS, END_SHARE * (now - (startedAt ?? now))) - 2 * TICK_MS;
      spread(now, min(emptyAt, now + most));
    },

    /** Takes out what is to be written now, and what is more than may be held. */
    due(now: number): readonly Uint8Array[] {
      let count = 0;
      for (const event of queue) {
        if (nextDueAt > now && bytes <= MAX_HELD_BYTES) break;
        bytes -= costOf(event);
        nextDueAt += intervalMs;
        count++;
      }
      return queue.splice(0, count);
    },

    /** Milliseconds until something is due; undefined where nothing waits. */
    wait: (now: number) => (queue.length > 0 ? max(TICK_MS, nextDueAt - now) : undefined),
  };
}
