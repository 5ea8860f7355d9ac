// Owns: opening a WebSocket to Azure for a client. How its messages pass is websocket.ts's matter.

import type { GatewayError } from './errors.ts';
import { chooseBackend, findModel, send, type Call, type Exchange } from './exchange.ts';
import { relay } from './relay.ts';
import type { Reply } from './reply.ts';
import type { Result } from './result.ts';
import { buildPreviewSocketUrl, buildUrl } from './upstream.ts';
import { offeredProtocol, relayResponsesSocket, relaySocket, speaksPreview } from './websocket.ts';

/** Answers 101 with a socket that leads to Azure, or with the error that Azure gave. */
export async function openSocket(
  exchange: Exchange,
  call: Call,
): Promise<Result<Reply, GatewayError>> {
  const { request, trace } = exchange;
  const { operation, target, config } = call;
  const { headers } = request;
  const model = findModel(call, { kind: 'opaque', stream: null }, trace);
  if (!model.ok) return model;

  const backend = chooseBackend(config, model.value);
  const preview = operation.model === 'query' && speaksPreview(headers, target.query);
  const address = { operation, target, model: model.value, backend };
  const protocol = offeredProtocol(headers);
  const upstream = await send(exchange, call, {
    url: preview ? buildPreviewSocketUrl(address) : buildUrl(address),
    backend,
    body: null,
    socket: { protocol },
  });
  if (!upstream.ok) return upstream;
  if (upstream.value.status !== 101) {
    const refused = await relay(upstream.value, {
      ownKey: backend.key !== undefined,
      filter: 'none',
      client: request.signal,
      onFirstByte: () => undefined,
    });
    if (!refused.ok) trace.upstreamStatus = upstream.value.status;
    return refused;
  }
  return operation.model === 'message'
    ? relayResponsesSocket(upstream.value, config.catalog, protocol)
    : relaySocket(upstream.value, protocol);
}
