// The server that takes the place of every Azure host of the fuzzed stack, and of all hosts that the
// gateway must not call. It records each request and answers as the tag of the request says.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { listenOnLoopback, type Loopback } from '../support/loopback.ts';
import { TAG } from './requests.ts';
import { CONTENT } from './stack.ts';
import { FAULTS, type Mode } from './upstream-mode.ts';

/** A request as it came in. */
export interface Recorded {
  readonly tag: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Headers of Azure that the gateway must not pass on: internal names, another address, a key. */
const INTERNALS = {
  'set-cookie': 'session=CANARY-key',
  'x-ms-region': 'CANARY-key',
  server: 'CANARY-key',
  'x-injected': '1',
  location: 'https://evil.example/CANARY-key',
};
const SOON = { 'retry-after-ms': '1' };

/** @param onRequest called with each request, and with the error for bytes that are not HTTP */
export async function startRecordingUpstream(
  onRequest: (request: Recorded | { readonly malformed: string }) => void,
): Promise<Loopback> {
  const upgraded = new Set<Socket>();
  // What the gateway sends is for the properties to judge, not for a parser.
  const server = createServer({ insecureHTTPParser: true, maxHeaderSize: 1 << 20 });
  server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => undefined);
    response.on('error', () => undefined);
    incoming.on('end', () => {
      onRequest(recorded(incoming, Buffer.concat(chunks)));
      answer(modeOf(incoming), incoming, response);
    });
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Socket) => {
    upgraded.add(socket.once('close', () => upgraded.delete(socket)));
    socket.on('error', () => undefined);
    onRequest(recorded(incoming, Buffer.alloc(0)));
    socket.end(handshake(modeOf(incoming), incoming));
  });
  server.on('clientError', (error: Error, socket: Socket) => {
    // A request may break off because its client's did.
    const code = 'code' in error ? String(error.code) : '';
    const brokenOff = ['ECONNRESET', 'EPIPE', 'HPE_INVALID_EOF_STATE'].includes(code);
    if (!brokenOff) onRequest({ malformed: `${code} ${String(error)}` });
    socket.destroy();
  });
  const { url, close } = await listenOnLoopback(server);
  return {
    url,
    close: () => {
      for (const socket of upgraded) socket.destroy();
      return close();
    },
  };
}

function recorded({ method = '', url = '', headers }: IncomingMessage, body: Buffer): Recorded {
  return {
    tag: tagOf(headers),
    method,
    host: headers.host ?? '',
    path: url,
    headers,
    body,
  };
}

function tagOf(headers: IncomingMessage['headers']): string {
  const tag = headers[TAG];
  return typeof tag === 'string' ? (/^\d+-\d+-\w+/.exec(tag)?.[0] ?? '') : '';
}

function modeOf({ headers }: IncomingMessage): Mode {
  const word = tagOf(headers).split('-')[2];
  return FAULTS.find((fault) => fault === word) ?? 'ok';
}

/** A stream with an error in it, in the forms of chat and of Responses alike. */
function failingStream(mode: Mode): string {
  const code = mode === 'early-429' ? 'rate_limit_exceeded' : 'server_error';
  const error = { code, message: 'CANARY-free', type: code, param: null };
  const begun = mode === 'late-error' ? 'data: {"choices":[{"delta":{"content":"x"}}]}\n\n' : '';
  const failed = JSON.stringify({ type: 'response.failed', response: { status: 'failed', error } });
  return `${begun}event: response.failed\ndata: ${failed}\n\ndata: ${JSON.stringify({ error })}\n\n`;
}

function answer(mode: Mode, { method }: IncomingMessage, response: ServerResponse): void {
  const send = (status: number, type: string, body: string, headers = {}) => {
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(method === 'HEAD' ? undefined : body);
  };
  const json = (status: number, body: unknown, headers = {}) => {
    send(status, 'application/json', JSON.stringify(body), headers);
  };
  switch (mode) {
    case 'leaky':
      json(200, { ok: true }, INTERNALS);
      return;
    case 'sse':
      send(
        200,
        'text/event-stream',
        'data: {"choices":[]}\n\ndata: {"choices":[{"delta":{}}]}\n\ndata: [DONE]\n\n',
      );
      return;
    case 'early-error':
    case 'early-429':
    case 'late-error':
      send(200, 'text/event-stream', failingStream(mode), mode === 'early-429' ? SOON : {});
      return;
    case 'badjson':
      send(200, 'application/json', '{"choices":[');
      return;
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{', () => response.socket?.destroy());
      return;
    case '401':
      // Its body names the key that was wrong.
      json(401, { error: { message: `CANARY-key ${CONTENT}`, code: '401' } }, INTERNALS);
      return;
    case '429':
    case '503':
      json(Number(mode), { error: { message: 'busy', code: mode } }, SOON);
      return;
    case 'html':
      send(502, 'text/html', `<html>CANARY-key ${CONTENT}</html>`, { ...SOON, ...INTERNALS });
      return;
    case 'redirect':
      send(307, 'text/plain', 'CANARY-key', INTERNALS);
      return;
    case '400':
    case '404':
      json(Number(mode), { error: { message: 'no', code: mode } });
      return;
    case 'ok':
    case 'refuse':
      json(200, { ok: true });
  }
}

/** Opens a WebSocket, says something and closes it; or refuses it. */
function handshake(mode: Mode, { headers }: IncomingMessage): Buffer {
  if (mode !== 'ok') {
    return Buffer.from(
      'HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 10\r\n\r\nCANARY-key',
    );
  }
  const key = headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1')
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  const protocol =
    headers['sec-websocket-protocol'] === undefined ? '' : 'sec-websocket-protocol: realtime\r\n';
  return Buffer.concat([
    Buffer.from(
      `HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: ${accept}\r\n${protocol}\r\n`,
    ),
    Buffer.from([0x81, 2, 0x7b, 0x7d, 0x88, 2, 0x03, 0xe8]),
  ]);
}
