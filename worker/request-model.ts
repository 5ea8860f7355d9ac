// Owns: which model a request names, and putting the deployment's name in that place.

import { adaptParameters, type Adaptation } from './adaptation.ts';
import type { Model } from './catalog.ts';
import type { GatewayError } from './errors.ts';
import { editMembers, memberText, repeatsMember, setMember } from './json-members.ts';
import { editForm, fieldText, type Form } from './multipart.ts';
import type { Operation } from './operations.ts';
import { isObject, parseJson } from './json-value.ts';
import type { RequestBody } from './request-body.ts';
import { ok, type Result } from './result.ts';
import type { Target } from './target.ts';

/** The name that a request gives its model; undefined where it gives none. */
export function namedModel(
  operation: Operation,
  target: Target,
  body: RequestBody,
): Result<unknown, GatewayError> {
  const inBody = operation.model === 'session' ? sessionModel(body) : bodyModel(body);
  if (!inBody.ok) return inBody;
  return ok(target.model ?? inBody.value ?? queryModel(target.query));
}

function queryModel(text: string): string | undefined {
  const query = new URLSearchParams(text);
  return query.get('model') ?? query.get('deployment') ?? undefined;
}

/** What goes up in place of the body that came. */
export interface OutgoingBody {
  readonly content: BodyInit | null;
  readonly adaptation: Adaptation;
}

/**
 * The body for Azure: the client's own bytes, unless its `model` is not the deployment's name or the
 * model would refuse a parameter. Then only those members or fields change.
 */
export function outgoingBody(
  operation: Operation,
  body: RequestBody,
  model: Model | undefined,
): OutgoingBody {
  const none: Adaptation = new Map();
  if (body.kind === 'opaque') return { content: body.stream, adaptation: none };
  if (model === undefined) {
    return { content: body.kind === 'json' ? body.bytes : body.form.bytes, adaptation: none };
  }
  if (operation.model === 'session') {
    return { content: withSessionModel(body, model.deployment), adaptation: none };
  }
  const parameters = body.kind === 'json' ? body.value : presentFields(body.form);
  const adaptation = model.adapt
    ? adaptParameters(operation.capability, model.traits, parameters)
    : none;
  if (body.kind === 'form') {
    const removed = [...adaptation.keys()].map((name) => [name, undefined] as const);
    const edits = new Map([['model', model.deployment] as const, ...removed]);
    const unchanged = adaptation.size === 0 && isNamed(body.form, model.deployment);
    return {
      content: unchanged ? body.form.bytes : joined(editForm(body.form, edits)),
      adaptation,
    };
  }
  const named = body.value['model'] === model.deployment && !repeatsMember(body.text, 'model');
  if (adaptation.size === 0 && named) {
    return { content: body.bytes, adaptation };
  }
  const name = { kind: 'set', value: JSON.stringify(model.deployment) } as const;
  return { content: editMembers(body.text, new Map([...adaptation, ['model', name]])), adaptation };
}

function bodyModel(body: RequestBody): Result<unknown, GatewayError> {
  if (body.kind === 'json') return ok(body.value['model']);
  return body.kind === 'form' ? fieldText(body.form, 'model') : ok(undefined);
}

function sessionModel(body: RequestBody): Result<unknown, GatewayError> {
  if (body.kind === 'opaque') return ok(undefined);
  if (body.kind === 'json') return ok(modelOf(body.value['session']));
  const session = fieldText(body.form, 'session');
  if (!session.ok || session.value === undefined) return session;
  return ok(modelOf(parseJson(session.value)));
}

function withSessionModel(
  body: Exclude<RequestBody, { readonly kind: 'opaque' }>,
  deployment: string,
): BodyInit {
  const model = JSON.stringify(deployment);
  if (body.kind === 'json') {
    const session = memberText(body.text, 'session') ?? '{}';
    return setMember(body.text, 'session', setMember(session, 'model', model));
  }
  const session = fieldText(body.form, 'session');
  if (!session.ok || session.value === undefined) return body.form.bytes;
  return joined(
    editForm(body.form, new Map([['session', setMember(session.value, 'model', model)]])),
  );
}

function modelOf(session: unknown): unknown {
  return isObject(session) ? session['model'] : undefined;
}

/** Fields as parameters. Their values are text, so only their presence says something. */
function presentFields(form: Form): Readonly<Record<string, unknown>> {
  return Object.fromEntries(form.fields.map(({ name }) => [name, '']));
}

function isNamed(form: Form, deployment: string): boolean {
  const name = fieldText(form, 'model');
  return name.ok && name.value === deployment;
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
