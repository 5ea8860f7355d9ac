// The stream modes that need no timer. Cost per event decides everything.

import { concat } from '../formats/bytes.ts';
import type { StreamKind } from '../operations/operation.ts';
import type { StreamEnds } from './ends.ts';
import { classifyFirst, type EventInspector } from './event-inspector.ts';
import type { EventReader } from './server-sent-events.ts';

/**
 * What has to be done with the rest of a stream. `inspect`: the next event of the reader shows an
 * asynchronous content filter.
 */
export type AfterBeginning = 'pipe' | 'inspect';

/**
 * Relays the beginning of a stream, to drop Azure's opener: up to its first event with data, and no
 * further.
 */
export async function relayBeginning(
  ends: StreamEnds,
  kind: StreamKind,
  events: EventReader,
): Promise<AfterBeginning> {
  // Azure begins no other streams with anything that has to be dropped.
  const mayHaveOpener = kind === 'chat' || kind === 'text';
  for (;;) {
    const chunk = await ends.read();
    if (chunk === undefined) break;
    events.feed(chunk);
    if (!mayHaveOpener) break;
    for (let event = events.next(); event !== undefined; event = events.next()) {
      const first = classifyFirst(event);
      if (first === 'opener') continue;
      if (first === 'silent') {
        await ends.write(event);
        continue;
      }
      events.putBack(event);
      if (first === 'unannotated' && kind === 'chat') return 'inspect';
      // Not awaited: what is piped next queues behind it.
      ends.write(events.rest()).catch(() => undefined);
      return 'pipe';
    }
  }
  const rest = events.rest();
  if (rest.length > 0) await ends.write(rest);
  return 'pipe';
}

/** Gives the events to be shown, as many at a time as came together; undefined at the end. */
export type ReadBatch = () => Promise<readonly Uint8Array[] | undefined>;

/** Reads and inspects until Azure ends. Measured: an async generator costs more. */
export function readBatches(
  ends: StreamEnds,
  inspector: EventInspector,
  events: EventReader,
): ReadBatch {
  let isOver = false;
  return async () => {
    while (!isOver) {
      const batch: Uint8Array[] = [];
      for (let event = events.next(); event !== undefined; event = events.next()) {
        const shown = inspector.inspect(event);
        if (shown !== undefined) batch.push(shown);
      }
      if (inspector.hasBegun) ends.stopPings();
      if (batch.length > 0) return batch;
      const chunk = await ends.read();
      if (chunk === undefined) isOver = true;
      else events.feed(chunk);
    }
    const rest = events.rest();
    const shown = rest.length === 0 ? undefined : inspector.inspect(rest);
    return shown === undefined ? undefined : [shown];
  };
}

/** Looks at every event. Events that came together are written in one piece. @returns whether it was whole */
export async function relayInspected(
  ends: StreamEnds,
  inspector: EventInspector,
  events: EventReader,
): Promise<boolean> {
  const read = readBatches(ends, inspector, events);
  for (let batch = await read(); batch !== undefined; batch = await read()) {
    await ends.write(concat(batch));
  }
  return inspector.isWhole;
}

/** Writes every event by itself. @returns whether the stream was whole */
export async function relayEvents(
  ends: StreamEnds,
  inspector: EventInspector,
  events: EventReader,
): Promise<boolean> {
  const read = readBatches(ends, inspector, events);
  for (let batch = await read(); batch !== undefined; batch = await read()) {
    for (const event of batch) await ends.write(event);
  }
  return inspector.isWhole;
}
