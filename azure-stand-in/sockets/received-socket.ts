// One WebSocket as tests look at it: its request, the messages that came, how it ended.
import type { WebSocket } from 'ws';
import type { ReceivedRequest } from '../reading/received-request.ts';

/** How a socket ended: 1006 when the connection broke without a close frame. */
export interface SocketEnd {
  readonly code: number;
  readonly reason: string;
}

/** A WebSocket that was opened. */
export interface ReceivedSocket {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The subprotocols offered, a key in `openai-insecure-api-key.*` among them. */
  readonly protocols: readonly string[];
  /** Messages so far: text as text, binary ones as bytes. */
  readonly messages: readonly (string | Buffer)[];
  readonly ended: Promise<SocketEnd>;
}

/** Starts to record the socket. */
export function recordSocket(request: ReceivedRequest, socket: WebSocket): ReceivedSocket {
  const messages: (string | Buffer)[] = [];
  const ended = Promise.withResolvers<SocketEnd>();
  socket.on('message', (data: Buffer, isBinary) => {
    messages.push(isBinary ? data : data.toString());
  });
  socket.once('close', (code, reason) => {
    ended.resolve({ code, reason: reason.toString() });
  });
  return {
    path: request.path,
    headers: request.headers,
    protocols: readProtocols(request),
    messages,
    ended: ended.promise,
  };
}

function readProtocols({ headers }: ReceivedRequest): readonly string[] {
  return (headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
