// How Responses report a failure inside a stream. Reports of Azure's rate limits show three series of
// events: `response.failed` without a reason, then `error` (github earendil-works/pi#7983);
// `response.failed` with the reason, after the first two events (earendil-works/pi#1458); `error` alone
// (sozercan/vekil#267, openai/openai-python#2699).
import { toTypedFrame } from '../../delivery/event-frame.ts';
import type { FailureFrames, StreamFailure } from '../../delivery/stream-failure.ts';
import { openResponse, type ResponseParts } from './response-body.ts';

/** Frames of the failure of a response. */
export function failureFrames(parts: ResponseParts): FailureFrames {
  return (failure, at) => {
    switch (failure.events) {
      case 'error':
        return [toTypedFrame(errorEvent(failure, at))];
      case 'failed':
        return [toTypedFrame(failedEvent(parts, failure, at))];
      case 'failed-and-error':
        return [
          toTypedFrame(failedEvent(parts, undefined, at)),
          toTypedFrame(errorEvent(failure, at + 1)),
        ];
    }
  };
}

/** The response as it is once it has failed. `reason` is not always in it. */
export function failedResponse(parts: ResponseParts, reason: StreamFailure | undefined): object {
  const error = reason === undefined ? null : { code: reason.code, message: reason.message };
  return { ...openResponse(parts, 'in_progress'), status: 'failed', error };
}

function failedEvent(parts: ResponseParts, reason: StreamFailure | undefined, at: number) {
  const response = failedResponse(parts, reason);
  return { type: 'response.failed', sequence_number: at, response };
}

/**
 * The reference has the fields at the top (https://platform.openai.com/docs/api-reference/
 * responses-streaming/error), the reports of rate limits have them in `error`.
 */
function errorEvent({ type, code, message }: StreamFailure, at: number) {
  const fields = { code, message, param: null };
  const isLimit = type === 'too_many_requests';
  return {
    type: 'error',
    sequence_number: at,
    ...(isLimit ? { error: { type, ...fields } } : fields),
  };
}
