// Owns: the request body as JSON. Must not know what is in it.
import { isObject, type JsonObject } from './json-value.ts';
import { invalidRequest, unsupportedMediaType, type Refusal } from './refusal.ts';
import type { ReceivedRequest } from './received-request.ts';

/** Reads a JSON object, uncompressed: Azure decodes no `content-encoding`. */
export function readJsonBody(request: ReceivedRequest): JsonObject | Refusal {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    return unsupportedMediaType(`content-encoding '${encoding}'`);
  }
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    return unsupportedMediaType(`content-type '${type}', use 'application/json'`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(request.body.toString());
  } catch {
    parsed = undefined;
  }
  return isObject(parsed)
    ? parsed
    : invalidRequest(
        'We could not parse the JSON body of your request. The API expects a JSON payload.',
        null,
      );
}
