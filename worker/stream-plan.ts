// Owns: what is done with the stream of one answer, by its operation, its model, the settings and
// the user's own.

import type { Inspection } from './chunk-filter.ts';
import type { Timeouts } from './catalog.ts';
import type { Destination } from './destination.ts';
import type { Typewriter } from './env.ts';
import { timeoutsOf, type Call } from './exchange.ts';
import { streamWay, type StreamWay } from './stream-way.ts';

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
