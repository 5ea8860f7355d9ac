// The body that goes to Azure: the client's own bytes, unless its `model` is not the deployment's name
// or the model would refuse a parameter. Then only those members or fields change.

import { concat, encode } from '../formats/bytes.ts';
import { editMembers, repeatsMember, type MemberEdit } from '../formats/json-edit.ts';
import type { Destination } from '../models/destination.ts';
import type { Operation } from '../operations/operation.ts';
import { editForm } from './form.ts';
import { modelOfBody, sessionOf } from './named-model.ts';
import type { FormBody, JsonBody, RequestBody } from './read-body.ts';

/** What changes in a body besides the model's name: members of JSON, fields of a form. */
export interface BodyChanges {
  readonly members: ReadonlyMap<string, MemberEdit>;
  readonly removedFields: readonly string[];
}

/** Puts the deployment's name in the place of the model's, and makes the changes. */
export function outgoingBody(
  operation: Operation,
  body: RequestBody,
  { model, route }: Destination,
  changes: BodyChanges,
): BodyInit | null {
  if (body.kind === 'opaque') return body.bytes ?? body.stream;
  if (model === undefined) return body.bytes;
  const { deployment } = route;
  if (operation.modelIn === 'session') return withSessionModel(body, deployment);
  return body.kind === 'json'
    ? outgoingJson(body, deployment, changes.members)
    : outgoingForm(body, deployment, changes.removedFields);
}

function outgoingJson(
  body: JsonBody,
  deployment: string,
  members: ReadonlyMap<string, MemberEdit>,
): BodyInit {
  const isNamed = modelOfBody(body) === deployment && !repeatsMember(body.root, 'model');
  if (isNamed && members.size === 0) return body.bytes;
  const model: MemberEdit = { kind: 'set', value: JSON.stringify(deployment) };
  return joined(editMembers(body.root, new Map([...members, ['model', model]])));
}

function outgoingForm(body: FormBody, deployment: string, removed: readonly string[]): BodyInit {
  if (modelOfBody(body) === deployment && removed.length === 0) return body.bytes;
  return joined(editForm(body, new Map([['model', encode(deployment)]]), removed));
}

function withSessionModel(body: JsonBody | FormBody, deployment: string): BodyInit {
  const edit: ReadonlyMap<string, MemberEdit> = new Map([
    ['model', { kind: 'set', value: JSON.stringify(deployment) }],
  ]);
  const given = sessionOf(body);
  if (body.kind === 'form') {
    if (given === undefined) return body.bytes;
    return joined(editForm(body, new Map([['session', concat(editMembers(given, edit))]]), []));
  }
  const session =
    given === undefined ? JSON.stringify({ model: deployment }) : concat(editMembers(given, edit));
  return joined(editMembers(body.root, new Map([['session', { kind: 'set', value: session }]])));
}

/** Shorter bodies are copied into one array, which costs less than a stream. */
const STREAMED_BYTES = 64 * 1024;

/** One body of all pieces, without a second copy in memory of a long one. */
function joined(pieces: readonly Uint8Array[]): BodyInit {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (length <= STREAMED_BYTES) return concat(pieces);
  const { readable, writable } = new FixedLengthStream(length);
  // If it fails, the request that reads the other end fails too and reports it.
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
