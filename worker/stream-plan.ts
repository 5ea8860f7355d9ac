// Owns: what is done with the stream of one answer, by its operation, its model, the settings and
// the user's own.

import type { Inspection } from './chunk-filter.ts';
import type { Destination } from './destination.ts';
import type { Typewriter } from './env.ts';
import type { Call } from './exchange.ts';
import { streamWay, type StreamWay } from './stream-way.ts';

/** What is done with an answer's stream. */
export interface StreamPlan extends Inspection {
  readonly way: StreamWay;
  readonly typewriter: Typewriter;
  /** Tokens are counted, in answers that are no streams as well. */
  readonly usage: boolean;
}

/**
 * Plans it.
 *
 * @param dropUsage the gateway asked for the tokens, and not the client
 */
export function planStream(
  { operation, caller, config }: Call,
  { model }: Destination,
  dropUsage = false,
): StreamPlan {
  const { chunks, capability } = operation;
  const typewriter = caller.typewriter ?? config.settings.typewriter;
  const usage = config.settings.usage && capability !== undefined;
  const facts = { chunks, asyncFilter: model?.asyncFilter === true, usage, typewriter };
  return { ...facts, dropUsage, way: streamWay(facts) };
}
