// Which model a request names, and putting the deployment's name in that place.

import { adaptParameters, type Adaptation } from './adapt-parameters.ts';
import type { Model } from '../models/catalog.ts';
import type { Destination } from '../accounts/find-destinations.ts';
import type { GatewayError } from '../contract/errors.ts';
import { editMembers, repeatsMember, setMember } from '../formats/json-edit.ts';
import { editForm, fieldText, type Form } from './form.ts';
import type { Operation } from '../operations/table.ts';
import { isObject, parseJson, toJson } from '../formats/json.ts';
import type { FormBody, JsonBody, RequestBody } from './read-body.ts';
import { err, ok, type Result } from '../contract/result.ts';
import type { Target } from '../operations/parse-target.ts';

/** The name that a request gives its model; undefined where it gives none. */
export function namedModel(
  operation: Operation,
  target: Target,
  body: RequestBody,
): Result<unknown, GatewayError> {
  const inBody = operation.modelIn === 'session' ? sessionModel(body) : bodyModel(body);
  if (!inBody.ok) return inBody;
  return ok(target.namedModel ?? inBody.value ?? queryModel(target.query));
}

function queryModel(text: string): string | undefined {
  const query = new URLSearchParams(text);
  return query.get('model') ?? query.get('deployment') ?? undefined;
}

/** What the model would refuse, and what is done about it. */
export function adaptationOf(
  { capability }: Operation,
  body: RequestBody,
  model: Model | undefined,
): Adaptation {
  if (body.kind === 'opaque' || model?.adapt !== true) return new Map();
  const parameters = body.kind === 'json' ? body.root : presentFields(body);
  return adaptParameters(capability, model.traits, parameters);
}

/**
 * The body for Azure: the client's own bytes, unless its `model` is not the deployment's name or the
 * model would refuse a parameter. Then only those members or fields change.
 */
export function outgoingBody(
  operation: Operation,
  body: RequestBody,
  { model, deployedAs: deployment }: Destination,
  adaptation: Adaptation,
): BodyInit | null {
  if (body.kind === 'opaque') return body.bytes ?? body.stream;
  if (!model) return body.bytes;
  if (operation.modelIn === 'session') return withSessionModel(body, deployment);
  if (adaptation.size === 0 && isNamed(body, deployment)) return body.bytes;
  if (body.kind === 'form') {
    const removed = [...adaptation.keys()].map((name) => [name, undefined] as const);
    return joined(editForm(body, new Map([['model', deployment] as const, ...removed])));
  }
  const name = { kind: 'set', value: toJson(deployment) } as const;
  return editMembers(body.root, new Map([...adaptation, ['model', name]]));
}

/** Whether nothing but the deployment is named in the place of the model. */
function isNamed(body: JsonBody | FormBody, deployment: string): boolean {
  const name = bodyModel(body);
  const named = name.ok && name.value === deployment;
  return named && (body.kind === 'form' || !repeatsMember(body.root, 'model'));
}

function bodyModel(body: RequestBody): Result<unknown, GatewayError> {
  return body.kind === 'json' ? ok(body.root.get('model')) : textOf(body, 'model');
}

function sessionModel(body: RequestBody): Result<unknown, GatewayError> {
  const session = sessionOf(body);
  return session.ok ? ok(isObject(session.value) ? session.value['model'] : undefined) : session;
}

function sessionOf(body: RequestBody): Result<unknown, GatewayError> {
  const text = textOf(body, 'session');
  return text.ok && text.value !== undefined ? parsed(text.value) : text;
}

/** The text of a member or a field. */
function textOf(body: RequestBody, name: string): Result<string | undefined, GatewayError> {
  if (body.kind === 'json') return ok(body.root.valueText(name));
  return body.kind === 'form' ? fieldText(body, name) : ok(undefined);
}

/** What is no JSON here is refused: another parser might read it, and a model in it. */
function parsed(text: string): Result<unknown, GatewayError> {
  const value = parseJson(text);
  return value === undefined ? err({ kind: 'invalid_json' }) : ok(value);
}

/** The part of a body that may name other models inside: its session, or all of it. */
export function innerPart(
  { modelIn }: Operation,
  body: RequestBody,
): Result<unknown, GatewayError> {
  const whole = body.kind === 'json' ? parsed(body.root.whole()) : ok(undefined);
  return whole.ok && modelIn === 'session' ? sessionOf(body) : whole;
}

/** What is given as the session and is no object stays as it is: Azure refuses it. */
function withSessionModel(body: JsonBody | FormBody, deployment: string): BodyInit {
  const given = textOf(body, 'session');
  const absent = body.kind === 'json' ? '{}' : undefined;
  const text = given.ok ? (given.value ?? absent) : undefined;
  if (text === undefined) return body.bytes;
  const session = setMember(text, 'model', toJson(deployment));
  return body.kind === 'json'
    ? editMembers(body.root, new Map([['session', { kind: 'set', value: session }]]))
    : joined(editForm(body, new Map([['session', session]])));
}

/** Fields as parameters. Their values are text, so only their presence says something. */
function presentFields(form: Form): ReadonlyMap<string, unknown> {
  return new Map(form.fields.map(({ name }) => [name, '']));
}

/** One body of them all, without a second copy in memory. */
function joined(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const { readable, writable } = new FixedLengthStream(length);
  // Where it fails, the request that reads it fails too, and tells.
  writeAll(pieces, writable).catch(() => undefined);
  return readable;
}

async function writeAll(
  pieces: readonly Uint8Array[],
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  const writer = writable.getWriter();
  for (const piece of pieces) await writer.write(piece);
  await writer.close();
}
