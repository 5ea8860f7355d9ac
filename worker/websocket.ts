// Owns: WebSockets to Azure. Realtime is relayed natively, close codes included; Responses names its
// model inside the messages, so those that go up are read.

import { decode } from './bytes.ts';
import type { Catalog } from './catalog.ts';
import { errorType, toWireError, type GatewayError } from './errors.ts';
import { subprotocols } from './headers.ts';
import { repeatsMember, setMember } from './json-members.ts';
import { resolveModel } from './models.ts';
import type { HeaderRecord, Reply } from './reply.ts';
import { isObject, parseJson } from './json-value.ts';
import { err, ok, type Result } from './result.ts';

/** Subprotocols that carry a key or an old beta's name stay here; Azure knows this one. */
const REALTIME = 'realtime';

/** The subprotocol to offer to Azure, and to answer with: https://platform.openai.com/docs/guides/realtime-websocket */
export function offeredProtocol(headers: Headers): string | undefined {
  return subprotocols(headers).includes(REALTIME) ? REALTIME : undefined;
}

/** The client speaks the preview's events, which the preview's URL serves. */
export function speaksPreview(headers: Headers, query: string): boolean {
  return (
    new URLSearchParams(query).has('deployment') ||
    headers.get('openai-beta') === 'realtime=v1' ||
    subprotocols(headers).includes('openai-beta.realtime-v1')
  );
}

/** Hands Azure's socket to the client as it is. */
export function relaySocket(
  upstream: Response,
  protocol: string | undefined,
): Result<Reply, GatewayError> {
  const { webSocket } = upstream;
  if (webSocket === null) return err({ kind: 'upstream_invalid_response' });
  return ok(switching(webSocket, protocol));
}

/** Relays both ways, putting deployments' names into the messages that name a model. */
export function relayResponsesSocket(
  upstream: Response,
  catalog: Catalog,
  protocol: string | undefined,
): Result<Reply, GatewayError> {
  const azure = upstream.webSocket;
  if (azure === null) return err({ kind: 'upstream_invalid_response' });
  const [client, gateway] = Object.values(new WebSocketPair()) as [WebSocket, WebSocket];
  // Otherwise bytes come as a Blob, which does not arrive when it is sent on (seen in workerd).
  gateway.binaryType = 'arraybuffer';
  azure.binaryType = 'arraybuffer';
  gateway.accept();
  azure.accept();
  gateway.addEventListener('message', ({ data }) => {
    const text = typeof data === 'string' ? data : decodeText(data);
    const message = toDeployment(text, catalog);
    // Bytes that are no JSON name no model, and may be anything.
    const opaque = typeof data !== 'string' && !message.ok && message.error.kind === 'invalid_json';
    if (opaque) azure.send(data as ArrayBuffer);
    else if (!message.ok) gateway.send(errorEvent(message.error));
    else azure.send(message.value === text ? (data as string | ArrayBuffer) : message.value);
  });
  azure.addEventListener('message', ({ data }) => {
    gateway.send(data as string | ArrayBuffer);
  });
  endTogether(gateway, azure);
  endTogether(azure, gateway);
  return ok(switching(client, protocol));
}

/** Bytes are read as text too, or a model could hide in them. */
function decodeText(data: unknown): string {
  return data instanceof ArrayBuffer ? decode(data) : '';
}

function switching(webSocket: WebSocket, protocol: string | undefined): Reply {
  const headers: HeaderRecord =
    protocol === undefined ? {} : { 'sec-websocket-protocol': protocol };
  return { status: 101, headers, body: null, webSocket };
}

/** `response.create` names its model: https://learn.microsoft.com/azure/foundry/openai/how-to/responses */
function toDeployment(text: string, catalog: Catalog): Result<string, GatewayError> {
  const message = parseJson(text);
  if (message === undefined) return err({ kind: 'invalid_json' });
  if (!isObject(message) || message['type'] !== 'response.create' || !('model' in message))
    return ok(text);
  const resolved = resolveModel(message['model'], 'responses', catalog);
  if (!resolved.ok) return resolved;
  const { deployment } = resolved.value.model;
  const named = message['model'] === deployment && !repeatsMember(text, 'model');
  return ok(named ? text : setMember(text, 'model', JSON.stringify(deployment)));
}

function errorEvent(error: GatewayError): string {
  const { status, code, message, param = null } = toWireError(error);
  return JSON.stringify({
    type: 'error',
    status,
    error: { type: errorType(status), code, message, param },
  });
}

/** When one side closes or breaks, the other is closed with the same code. */
function endTogether(from: WebSocket, to: WebSocket): void {
  from.addEventListener('close', ({ code, reason }) => {
    // 1005, 1006 and 1015 only describe an end and cannot be sent:
    // https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
    if (code === 1005) to.close();
    else if (code === 1006 || code === 1015) to.close(1011, 'The other side is gone');
    else to.close(code, reason);
  });
  from.addEventListener('error', () => {
    to.close(1011, 'The other side is gone');
  });
}
