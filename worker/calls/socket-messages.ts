// WebSockets to Azure. Realtime is relayed natively, close codes included; Responses names its
// model inside the messages, so those that go up are read.

import { decode } from '../formats/bytes.ts';
import type { Backend, Choice } from '../models/catalog.ts';
import { toWireError, type GatewayError, type WireError } from '../contract/errors.ts';
import { subprotocols } from '../http/headers.ts';
import { checkInnerModels } from '../models/nested-models.ts';
import { setMember } from '../formats/json-edit.ts';
import { routeTo } from '../models/routes.ts';
import { isRestricted, resolveModel } from '../models/resolve-model.ts';
import type { Reply } from '../http/reply.ts';
import { isObject, parseJson, toJson } from '../formats/json.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { isText } from '../formats/json-checks.ts';

/**
 * The subprotocol to offer to Azure, and to answer with. Those that carry a key or an old beta's name
 * stay here: https://platform.openai.com/docs/guides/realtime-websocket
 */
export function offeredProtocol(headers: Headers): string | undefined {
  return subprotocols(headers).find((protocol) => protocol === 'realtime');
}

/** The client speaks the preview's events, which the preview's URL serves. */
export function speaksPreview(headers: Headers, query: string): boolean {
  return (
    new URLSearchParams(query).has('deployment') ||
    headers.get('openai-beta') === 'realtime=v1' ||
    subprotocols(headers).includes('openai-beta.realtime-v1')
  );
}

/** What the messages of a socket may name: what the caller may use, where the socket leads. */
export interface Served {
  readonly choice: Choice;
  readonly backend: Backend;
}

/** Relays both ways, putting deployments' names into the messages that name a model. */
export function relayResponsesSocket(
  azure: WebSocket,
  protocol: string | undefined,
  served: Served,
): Reply {
  const [client, gateway] = Object.values(new WebSocketPair()) as [WebSocket, WebSocket];
  // Otherwise bytes come as a Blob, which does not arrive when it is sent on (seen in workerd).
  for (const socket of [gateway, azure]) {
    socket.binaryType = 'arraybuffer';
    socket.accept();
  }
  gateway.addEventListener('message', (event) => {
    const data = event.data as string | ArrayBuffer;
    // Bytes are read as text too, or a model could hide in them.
    const text = isText(data) ? data : decode(data);
    const message = toDeployment(text, served);
    if (message.ok) azure.send(message.value === text ? data : message.value);
    // Bytes that are no JSON name no model, and may be anything.
    else if (!isText(data) && message.error.kind === 'invalid_json') azure.send(data);
    else gateway.send(errorEvent(toWireError(message.error)));
  });
  azure.addEventListener('message', (event) => {
    gateway.send(event.data as string | ArrayBuffer);
  });
  endTogether(gateway, azure);
  endTogether(azure, gateway);
  return switching(client, protocol);
}

/** Hands a socket to the client as it is. */
export function switching(webSocket: WebSocket, protocol: string | undefined): Reply {
  return {
    status: 101,
    headers: protocol ? { 'sec-websocket-protocol': protocol } : {},
    body: null,
    webSocket,
  };
}

/** `response.create` names its model: https://learn.microsoft.com/azure/foundry/openai/how-to/responses */
function toDeployment(text: string, { choice, backend }: Served): Result<string, GatewayError> {
  const message = parseJson(text);
  if (message === undefined) return err({ kind: 'invalid_json' });
  if (!isObject(message)) return ok(text);
  const restricted = isRestricted(choice);
  const inner = restricted ? checkInnerModels(message, choice) : ok(undefined);
  if (!inner.ok) return inner;
  // Without a name the model would be Azure's choice.
  const needed = restricted && message['type'] === 'response.create';
  if (!('model' in message) && !needed) return ok(text);
  const resolved = resolveModel(message['model'], 'responses', choice);
  if (!resolved.ok) return resolved;
  const { name, model } = resolved.value;
  const route = routeTo(model.routes, backend);
  if (route) return ok(setMember(text, 'model', toJson(route.deployedAs)));
  const available = 'This socket leads elsewhere: name the model in its URL, `?model=NAME`.';
  return err({ kind: 'model_not_found', model: name, available });
}

function errorEvent({ status, error }: WireError): string {
  return toJson({ type: 'error', status, error });
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
