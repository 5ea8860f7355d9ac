// A response as a stream: all of its events when it is created, the rest of them when a client that was cut
// off asks for it again.
import type { EventsAnswer } from '../../answers/answer.ts';
import { toTypedFrame } from '../../delivery/event-frame.ts';
import type { FailureFrames } from '../../delivery/stream-failure.ts';
import type { ResponseParts } from './response-body.ts';
import { responseEvents } from './response-events.ts';
import { failureFrames } from './response-failure.ts';

/** A stream that also says how a failure in it is reported. */
export type ResponseStream = EventsAnswer & { readonly failureFrames: FailureFrames };

/**
 * The events whose numbers are greater than `after`. A stream does not end in `[DONE]`:
 * `response.completed` is the last event.
 */
export function responseStream(parts: ResponseParts, after = -1): ResponseStream {
  const events = responseEvents(parts).filter((event) => event.sequence_number > after);
  return { kind: 'events', frames: events.map(toTypedFrame), failureFrames: failureFrames(parts) };
}
