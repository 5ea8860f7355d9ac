// Which model a request names, and its session, where the model is named in one.

import type { JsonText } from '../formats/json-object.ts';
import type { Operation } from '../operations/operation.ts';
import type { Target } from '../operations/parse-target.ts';
import { fieldText } from './form.ts';
import type { RequestBody } from './read-body.ts';

/**
 * The name that a request gives its model, which may be any JSON value; undefined where it gives none.
 *
 * @throws RequestFailure where the body that should name it cannot be read
 */
export function readModelName(operation: Operation, target: Target, body: RequestBody): unknown {
  const inBody =
    operation.modelIn === 'session' ? sessionOf(body)?.get('model') : modelOfBody(body);
  return target.modelInUrl ?? inBody ?? modelOfQuery(target.query);
}

/** The model that a body names at its top. */
export function modelOfBody(body: RequestBody): unknown {
  switch (body.kind) {
    case 'json':
      return body.root.get('model');
    case 'form':
      return fieldText(body, 'model');
    case 'opaque':
      return undefined;
  }
}

/**
 * The session, as a member or a field; undefined where there is none.
 *
 * @throws RequestFailure where it is not an object
 */
export function sessionOf(body: RequestBody): JsonText | undefined {
  return body.kind === 'opaque' ? undefined : body.session();
}

function modelOfQuery(text: string): string | undefined {
  const query = new URLSearchParams(text);
  return query.get('model') ?? query.get('deployment') ?? undefined;
}
