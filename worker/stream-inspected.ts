// Owns: the inspected way of a stream: every event is looked at, and written whole.

import { concat } from './bytes.ts';
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
    const { value, done } = await link.read();
    if (done) break;
    events.feed(value);
  }
  const rest = events.rest();
  if (rest.length) yield inspector.inspect(rest);
}

/** Writes what came together in one piece. */
export async function relayInspected(batches: Batches, link: Link): Promise<void> {
  for await (const batch of batches) await link.write(concat(batch));
}
