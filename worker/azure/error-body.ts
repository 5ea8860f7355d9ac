// Putting Azure's error bodies, of which there are several shapes, into the one that OpenAI
// clients read. What Azure says is kept; what is missing is filled in.

import { decode, readUpTo } from '../formats/bytes.ts';
import { errorBody, errorType } from '../contract/errors.ts';
import { isObject, parseObject } from '../formats/json.ts';
import { ERROR_BODY_TIMEOUT_MS, MAX_ERROR_BODY_BYTES } from '../contract/limits.ts';
import type { Patience } from '../wait.ts';
import { isText } from '../formats/json-checks.ts';

/** Reads an error's body; undefined where it is too long, breaks off, or does not end in time. */
export function readErrorBody(
  response: Response,
  wait: Patience['wait'],
): Promise<Uint8Array | undefined> {
  return wait(
    ERROR_BODY_TIMEOUT_MS,
    readUpTo(response.body, MAX_ERROR_BODY_BYTES).catch(() => undefined),
  );
}

/**
 * Reads an error response of Azure's and gives the JSON text for the client.
 * Shapes seen: `{"error":{"code","message"}}` without `type` and `param`; `{"statusCode","message"}`
 * without `error`; HTML of a gateway in between.
 */
export async function toOpenAIErrorBody(
  response: Response,
  wait: Patience['wait'],
): Promise<string> {
  const bytes = await readErrorBody(response, wait);
  const text = bytes ? decode(bytes) : '';
  const body = parseObject(text) ?? {};
  const error = isObject(body['error']) ? body['error'] : {};
  const message = error['message'] ?? body['message'];
  const { status } = response;
  const filled = {
    message: `Azure answered with status ${status} and no message.`,
    type: errorType(status),
    param: null,
    code: 'upstream_error',
  };
  if (!isText(message)) return errorBody(filled);
  if (Object.keys(filled).every((member) => member in error)) return text;
  return errorBody({ ...filled, code: null, ...error, message });
}
