// The client's side of the matrix: it sends a request and reads to the end, opens a socket, or leaves.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { IncomingMessage } from 'node:http';
import OpenAI from 'openai';
import { Stream } from 'openai/streaming';
import WebSocket from 'ws';
import type { Use } from './use.ts';

export interface Connection {
  readonly port: number;
  readonly request: Use['request'];
  readonly headers: Readonly<Record<string, string>>;
}

/** What a client saw in the end. */
export type Seen =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Headers;
      readonly text: string;
      /** The connection broke off. */
      readonly broken: boolean;
      /** The error that the SDK raises when it reads the text as a stream. */
      readonly raised: unknown;
    }
  | { readonly kind: 'socket'; readonly code: number | 'open' }
  | { readonly kind: 'gone' };

/** Sends a request and reads to the end. `onHead` is called when the head of the answer has come. */
export async function sendRequest(
  { port, request, headers }: Connection,
  onHead: () => void,
): Promise<Seen> {
  const { method, path, type, body } = request;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { ...headers, ...(type !== undefined && { 'content-type': type }) },
    ...(body !== undefined && { body: new Uint8Array(body) }),
  });
  onHead();
  const decoder = new TextDecoder();
  let text = '';
  let broken = false;
  try {
    const chunks: AsyncIterable<Uint8Array> | readonly [] = response.body ?? [];
    for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  } catch {
    broken = true;
  }
  const { status } = response;
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  const raised = isStream ? await raisedOver(text) : undefined;
  return { kind: 'answer', status, headers: response.headers, text, broken, raised };
}

/** An SDK that does not log the events that it cannot read; it raises them. */
const QUIET = new OpenAI({ apiKey: 'none', logLevel: 'off' });

/** What the SDK raises over a stream. */
async function raisedOver(text: string): Promise<unknown> {
  try {
    await Array.fromAsync(Stream.fromSSEResponse(new Response(text), new AbortController(), QUIET));
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Opens a socket. `lasts`: the socket must stay open, and this function closes it. */
export async function openSocket(
  { port, request, headers }: Connection,
  onOpen: () => void,
  lasts: boolean,
): Promise<Seen> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${request.path}`, { headers });
  return await new Promise<Seen>((resolve, reject) => {
    socket.on('error', () => undefined);
    socket.once('open', () => {
      onOpen();
      if (!lasts) return;
      socket.terminate();
      resolve({ kind: 'socket', code: 'open' });
    });
    socket.once('close', (code) => {
      resolve({ kind: 'socket', code });
    });
    socket.once('unexpected-response', (_, answer) => {
      readAnswer(answer).then(resolve, reject);
    });
  });
}

async function readAnswer(answer: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers = new Headers(
    Object.entries(answer.headers).map(
      ([name, value]) => [name, String(value)] as [string, string],
    ),
  );
  const text = Buffer.concat(chunks).toString();
  const status = answer.statusCode ?? 0;
  return { kind: 'answer', status, headers, text, broken: false, raised: undefined };
}

/** Sends a request and resets the connection while Azure waits, before or after the head of the answer. */
export async function leave(
  { port, request, headers }: Connection,
  isSocket: boolean,
  afterHead: boolean,
  held: Promise<unknown>,
): Promise<void> {
  const { method, path, type, body = Buffer.alloc(0) } = request;
  const socket = connect(port, '127.0.0.1');
  const all = {
    host: 'gateway',
    ...headers,
    ...(type !== undefined && { 'content-type': type }),
    ...(method === 'POST' && { 'content-length': String(body.length) }),
    ...(isSocket && HANDSHAKE),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const arrived = once(socket, 'data');
  socket.write(
    Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), body]),
  );
  await held;
  if (afterHead) await arrived;
  else arrived.catch(() => undefined);
  socket.resetAndDestroy();
}

const HANDSHAKE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};
