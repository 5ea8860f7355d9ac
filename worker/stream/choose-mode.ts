// The one decision which way a streamed answer takes.

import type { Typewriter } from '../contract/env.ts';
import type { Operation } from '../operations/table.ts';

/**
 * `fast`: the first event is read, all others are piped natively. `inspected`: every event is looked
 * at. `typewriter`: that, and each is written when it is due.
 */
export type StreamWay = 'fast' | 'inspected' | 'typewriter';

export interface WayFacts {
  readonly chunks: Operation['chunks'];
  /** The model's content filter was declared to be asynchronous; only chat shows it. */
  readonly asyncFilter: boolean | undefined;
  /** Tokens are to be counted. */
  readonly usage: boolean;
  readonly typewriter: Typewriter;
  /** Silence between two events ends it: a stream that is piped natively cannot be watched. */
  readonly watched: boolean;
}

/** The cheapest way that does what is wanted. */
export function streamWay({
  chunks,
  asyncFilter,
  usage,
  typewriter,
  watched,
}: WayFacts): StreamWay {
  if (chunks === 'other') return watched ? 'inspected' : 'fast';
  if (typewriter !== 'off') return 'typewriter';
  return usage || watched || (asyncFilter && chunks === 'chat') ? 'inspected' : 'fast';
}
