// The messages of a GPT-Live WebSocket. The first one, `session.start`, names the model, and may name
// another one that answers what the session delegates:
// https://learn.microsoft.com/azure/foundry/openai/gpt-live-reference

import { RequestFailure } from '../contract/failure.ts';
import { MAX_MEMBERS } from '../contract/limits.ts';
import { encode } from '../formats/bytes.ts';
import { setMember } from '../formats/json-edit.ts';
import { readObject, sketchValue, type JsonText } from '../formats/json-object.ts';
import { isRestricted } from '../models/catalog.ts';
import type { Capability } from '../traits/known-models.ts';
import { deploymentOnSocket, type SocketModels } from './socket-model.ts';

const SESSION_MODEL = ['session', 'model'] as const;
const BACKEND_MODEL = ['session', 'delegation', 'responses', 'model'] as const;

/**
 * Puts deployments' names in the place of the models'.
 *
 * @returns JSON; the message's own bytes where nothing changes
 * @throws RequestFailure where the message names a model that the caller may not use or that the socket's
 *   account does not serve, or its session is not an object
 */
export function withLiveDeployments(message: JsonText, models: SocketModels): Uint8Array {
  const isStart = isRestricted(models.choice) && message.get('type') === 'session.start';
  const named = withDeploymentAt(message, SESSION_MODEL, 'live', isStart, models);
  const session = named === message.bytes ? message : readWithin(named);
  return withDeploymentAt(session, BACKEND_MODEL, 'responses', false, models);
}

/** @param isNeeded whether a message without this member is refused */
function withDeploymentAt(
  message: JsonText,
  path: readonly string[],
  capability: Capability,
  isNeeded: boolean,
  models: SocketModels,
): Uint8Array {
  const given = valueAt(message, path);
  if (given === undefined && !isNeeded) return message.bytes;
  return setAt(message, path, JSON.stringify(deploymentOnSocket(given, capability, models)));
}

function valueAt(object: JsonText, [first = '', ...rest]: readonly string[]): unknown {
  if (rest.length === 0) return object.get(first);
  const inner = objectAt(object, first);
  return inner && valueAt(inner, rest);
}

/** Sets a member inside members, each of which is an object. */
function setAt(
  object: JsonText,
  [first = '', ...rest]: readonly string[],
  value: string,
): Uint8Array {
  if (rest.length === 0) return setMember(object, first, value);
  const inner = objectAt(object, first) ?? readWithin(encode('{}'));
  return setMember(object, first, setAt(inner, rest, value));
}

/** The object that a member holds; undefined where there is none. */
function objectAt(object: JsonText, key: string): JsonText | undefined {
  const bytes = object.valueOf(key);
  if (bytes === undefined || sketchValue(bytes, 0).kind === 'null') return undefined;
  return readWithin(bytes);
}

/** @throws RequestFailure where it is not an object, or one with too many members */
function readWithin(bytes: Uint8Array): JsonText {
  const object = readObject(bytes, { most: MAX_MEMBERS });
  if (object === undefined) throw new RequestFailure({ kind: 'invalid_session' });
  return object;
}
