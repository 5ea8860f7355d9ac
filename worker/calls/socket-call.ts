// Opening a WebSocket to Azure for a client. How its messages pass is websocket.ts's matter.

import type { GatewayError } from '../contract/errors.ts';
import { attempt } from '../accounts/failover.ts';
import { findDestinations } from '../accounts/find-destinations.ts';
import { receive, send, type Call, type Exchange } from '../azure/send.ts';
import type { Reply } from '../http/reply.ts';
import type { RequestBody } from '../request/read-body.ts';
import { planStream } from '../stream/plan.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { buildPreviewSocketUrl, buildUrl } from '../azure/call-azure.ts';
import {
  offeredProtocol,
  relayResponsesSocket,
  speaksPreview,
  switching,
} from './socket-messages.ts';

/** Answers 101 with a socket that leads to Azure, or with the error that Azure gave. */
export async function openSocket(
  exchange: Exchange,
  call: Call,
): Promise<Result<Reply, GatewayError>> {
  const { operation, target, choice } = call;
  const { headers } = exchange.request;
  const body: RequestBody = { kind: 'opaque', stream: null };
  const found = findDestinations(exchange, call, body);
  if (!found.ok) return found;

  const preview = operation.modelIn === 'query' && speaksPreview(headers, target.query);
  const protocol = offeredProtocol(headers);
  const attempted = await attempt(exchange, call, body, found.value, (destination, signal) => {
    const address = { operation, target, ...destination };
    return send(exchange, call, destination, {
      url: preview && destination.model ? buildPreviewSocketUrl(address) : buildUrl(address),
      body: null,
      signal,
      socket: { protocol },
    });
  });
  if (!attempted.ok) return attempted;
  const { destination, upstream } = attempted.value;
  if (upstream.status !== 101) {
    return receive(exchange, attempted.value, planStream(call, destination));
  }
  const { webSocket } = upstream;
  if (!webSocket) return err({ kind: 'upstream_invalid_response' });
  return ok(
    operation.modelIn === 'message'
      ? relayResponsesSocket(webSocket, protocol, { choice, backend: destination.backend })
      : switching(webSocket, protocol),
  );
}
