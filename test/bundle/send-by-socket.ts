import { connect, type Socket } from 'node:net';
import { chatBody, USER_KEY } from './running-gateway.ts';

/** Sends a chat request over a bare socket, whose end the test decides. */
export function sendBySocket(
  { url }: { readonly url: string },
  headers: readonly string[] = [],
  extra: Readonly<Record<string, unknown>> = {},
  key = USER_KEY,
): Socket {
  const body = JSON.stringify(chatBody('one two three four', extra));
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const lines = [
    'POST /v1/chat/completions HTTP/1.1',
    'host: x',
    `api-key: ${key}`,
    ...headers,
    'content-type: application/json',
    `content-length: ${body.length}`,
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  return socket;
}
