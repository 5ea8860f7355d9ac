// Brings Azure's error bodies, which have several shapes, into the one that OpenAI clients read. What
// Azure says is kept; what is missing is filled in.

import type { RequestContext } from '../context.ts';
import { errorBody, errorType } from '../contract/errors.ts';
import { ERROR_BODY_TIMEOUT_MS, MAX_ERROR_BODY_BYTES } from '../contract/limits.ts';
import { decode } from '../formats/bytes.ts';
import { readUpTo, type ReadLimits } from '../formats/read-stream.ts';
import { isObject, parseObject, type JsonObject } from '../formats/json.ts';

/** The request that waits for it. */
export type Waiting = Pick<RequestContext, 'timer' | 'held'>;

/** Reads an error's body; undefined where it is too long, breaks off, or does not end in time. */
export async function readErrorBody(
  response: Response,
  { timer, held }: Waiting,
): Promise<Uint8Array | undefined> {
  const limits: ReadLimits = {
    limitBytes: MAX_ERROR_BODY_BYTES,
    hold: held.add,
  };
  const read = readUpTo(response.body, limits).catch(() => undefined);
  const body = await timer.waitFor(ERROR_BODY_TIMEOUT_MS, read);
  return typeof body === 'string' ? undefined : body;
}

/**
 * Reads an error response of Azure's and gives the JSON text for the client.
 * Shapes seen: `{"error":{"code","message"}}` without `type` and `param`; `{"statusCode","message"}`
 * without `error`; HTML of a proxy in between.
 */
export async function toOpenAIErrorBody(response: Response, waiting: Waiting): Promise<string> {
  const bytes = await readErrorBody(response, waiting);
  const text = bytes === undefined ? '' : decode(bytes);
  const body = parseObject(text) ?? {};
  const error = errorOf(body);
  const message = error['message'] ?? body['message'];
  const { status } = response;
  const type = errorType(status);
  if (typeof message !== 'string') {
    const missing = `Azure answered with status ${status} and no message.`;
    return errorBody({ message: missing, type, param: null, code: 'upstream_error' });
  }
  const isComplete = ['message', 'type', 'param', 'code'].every((member) => member in error);
  if (isComplete) return text;
  return errorBody({ type, param: null, code: null, ...error, message });
}

/** The `error` object of a body; empty where there is none. */
export function errorOf(body: JsonObject): JsonObject {
  const { error } = body;
  return isObject(error) ? error : {};
}
