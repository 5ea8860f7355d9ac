// WebSockets to the gateway as tests use them: what arrives is read message by message, and a
// refusal before the upgrade is read as the plain answer that it is.
import type { IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import WebSocket from 'ws';
import type { RunningGateway } from '../running-gateway.ts';
import { KEY } from './conformance-gateway.ts';

export interface SocketOptions {
  /** Default: the key of a user. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly protocols?: readonly string[];
}

export interface OpenSocket {
  readonly socket: WebSocket;
  /** The next message: text as text, binary as bytes. */
  readonly next: () => Promise<string | Buffer>;
  /** The next message, parsed. */
  readonly nextEvent: () => Promise<Readonly<Record<string, unknown>>>;
  /** The first event of the type; all before it are passed over. */
  readonly until: (type: string) => Promise<Readonly<Record<string, unknown>>>;
  /** Code and reason of the end. */
  readonly closed: Promise<readonly [number, string]>;
}

function dial(gateway: RunningGateway, path: string, options: SocketOptions): WebSocket {
  const { headers = { authorization: `Bearer ${KEY}` }, protocols = [] } = options;
  const url = gateway.url.replace(/^http/, 'ws') + path;
  const socket = new WebSocket(url, [...protocols], { headers, perMessageDeflate: false });
  onTestFinished(() => {
    socket.on('error', () => undefined);
    socket.terminate();
  });
  return socket;
}

/** Opens a socket, which ends with the test. Rejects when it is refused. */
export async function openSocket(
  gateway: RunningGateway,
  path: string,
  options: SocketOptions = {},
): Promise<OpenSocket> {
  const socket = dial(gateway, path, options);
  const arrived: (string | Buffer)[] = [];
  const waiting: ((message: string | Buffer) => void)[] = [];
  socket.on('message', (data: Buffer, isBinary) => {
    const message = isBinary ? data : data.toString();
    const first = waiting.shift();
    if (first === undefined) arrived.push(message);
    else first(message);
  });
  const closed = new Promise<readonly [number, string]>((resolve) => {
    socket.once('close', (code, reason) => {
      resolve([code, reason.toString()]);
    });
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const next = async () =>
    arrived.shift() ?? new Promise<string | Buffer>((resolve) => waiting.push(resolve));
  const nextEvent = async () =>
    JSON.parse((await next()).toString()) as Readonly<Record<string, unknown>>;
  const until = async (type: string) => {
    for (;;) {
      const event = await nextEvent();
      if (event['type'] === type) return event;
    }
  };
  return { socket, next, nextEvent, until, closed };
}

/** Status and body of the answer to a socket that is refused before the upgrade. */
export async function refusedSocket(
  gateway: RunningGateway,
  path: string,
  options: SocketOptions = {},
): Promise<readonly [number, unknown]> {
  const socket = dial(gateway, path, options);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    socket.once('unexpected-response', (_, answer) => {
      resolve(answer);
    });
    socket.once('open', () => {
      reject(new Error('The socket was opened.'));
    });
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return [response.statusCode ?? 0, JSON.parse(Buffer.concat(chunks).toString())];
}

/** The newest socket that Azure got. */
export function newestSocket({ azure }: RunningGateway) {
  const socket = azure.sockets.at(-1);
  if (socket === undefined) throw new Error('Azure has no socket.');
  return socket;
}
