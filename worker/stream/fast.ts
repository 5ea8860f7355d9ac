// The opening of a stream on the fast way. It is read up to the first event that is worth
// showing, to drop Azure's opener; cost per event decides everything, so no other is looked at.

import { classifyFirst } from './event-filter.ts';
import type { Operation } from '../operations/table.ts';
import type { EventReader } from './server-sent-events.ts';
import type { Link } from './ends.ts';

/**
 * Relays the opening.
 *
 * @returns whether all that comes after it can be piped; false where the first event tells of an
 *   asynchronous content filter: it is then left in `events`, with what follows
 */
export async function relayOpening(
  link: Link,
  events: EventReader,
  chunks: Operation['chunks'],
): Promise<boolean> {
  for (;;) {
    const chunk = await link.read();
    if (!chunk) break;
    events.feed(chunk);
    // Azure opens no other streams with anything that has to go.
    if (chunks !== 'chat' && chunks !== 'text') break;
    for (let event; (event = events.next());) {
      const first = classifyFirst(event);
      if (first === 'opener') continue;
      if (first !== 'silent') {
        events.rewind(event);
        if (first === 'unannotated' && chunks === 'chat') return false;
        // Not awaited: what is piped next queues behind it.
        link.write(events.rest()).catch(() => undefined);
        return true;
      }
      await link.write(event);
    }
  }
  const rest = events.rest();
  if (rest.length) await link.write(rest);
  return true;
}
