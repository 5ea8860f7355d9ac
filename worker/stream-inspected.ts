// Owns: the inspected way of a stream: every event is looked at.

import type { Inspector } from './chunk-filter.ts';
import type { EventReader } from './sse.ts';
import type { Link } from './stream-link.ts';

/** The events to be shown, as many at a time as came together. */
export type Batches = AsyncGenerator<readonly Uint8Array[], void>;

/** Reads until Azure ends. */
export async function* inspect(link: Link, events: EventReader, inspector: Inspector): Batches {
  for (;;) {
    const batch: Uint8Array[] = [];
    for (let event; (event = events.next());) {
      batch.push(...inspector.inspect(event));
    }
    if (inspector.begun) link.hush();
    if (batch.length) yield batch;
    const chunk = await link.read();
    if (!chunk) break;
    events.feed(chunk);
  }
  const rest = events.rest();
  if (rest.length) yield inspector.inspect(rest);
}
