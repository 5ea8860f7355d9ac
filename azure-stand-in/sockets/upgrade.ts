// One request for a WebSocket, from its arrival to the end of the socket or of the refusal. The
// same steps as `exchange.ts`; what is refused, and how, is decided by the gateway's own parts.
import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { findAccount, type AzureAccount } from '../account.ts';
import { deliver, wait } from '../delivery/delivery.ts';
import { planDelivery } from '../delivery/delivery-plan.ts';
import { readManner, type House } from '../exchange.ts';
import { describeRequest, type ExchangeEnd, type ReceivedRequest } from '../received-request.ts';
import { Refusal, resourceNotFound } from '../refusal.ts';
import { gatewayHeaders } from '../reply-head.ts';
import { runConnection } from './connection.ts';
import { recordSocket, type ReceivedSocket, type SocketEnd } from './received-socket.ts';
import { openSession } from './socket-gateway.ts';

/** What all WebSockets of one server share. */
export interface SocketHouse extends House {
  readonly onSocket: (socket: ReceivedSocket) => void;
}

const server = new WebSocketServer({
  noServer: true,
  perMessageDeflate: false,
  // The key that a browser puts in another subprotocol is never sent back.
  handleProtocols: (offered) => (offered.has('realtime') ? 'realtime' : false),
  clientTracking: false,
});
server.on('headers', (lines) => {
  for (const [name, value] of Object.entries(gatewayHeaders())) lines.push(`${name}: ${value}`);
});

/** Runs one request for a WebSocket to its end, good or bad. */
export async function runUpgrade(
  house: SocketHouse,
  incoming: IncomingMessage,
  stream: Socket,
  head: Buffer,
): Promise<void> {
  stream.on('error', () => {
    // A client that leaves; the close that follows tells it.
  });
  const account = findAccount(house.accounts, incoming.headers.host ?? '');
  if (account === undefined) {
    stream.destroy();
    return;
  }
  const ended = Promise.withResolvers<ExchangeEnd>();
  const described = describeRequest(incoming, Buffer.alloc(0), ended.promise);
  const request = { ...described, upgrade: true } as const;
  house.onRequest(request);
  ended.resolve(await answer(house, account, request, incoming, stream, head));
}

async function answer(
  house: SocketHouse,
  account: AzureAccount,
  request: ReceivedRequest,
  incoming: IncomingMessage,
  stream: Socket,
  head: Buffer,
): Promise<ExchangeEnd> {
  const { fault, pace, mistake } = readManner(house, account, request);
  const left = new AbortController();
  stream.once('close', () => {
    left.abort();
  });
  const manner = { fault, pace, holds: house.holds, signal: left.signal };
  const isRefused = fault.status !== undefined || fault.html === true || fault.reset === true;
  const session = isRefused
    ? resourceNotFound()
    : (mistake ?? openSession(house.gateway, account, request, pace));
  if (session instanceof Refusal) {
    const plan = planDelivery(session, fault, pace);
    const headers = { ...gatewayHeaders(), ...plan.headers };
    const response = new ServerResponse(incoming);
    response.shouldKeepAlive = false;
    response.assignSocket(stream);
    const end = await deliver({ ...plan, headers }, { ...manner, response });
    stream.destroySoon();
    return end;
  }
  if (fault['slow-headers'] === true) await wait(manner);
  if (left.signal.aborted) return 'client-left';
  const ended = await openSocket(incoming, stream, head, (socket) => {
    const received = recordSocket(request, socket);
    house.onSocket(received);
    runConnection(session, { ...manner, socket, stream });
    return received.ended;
  });
  if (fault['close-code'] !== undefined || fault['cut-after-events'] !== undefined) return 'fault';
  return ended?.code === 1006 ? 'client-left' : 'complete';
}

/** Undefined when the handshake is none, which `ws` itself refuses. */
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
