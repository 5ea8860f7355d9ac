// Owns: opening a WebSocket to Azure for a client. How its messages pass is websocket.ts's matter.

import type { GatewayError } from './errors.ts';
import { findDestination } from './destination.ts';
import { receive, send, type Call, type Exchange } from './exchange.ts';
import type { Reply } from './reply.ts';
import { planStream } from './stream-plan.ts';
import { err, ok, type Result } from './result.ts';
import { buildPreviewSocketUrl, buildUrl } from './upstream.ts';
import { offeredProtocol, relayResponsesSocket, speaksPreview, switching } from './websocket.ts';

/** Answers 101 with a socket that leads to Azure, or with the error that Azure gave. */
export async function openSocket(
  exchange: Exchange,
  call: Call,
): Promise<Result<Reply, GatewayError>> {
  const { operation, target, choice } = call;
  const { headers } = exchange.request;
  const destination = findDestination(exchange, call, { kind: 'opaque', stream: null });
  if (!destination.ok) return destination;

  const { backend } = destination.value;
  const preview = operation.model === 'query' && speaksPreview(headers, target.query);
  const address = { operation, target, ...destination.value };
  const protocol = offeredProtocol(headers);
  const upstream = await send(exchange, call, destination.value, {
    url: preview ? buildPreviewSocketUrl(address) : buildUrl(address),
    body: null,
    socket: { protocol },
  });
  if (!upstream.ok) return upstream;
  if (upstream.value.status !== 101) {
    return receive(
      exchange,
      destination.value,
      upstream.value,
      planStream(call, destination.value),
    );
  }
  const { webSocket } = upstream.value;
  if (webSocket === null) return err({ kind: 'upstream_invalid_response' });
  return ok(
    operation.model === 'message'
      ? relayResponsesSocket(webSocket, protocol, { choice, backend })
      : switching(webSocket, protocol),
  );
}
