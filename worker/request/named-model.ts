// Which model a request names, and its session, where the model is named in one.

import { RequestFailure } from '../contract/failure.ts';
import { MAX_MEMBERS, MAX_SESSION_BYTES } from '../contract/limits.ts';
import { readObject, sketchValue, type JsonText } from '../formats/json-object.ts';
import { KEYS_INSIDE } from '../models/named-inside.ts';
import type { Operation } from '../operations/operation.ts';
import type { Target } from '../operations/parse-target.ts';
import { fieldText, fieldValue } from './form.ts';
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
 * @throws RequestFailure where it is not an object: Azure's parser might find a model in it all the same
 */
export function sessionOf(body: RequestBody): JsonText | undefined {
  const bytes = sessionBytes(body);
  if (bytes === undefined || sketchValue(bytes, 0).kind === 'null') return undefined;
  const session =
    bytes.length > MAX_SESSION_BYTES
      ? undefined
      : readObject(bytes, { most: MAX_MEMBERS, watch: KEYS_INSIDE });
  if (session === undefined) throw new RequestFailure({ kind: 'invalid_session' });
  return session;
}

function sessionBytes(body: RequestBody): Uint8Array | undefined {
  switch (body.kind) {
    case 'json':
      return body.root.valueOf('session');
    case 'form':
      return fieldValue(body, 'session');
    case 'opaque':
      return undefined;
  }
}

function modelOfQuery(text: string): string | undefined {
  const query = new URLSearchParams(text);
  return query.get('model') ?? query.get('deployment') ?? undefined;
}
