// Which model a request names, and which part of it may name others.

import { RequestFailure } from '../contract/failure.ts';
import { isObject, parseJson } from '../formats/json.ts';
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
  const inBody = operation.modelIn === 'session' ? modelOfSession(body) : modelOfBody(body);
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

/** The part of a body that may name further models: its session, or all of it. */
export function partWithNestedModels({ modelIn }: Operation, body: RequestBody): unknown {
  // Text that is not valid JSON is refused: Azure's parser might accept it and find a model in it.
  const whole = body.kind === 'json' ? parseOrRefuse(body.root.whole()) : undefined;
  return modelIn === 'session' ? sessionOf(body) : whole;
}

/** The text of the session, as a member or a field; undefined where there is none. */
export function sessionText(body: RequestBody): string | undefined {
  switch (body.kind) {
    case 'json':
      return body.root.valueText('session');
    case 'form':
      return fieldText(body, 'session');
    case 'opaque':
      return undefined;
  }
}

function modelOfSession(body: RequestBody): unknown {
  const session = sessionOf(body);
  return isObject(session) ? session['model'] : undefined;
}

function sessionOf(body: RequestBody): unknown {
  const text = sessionText(body);
  return text === undefined ? undefined : parseOrRefuse(text);
}

function parseOrRefuse(text: string): unknown {
  const value = parseJson(text);
  if (value === undefined) throw new RequestFailure({ kind: 'invalid_json' });
  return value;
}

function modelOfQuery(text: string): string | undefined {
  const query = new URLSearchParams(text);
  return query.get('model') ?? query.get('deployment') ?? undefined;
}
