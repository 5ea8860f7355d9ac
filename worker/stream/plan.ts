// What is done with the stream of one answer, by its operation, its model, the settings and
// the user's own.

import type { Inspection } from './event-filter.ts';
import type { Timeouts } from '../models/catalog.ts';
import type { Destination } from '../accounts/find-destinations.ts';
import type { Typewriter } from '../contract/env.ts';
import { timeoutsOf, type Call } from '../azure/send.ts';
import { streamWay, type StreamWay } from './choose-mode.ts';

/** What is done with an answer's stream. */
export interface StreamPlan extends Inspection {
  readonly way: StreamWay;
  readonly typewriter: Typewriter;
  /** Tokens are counted, in answers that are no streams as well. */
  readonly usage: boolean;
  readonly timeouts: Pick<Timeouts, 'firstByteMs' | 'idleMs'>;
}

/**
 * Plans it.
 *
 * @param dropUsage the gateway asked for the tokens, and not the client
 */
export function planStream(call: Call, { model }: Destination, dropUsage = false): StreamPlan {
  const { chunks, capability } = call.operation;
  const { settings } = call.config;
  const timeouts = timeoutsOf(model);
  const facts = {
    chunks,
    asyncFilter: model?.asyncFilter,
    usage: settings.usage && !!capability,
    typewriter: call.caller.typewriter ?? settings.typewriter,
    watched: !!timeouts.idleMs,
  };
  return { ...facts, dropUsage, timeouts, way: streamWay(facts) };
}
