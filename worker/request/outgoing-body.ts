// The body that goes to Azure: the client's own bytes, unless its `model` is not the deployment's name
// or the model would refuse a parameter. Then only those members or fields change.

import { editMembers, repeatsMember, setMember, type MemberEdit } from '../formats/json-edit.ts';
import type { Destination } from '../models/destination.ts';
import type { Operation } from '../operations/operation.ts';
import { editForm } from './form.ts';
import { modelOfBody, sessionText } from './named-model.ts';
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
  return editMembers(body.root, new Map([...members, ['model', model]]));
}

function outgoingForm(body: FormBody, deployment: string, removed: readonly string[]): BodyInit {
  if (modelOfBody(body) === deployment && removed.length === 0) return body.bytes;
  return joined(editForm(body, new Map([['model', deployment]]), removed));
}

/** A session that is not an object stays as it is: Azure refuses it. */
function withSessionModel(body: JsonBody | FormBody, deployment: string): BodyInit {
  const given = sessionText(body);
  if (body.kind === 'form') {
    if (given === undefined) return body.bytes;
    const session = setMember(given, 'model', JSON.stringify(deployment));
    return joined(editForm(body, new Map([['session', session]]), []));
  }
  const session = setMember(given ?? '{}', 'model', JSON.stringify(deployment));
  return editMembers(body.root, new Map([['session', { kind: 'set', value: session }]]));
}

/** One body of all pieces, without a second copy in memory. */
function joined(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
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
