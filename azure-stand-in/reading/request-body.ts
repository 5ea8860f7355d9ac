// The request body as JSON, or as the fields of a form.
import type { Form } from './form.ts';
import { isObject, type JsonObject } from './json-value.ts';
import { invalidRequest, unsupportedMediaType, type Refusal } from '../answers/refusal.ts';
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

/** The kinds of body an operation may take. */
export type BodyKind = 'json' | 'form' | 'either';

/** The fields of a body of the kind that the operation takes. */
export function readFields(
  request: ReceivedRequest,
  form: Form | undefined,
  takes: BodyKind,
): JsonObject | Refusal {
  if (takes === 'json') return readJsonBody(request);
  if (form !== undefined) return form.fields;
  return takes === 'either' ? readJsonBody(request) : noForm(request);
}

/** The refusal of a body that is not a form. */
export function noForm(request: ReceivedRequest): Refusal {
  const type = request.headers['content-type'] ?? '';
  return unsupportedMediaType(`content-type '${type}', use 'multipart/form-data'`);
}
