// The messages of a GPT-Live WebSocket. The first one, `session.start`, names the model, and may name
// another one that answers what the session delegates:
// https://learn.microsoft.com/azure/foundry/openai/gpt-live-reference

import { RequestFailure } from '../contract/failure.ts';
import { encode } from '../formats/bytes.ts';
import { setMember } from '../formats/json-edit.ts';
import { readObject, type JsonText } from '../formats/json-object.ts';
import type { Backend } from '../models/backend.ts';
import { isRestricted, type ModelChoice } from '../models/catalog.ts';
import { resolveModel } from '../models/resolve-model.ts';
import { routeTo } from '../models/routes.ts';
import type { Capability } from '../traits/known-models.ts';

/** What a session may name. */
interface LiveModels {
  readonly choice: ModelChoice;
  /** The account that the socket leads to. */
  readonly backend: Backend;
}

const SESSION_MODEL = ['session', 'model'] as const;
const BACKEND_MODEL = ['session', 'delegation', 'responses', 'model'] as const;

/**
 * Puts deployments' names in the place of the models'.
 *
 * @returns JSON; the message's own bytes where nothing changes
 * @throws RequestFailure where the message names a model that the caller may not use or that the socket's
 *   account does not serve
 */
export function withLiveDeployments(message: JsonText, models: LiveModels): Uint8Array {
  const isStart = isRestricted(models.choice) && message.get('type') === 'session.start';
  const named = withDeploymentAt(message, SESSION_MODEL, 'live', isStart, models);
  const object = named === message.bytes ? message : readObject(named);
  return object === undefined
    ? named
    : withDeploymentAt(object, BACKEND_MODEL, 'responses', false, models);
}

/** @param isNeeded whether a message without this member is refused */
function withDeploymentAt(
  message: JsonText,
  path: readonly string[],
  capability: Capability,
  isNeeded: boolean,
  { choice, backend }: LiveModels,
): Uint8Array {
  const given = valueAt(message, path);
  if (given === undefined && !isNeeded) return message.bytes;
  const { name, model } = resolveModel(given, capability, choice);
  const route = routeTo(model.routes, backend);
  if (route === undefined) throw new RequestFailure({ kind: 'model_not_on_socket', model: name });
  return setAt(message.bytes, path, JSON.stringify(route.deployment));
}

function valueAt(object: JsonText, [first = '', ...rest]: readonly string[]): unknown {
  if (rest.length === 0) return object.get(first);
  const inner = object.valueOf(first);
  const members = inner && readObject(inner);
  return members && valueAt(members, rest);
}

/** Sets a member inside members, each of which is an object. */
function setAt(
  bytes: Uint8Array,
  [first = '', ...rest]: readonly string[],
  value: string | Uint8Array,
): Uint8Array {
  if (rest.length === 0) return setMember(bytes, first, value);
  const inner = readObject(bytes)?.valueOf(first) ?? encode('{}');
  return setMember(bytes, first, setAt(inner, rest, value));
}
