// What is done with the stream of one answer, by its operation, its model, the settings and the
// user's own.

import type { AzureCall } from '../context.ts';
import type { Typewriter } from '../contract/env.ts';
import type { Destination } from '../models/destination.ts';
import { timeoutsOf, type Timeouts } from '../models/timeouts.ts';
import type { StreamKind } from '../operations/operation.ts';

/**
 * How a stream is relayed. `fast`: the first event is read and the rest is piped natively.
 * `inspected`: every event is looked at. `events` and `smooth`: the typewriter, which also decides
 * when each event is written.
 */
export type StreamMode = 'fast' | 'inspected' | 'events' | 'smooth';

export interface StreamPlan {
  readonly mode: StreamMode;
  readonly kind: StreamKind;
  /** Tokens are counted, also in answers that are not streams. */
  readonly countTokens: boolean;
  /** The end of the answer is waited for, whatever it holds. */
  readonly isFollowed: boolean;
  /** The gateway requested the event with the tokens and the client did not: it is left out. */
  readonly dropUsage: boolean;
  readonly timeouts: Pick<Timeouts, 'firstByteMs' | 'idleMs'>;
}

/** Plans the stream of an answer. */
export function planStream(call: AzureCall, { model }: Destination, dropUsage = false): StreamPlan {
  const { operation, caller, config } = call;
  const { settings } = config;
  const { stream: kind, capability } = operation;
  const timeouts = timeoutsOf(model);
  const countTokens = capability !== undefined && countsTokens(call);
  const mode = chooseMode({
    kind,
    asyncFilter: model?.asyncFilter === true,
    countTokens,
    typewriter: caller.typewriter ?? settings.typewriter,
    isWatched: timeouts.idleMs !== undefined,
  });
  const isFollowed = caller.plan !== undefined;
  return { mode, kind, countTokens, isFollowed, dropUsage, timeouts };
}

/** Whether the tokens of the answer are counted, for the log or for the caller's limits. */
export function countsTokens({ config, caller }: AzureCall): boolean {
  return config.settings.usage || caller.plan !== undefined;
}

/** What decides the mode. */
export interface ModeFacts {
  readonly kind: StreamKind;
  /** The model's content filter was declared to be asynchronous. Only chat shows it. */
  readonly asyncFilter: boolean;
  readonly countTokens: boolean;
  readonly typewriter: Typewriter;
  /** Silence between two events ends the stream. One that is piped natively cannot be watched. */
  readonly isWatched: boolean;
}

/** The cheapest mode that does what is needed. */
export function chooseMode(facts: ModeFacts): StreamMode {
  const { kind, asyncFilter, countTokens, typewriter, isWatched } = facts;
  if (kind === 'other') return isWatched || countTokens ? 'inspected' : 'fast';
  if (typewriter !== 'off') return typewriter;
  const isInspected = countTokens || isWatched || (asyncFilter && kind === 'chat');
  return isInspected ? 'inspected' : 'fast';
}
