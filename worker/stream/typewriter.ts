// The smooth typewriter: every event is looked at, and written when it is due.

import { concat } from '../formats/bytes.ts';
import type { StreamEnds } from './ends.ts';
import type { EventInspector } from './event-inspector.ts';
import { readBatches, type ReadBatch } from './fast-and-inspected.ts';
import { pace } from './pacing.ts';
import type { EventReader } from './server-sent-events.ts';

const TIME_IS_UP = Symbol('time is up');

/** Spreads each burst over the time until the next one is expected. @returns whether the stream was whole */
export async function relaySmoothly(
  ends: StreamEnds,
  inspector: EventInspector,
  { events, now }: { readonly events: EventReader; readonly now: () => number },
): Promise<boolean> {
  const read = readBatches(ends, inspector, events);
  const pacing = pace();
  const writeDue = async (at: number) => {
    const due = pacing.due(at);
    if (due.length > 0) await ends.write(concat(due));
  };
  try {
    let isOpen = true;
    let reading: ReturnType<ReadBatch> | undefined;
    while (isOpen) {
      reading ??= read();
      const batch = await within(pacing.wait(now()), reading);
      if (batch !== TIME_IS_UP) {
        reading = undefined;
        isOpen = batch !== undefined;
        if (batch !== undefined) pacing.onBurst(now(), batch);
        if (!isOpen || inspector.hasEnded) pacing.onEnd(now());
      }
      await writeDue(now());
    }
    for (let ms = pacing.wait(now()); ms !== undefined; ms = pacing.wait(now())) {
      await delay(ms);
      await writeDue(now());
    }
    return inspector.isWhole;
  } catch (error) {
    await writeDue(Infinity);
    throw error;
  } finally {
    await ends.cancel();
  }
}

/** The value of a promise, or `TIME_IS_UP`. Without a time it waits for the value. */
async function within<T>(
  ms: number | undefined,
  promise: Promise<T>,
): Promise<T | typeof TIME_IS_UP> {
  if (ms === undefined) return promise;
  const { promise: late, resolve } = Promise.withResolvers<typeof TIME_IS_UP>();
  const timer = setTimeout(() => {
    resolve(TIME_IS_UP);
  }, ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
