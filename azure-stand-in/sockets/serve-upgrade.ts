// One request for a WebSocket, from its arrival to the end of the socket or of the refusal: the
// same steps as http/serve-request.ts. What is refused, and how, is decided in open-session.ts.
import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { findAccount, type AzureAccount } from '../operation/account.ts';
import { deliver, wait } from '../delivery/delivery.ts';
import { planDelivery } from '../delivery/delivery-plan.ts';
import { readBehaviour } from '../http/requested-behaviour.ts';
import type { ServerState } from '../http/server-state.ts';
import {
  describeRequest,
  type RequestEnd,
  type ReceivedRequest,
} from '../reading/received-request.ts';
import { Refusal, resourceNotFound } from '../answers/refusal.ts';
import { gatewayHeaders } from '../http/reply-headers.ts';
import { runConnection } from './open-connection.ts';
import { recordSocket, type ReceivedSocket, type SocketEnd } from './received-socket.ts';
import { openSession } from './open-session.ts';

/** What all WebSockets of one server share. */
export interface SocketServerState extends ServerState {
  readonly onSocket: (socket: ReceivedSocket) => void;
}

const server = new WebSocketServer({
  noServer: true,
  perMessageDeflate: false,
  // A browser puts its key in another subprotocol, which must not be sent back.
  handleProtocols: (offered) => (offered.has('realtime') ? 'realtime' : false),
  clientTracking: false,
});
server.on('headers', (lines) => {
  for (const [name, value] of Object.entries(gatewayHeaders())) lines.push(`${name}: ${value}`);
});

/** Answers one request for a WebSocket. Resolves when the socket or the refusal has ended. */
export async function serveUpgrade(
  state: SocketServerState,
  incoming: IncomingMessage,
  stream: Socket,
  head: Buffer,
): Promise<void> {
  stream.on('error', () => {
    // The client left. The 'close' event that follows is handled.
  });
  const account = findAccount(state.accounts, incoming.headers.host ?? '');
  if (account === undefined) {
    stream.destroy();
    return;
  }
  const ended = Promise.withResolvers<RequestEnd>();
  const described = describeRequest(incoming, Buffer.alloc(0), ended.promise);
  const request = { ...described, upgrade: true } as const;
  state.onRequest(request);
  ended.resolve(await answer(state, account, request, incoming, stream, head));
}

async function answer(
  state: SocketServerState,
  account: AzureAccount,
  request: ReceivedRequest,
  incoming: IncomingMessage,
  stream: Socket,
  head: Buffer,
): Promise<RequestEnd> {
  const { fault, pace, usage, mistake } = readBehaviour(state, account, request);
  const left = new AbortController();
  stream.once('close', () => {
    left.abort();
  });
  const delivery = { fault, pace, holds: state.holds, signal: left.signal };
  const isRefused =
    fault.status !== undefined ||
    fault['raw-status'] !== undefined ||
    fault.html === true ||
    fault.reset === true;
  const session = isRefused
    ? resourceNotFound()
    : (mistake ?? (await openSession(state, account, request, { pace, usage })));
  if (session instanceof Refusal) {
    const plan = planDelivery(session, fault, pace);
    const headers = { ...gatewayHeaders(), ...plan.headers };
    const response = new ServerResponse(incoming);
    response.shouldKeepAlive = false;
    response.assignSocket(stream);
    const end = await deliver({ ...plan, headers }, { ...delivery, response });
    stream.destroySoon();
    return end;
  }
  if (fault['slow-headers'] === true) await wait(delivery);
  if (left.signal.aborted) return 'client-left';
  const ended = await openSocket(incoming, stream, head, (socket) => {
    const received = recordSocket(request, socket);
    state.onSocket(received);
    runConnection(session, { ...delivery, socket, stream });
    return received.ended;
  });
  if (fault['close-code'] !== undefined || fault['cut-after-events'] !== undefined) return 'fault';
  return ended?.code === 1006 ? 'client-left' : 'complete';
}

/** Undefined when the handshake is invalid: `ws` itself refuses it. */
async function openSocket(
  incoming: IncomingMessage,
  stream: Socket,
  head: Buffer,
  run: (socket: WebSocket) => Promise<SocketEnd>,
): Promise<SocketEnd | undefined> {
  const ended: Promise<SocketEnd>[] = [];
  // Calls back before it returns, or not at all.
  server.handleUpgrade(incoming, stream, head, (socket) => {
    ended.push(run(socket));
  });
  return ended[0];
}
