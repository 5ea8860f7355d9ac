// A failure that is reported inside a stream, after status 200. Each API has a form of its own for it.
import type { Fault } from '../faults/fault.ts';
import { toFrame } from './event-frame.ts';

/** What went wrong. */
export interface StreamFailure {
  readonly type: string;
  readonly code: string | null;
  readonly message: string;
  /** The events by which Responses report it: see `stream-error` in faults/fault.ts. */
  readonly events: 'error' | 'failed' | 'failed-and-error';
}

/** The frames of a failure that comes after `at` events. */
export type FailureFrames = (failure: StreamFailure, at: number) => readonly Buffer[];

/** The failure that the request asks for, and the number of events before it. */
export function failureOf(fault: Fault): readonly [StreamFailure, number] | undefined {
  const events = fault['stream-error'];
  const at = fault['error-frame'];
  if (events !== undefined) {
    // After `response.created` and `response.in_progress`, which come with the reports of this kind.
    const usual = events === 'failed' ? 2 : 0;
    const failure = { ...RATE_LIMIT, events: events as StreamFailure['events'] };
    return [failure, at ?? usual];
  }
  return at === undefined ? undefined : [SERVER_ERROR, at];
}

/**
 * In the form of chat, and of all streams that have no other: a chunk with `error`, which ends the
 * stream (github openai/openai-node, src/core/streaming.ts).
 */
export function chunkFailure({ type, code, message }: StreamFailure): readonly Buffer[] {
  const isLimit = code === RATE_LIMIT.code;
  // Azure's chat gives the status as the code (github alex-wolf-ps/dbchatprov2#2).
  const error = isLimit ? { code: '429', message } : { message, type, param: null, code };
  return [toFrame({ error })];
}

/** github earendil-works/pi#7983, on Azure */
export const RATE_LIMIT: StreamFailure = {
  type: 'too_many_requests',
  code: 'rate_limit_exceeded',
  message: 'Your requests to the deployment have exceeded rate limit.',
  events: 'failed',
};

const SERVER_ERROR: StreamFailure = {
  type: 'server_error',
  code: null,
  message: 'The server had an error while processing your request. Sorry about that!',
  events: 'error',
};
