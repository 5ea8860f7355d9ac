// The messages of a Responses WebSocket, which name their model: those that go to Azure are read.

import { toWireError } from '../contract/errors.ts';
import { RequestFailure } from '../contract/failure.ts';
import { decode } from '../formats/bytes.ts';
import { setMember } from '../formats/json-edit.ts';
import { isObject, parseJson } from '../formats/json.ts';
import type { Backend } from '../models/backend.ts';
import { isRestricted, type ModelChoice } from '../models/catalog.ts';
import { checkNestedModels } from '../models/nested-models.ts';
import { resolveModel } from '../models/resolve-model.ts';
import { routeTo } from '../models/routes.ts';

/** What the messages of a socket may name: what the caller may use, at the account that it leads to. */
export interface Served {
  readonly choice: ModelChoice;
  readonly backend: Backend;
  /**
   * The message for Azure, from that of the client; default: that of the Responses API.
   *
   * @throws RequestFailure for a message that must not reach Azure
   */
  readonly rewrite?: (text: string, served: Served) => string;
}

interface Message {
  readonly data: string | ArrayBuffer;
}

/**
 * Relays both ways, putting deployments' names into the messages that name a model.
 *
 * @returns the client's end
 */
export function relayResponsesSocket(azure: WebSocket, served: Served): WebSocket {
  const { 0: client, 1: gateway } = new WebSocketPair();
  // Otherwise bytes come as a Blob, which does not arrive when it is sent on (seen in workerd).
  for (const socket of [gateway, azure]) {
    socket.binaryType = 'arraybuffer';
    socket.accept();
  }
  gateway.addEventListener('message', ({ data }: Message) => {
    relayToAzure(data, azure, gateway, served);
  });
  azure.addEventListener('message', ({ data }: Message) => {
    gateway.send(data);
  });
  endTogether(gateway, azure);
  endTogether(azure, gateway);
  return client;
}

/** Sends a client's message on, or an error event back. */
function relayToAzure(
  data: string | ArrayBuffer,
  azure: WebSocket,
  client: WebSocket,
  served: Served,
): void {
  // Bytes are read as text too, or a model could hide in them.
  const text = typeof data === 'string' ? data : decode(data);
  try {
    const message = (served.rewrite ?? withDeployment)(text, served);
    azure.send(message === text ? data : message);
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error;
    const { failure } = error;
    // Bytes that are not JSON name no model, and may be anything.
    if (typeof data !== 'string' && failure.kind === 'invalid_json') azure.send(data);
    else client.send(JSON.stringify({ type: 'error', ...eventOf(failure) }));
  }
}

function eventOf(failure: RequestFailure['failure']) {
  const { status, error } = toWireError(failure);
  return { status, error };
}

/**
 * The message with the deployment's name. `response.create` names its model:
 * https://learn.microsoft.com/azure/foundry/openai/how-to/responses
 */
function withDeployment(text: string, { choice, backend }: Served): string {
  const message = parseJson(text);
  if (message === undefined) throw new RequestFailure({ kind: 'invalid_json' });
  if (!isObject(message)) return text;
  const restricted = isRestricted(choice);
  if (restricted) checkNestedModels(message, choice);
  // Without a name the model would be Azure's choice.
  const isNeeded = restricted && message['type'] === 'response.create';
  if (!('model' in message) && !isNeeded) return text;
  const { name, model } = resolveModel(message['model'], 'responses', choice);
  const route = routeTo(model.routes, backend);
  if (route === undefined) throw new RequestFailure({ kind: 'model_not_on_socket', model: name });
  return setMember(text, 'model', JSON.stringify(route.deployment));
}

/** When one side closes or breaks, the other is closed with the same code. */
function endTogether(from: WebSocket, to: WebSocket): void {
  const breakOff = () => {
    to.close(1011, 'Other side left');
  };
  from.addEventListener('close', ({ code, reason }) => {
    // 1005, 1006 and 1015 only describe an end and cannot be sent:
    // https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
    if (code === 1005) to.close();
    else if (code === 1006 || code === 1015) breakOff();
    else to.close(code, reason);
  });
  from.addEventListener('error', breakOff);
}
