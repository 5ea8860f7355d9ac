// The typewriter's way of a stream: every event is looked at, and written when it is due.

import { concat } from '../formats/bytes.ts';
import type { Inspector } from './event-filter.ts';
import { pace } from './pacing.ts';
import type { Batches } from './inspected.ts';
import type { Link } from './ends.ts';

/** Spreads each burst over the time until the next one is expected. */
export async function relaySmoothly(
  batches: Batches,
  link: Link,
  inspector: Inspector,
  now: () => number,
): Promise<void> {
  const pacing = pace();
  const write = async (at: number) => {
    const events = pacing.due(at);
    if (events.length) await link.write(concat(events));
  };
  try {
    let reading: ReturnType<Batches> | undefined;
    for (let isOpen = true; ;) {
      const ms = pacing.wait(now());
      if (!isOpen && !ms) return;
      if (isOpen) reading ??= batches();
      const read = await (ms ? within(ms, reading) : reading);
      if (read !== undefined) {
        isOpen = read !== null;
        reading = undefined;
        if (read) pacing.onBurst(now(), read);
        if (!isOpen || inspector.ended) pacing.onEnd(now());
      }
      await write(now());
    }
  } catch (error) {
    await write(Infinity);
    throw error;
  } finally {
    await link.cancel();
  }
}

/** What a promise gives; undefined where it gives nothing in time. */
function within<T>(ms: number, promise: Promise<T> | undefined): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, ms);
  return Promise.race([late, promise ?? late]).finally(() => {
    clearTimeout(timer);
  });
}
