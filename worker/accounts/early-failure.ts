// Failures that Azure reports inside a stream, after status 200, before any part of the answer. Seen as
// `response.failed`, as `error` in two shapes, and as chat's `{"error":{…}}`; also after the events that
// only say that a response exists, and after chat's chunk without choices.

import { errorBody, errorType } from '../contract/errors.ts';
import { decode } from '../formats/bytes.ts';
import { isList, isObject, parseObject, type JsonObject } from '../formats/json.ts';
import { JSON_TYPE } from '../http/media-type.ts';
import type { StreamKind } from '../operations/operation.ts';
import { eventData } from '../stream/server-sent-events.ts';

/** What one of the first events of a stream shows. */
export type FirstEvent =
  | { readonly kind: 'answer' }
  /** It holds nothing of the answer: a comment, or news that the answer will come. */
  | { readonly kind: 'prelude' }
  /** `error` is empty where Azure gives no reason, which the next event may do. */
  | { readonly kind: 'failure'; readonly error: JsonObject };

const ANSWER: FirstEvent = { kind: 'answer' };
const PRELUDE: FirstEvent = { kind: 'prelude' };

/** The type of a Responses event is at its very front. The rest may be long: it repeats the request. */
const FRONT_BYTES = 200;
const EVENT_TYPE = /^(?:event: ?|data: ?\{\s*"type"\s*:\s*")([\w.]+)/m;
const PRELUDES_OF_RESPONSE: ReadonlySet<string> = new Set([
  'response.created',
  'response.in_progress',
  'response.queued',
  'keepalive',
]);

/** What a chunk of chat or completions must contain to be anything but an answer. */
const UNUSUAL_CHUNK = /^event: ?error|"error"|"choices"\s*:\s*\[\s*\]/m;

/** Classifies an event that comes before any part of the answer. */
export function classifyFirstEvent(event: Uint8Array, kind: StreamKind): FirstEvent {
  switch (kind) {
    case 'other':
      return ANSWER;
    case 'response':
      return classifyResponseEvent(event);
    case 'chat':
    case 'text':
      return classifyChunk(event);
  }
}

function classifyResponseEvent(event: Uint8Array): FirstEvent {
  const front = decode(event.subarray(0, FRONT_BYTES));
  if (!/^data:/m.test(front) && !/^data:/m.test(decode(event))) return PRELUDE;
  const type = EVENT_TYPE.exec(front)?.[1];
  if (type !== undefined && PRELUDES_OF_RESPONSE.has(type)) return PRELUDE;
  const isFailure = type === undefined || type === 'response.failed' || type === 'error';
  return isFailure ? failureIn(event, type !== undefined) : ANSWER;
}

function classifyChunk(event: Uint8Array): FirstEvent {
  const text = decode(event);
  if (!/^data:/m.test(text)) return PRELUDE;
  if (!UNUSUAL_CHUNK.test(text)) return ANSWER;
  const { choices, usage } = parseObject(eventData(event)) ?? {};
  if (isList(choices) && choices.length > 0) return ANSWER;
  const found = failureIn(event, /^event: ?error/m.test(text));
  if (found.kind === 'failure') return found;
  return isList(choices) && !isObject(usage) ? PRELUDE : ANSWER;
}

/** @param isFailure it is one even without a reason */
function failureIn(event: Uint8Array, isFailure: boolean): FirstEvent {
  const data = parseObject(eventData(event)) ?? {};
  const { response } = data;
  const error = isObject(response) ? response['error'] : data['error'];
  if (isObject(error)) return { kind: 'failure', error };
  if (!isFailure) return ANSWER;
  // The event itself has the members of an error; its `type` only says that it is an event.
  const { code, message, param } = data;
  return { kind: 'failure', error: message === undefined ? {} : { code, message, param } };
}

const TOO_MANY = /rate_?limit|too_?many_?requests|quota|throttl|no_?capacity/i;
const OVERLOADED = /overload|unavailable/i;
/** https://platform.openai.com/docs/api-reference/responses/object, `error.code` */
const REQUEST_FAULT = /invalid|filter|policy|unsupported|image|context_length|not_found|too_large/i;

/** The HTTP status for an error that came inside a stream. */
export function statusOfError({ status, code, type }: JsonObject): number {
  for (const value of [status, code]) {
    const number = Number(value);
    if (Number.isInteger(number) && number >= 400 && number < 600) return number;
  }
  const names = [code, type].filter((name) => typeof name === 'string').join(' ');
  if (TOO_MANY.test(names)) return 429;
  if (OVERLOADED.test(names)) return 503;
  return REQUEST_FAULT.test(names) ? 400 : 500;
}

/** The response that Azure would have given, had it failed before the stream began. */
export function toFailedResponse(error: JsonObject, streamed: Response): Response {
  const status = statusOfError(error);
  const { message } = error;
  const headers = new Headers(streamed.headers);
  headers.set('content-type', JSON_TYPE);
  headers.delete('content-length');
  headers.delete('content-encoding');
  const body = errorBody({
    message: typeof message === 'string' ? message : 'Azure failed before it began to answer.',
    type: textOf(error['type']) ?? errorType(status),
    param: textOf(error['param']) ?? null,
    code: textOf(error['code']) ?? null,
  });
  return new Response(body, { status, headers });
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}
