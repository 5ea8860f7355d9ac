// The messages of a GPT-Live WebSocket. The first one, `session.start`, names the model, and may name
// another one that answers what the session delegates:
// https://learn.microsoft.com/azure/foundry/openai/gpt-live-reference

import { RequestFailure } from '../contract/failure.ts';
import { setMember } from '../formats/json-edit.ts';
import { readObject } from '../formats/json-object.ts';
import { isObject, parseJson } from '../formats/json.ts';
import { onePiece } from '../formats/text-pieces.ts';
import { isRestricted } from '../models/catalog.ts';
import type { Capability } from '../traits/known-models.ts';
import { checkNestedModels } from '../models/nested-models.ts';
import { resolveModel } from '../models/resolve-model.ts';
import { routeTo } from '../models/routes.ts';
import type { Served } from './socket-messages.ts';

const SESSION_MODEL = ['session', 'model'] as const;
const BACKEND_MODEL = ['session', 'delegation', 'responses', 'model'] as const;

/**
 * Puts deployments' names in the place of the models'.
 *
 * @throws RequestFailure where the message is not JSON, or names a model that the caller may not use or
 *   that the socket's account does not serve
 */
export function withLiveDeployments(text: string, served: Served): string {
  const { choice } = served;
  const restricted = isRestricted(choice);
  // Most messages are sound, which is not worth parsing.
  if (!restricted && !text.includes('"session"')) return text;
  const message = parseJson(text);
  if (message === undefined) throw new RequestFailure({ kind: 'invalid_json' });
  if (!isObject(message)) return text;
  if (restricted) checkNestedModels(message['session'], choice);
  const isNeeded = restricted && message['type'] === 'session.start';
  const named = withDeploymentAt(text, message, SESSION_MODEL, 'live', isNeeded, served);
  return withDeploymentAt(named, message, BACKEND_MODEL, 'responses', false, served);
}

/** @param isNeeded whether a message without this member is refused */
function withDeploymentAt(
  text: string,
  message: unknown,
  path: readonly string[],
  capability: Capability,
  isNeeded: boolean,
  { choice, backend }: Served,
): string {
  const given = path.reduce<unknown>(
    (inner, name) => (isObject(inner) ? inner[name] : undefined),
    message,
  );
  if (given === undefined && !isNeeded) return text;
  const { name, model } = resolveModel(given, capability, choice);
  const route = routeTo(model.routes, backend);
  if (route === undefined) throw new RequestFailure({ kind: 'model_not_on_socket', model: name });
  return setAt(text, path, JSON.stringify(route.deployment));
}

/** Sets a member inside members. Every one of them is an object. */
function setAt(text: string, [first = '', ...rest]: readonly string[], value: string): string {
  if (rest.length === 0) return setMember(text, first, value);
  const inner = readObject(onePiece(text))?.valueText(first) ?? '{}';
  return setMember(text, first, setAt(inner, rest, value));
}
