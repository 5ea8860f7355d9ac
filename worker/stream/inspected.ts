// The inspected way of a stream: every event is looked at.

import type { Inspector } from './event-filter.ts';
import type { EventReader } from './server-sent-events.ts';
import type { Link } from './ends.ts';

/** Gives the events to be shown, as many at a time as came together; null at the end. */
export type Batches = () => Promise<readonly Uint8Array[] | null>;

/** Reads until Azure ends. Measured: an async generator costs more. */
export function inspect(link: Link, events: EventReader, inspector: Inspector): Batches {
  let isOver = false;
  return async () => {
    while (!isOver) {
      const batch: Uint8Array[] = [];
      for (let event; (event = events.next());) batch.push(...inspector.inspect(event));
      if (inspector.begun) link.hush();
      if (batch.length) return batch;
      const chunk = await link.read();
      if (chunk) events.feed(chunk);
      else isOver = true;
    }
    const rest = events.rest();
    return rest.length ? inspector.inspect(rest) : null;
  };
}
