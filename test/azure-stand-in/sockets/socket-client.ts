// How the tests here open WebSockets: with the headers and subprotocols of their choice, reading
// events one by one, or the plain answer of a refusal.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import WebSocket from 'ws';
import type { AzureAccount, AzureOptions, AzureStandIn } from '../../../azure-stand-in/server.ts';
import { ACCOUNT, KEY, start } from '../client.ts';

/** As `ACCOUNT`, with a voice and an ear. */
export const VOICE_ACCOUNT: AzureAccount = {
  ...ACCOUNT,
  deployments: [
    ...ACCOUNT.deployments,
    { name: 'voice', model: 'gpt-realtime-1.5' },
    { name: 'ear', model: 'gpt-4o-mini-transcribe' },
    { name: 'talker', model: 'gpt-live-1' },
    { name: 'interpreter', model: 'gpt-realtime-translate' },
  ],
};

export const GA = '/openai/v1/realtime?model=voice';
export const PREVIEW = '/openai/realtime?api-version=2025-04-01-preview&deployment=voice';
export const RESPONSES = '/openai/v1/responses';

/** Starts a stand-in with the voice account that records. */
export function startVoice(options: Partial<AzureOptions> = {}): Promise<AzureStandIn> {
  return start({ accounts: [VOICE_ACCOUNT], record: true, ...options });
}

export interface Event {
  readonly type: string;
  readonly [name: string]: unknown;
}

export interface SocketOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly protocols?: readonly string[];
}

export interface OpenSocket {
  readonly socket: WebSocket;
  /** Sends as it is when it is text, else as JSON. */
  send(event: string | object): void;
  /** The next event. */
  next(): Promise<Event>;
  /** All events up to the first of the type. Throws when there is an error among them. */
  until(type: string): Promise<readonly Event[]>;
  /** Code and reason of the end. */
  readonly closed: Promise<readonly [number, string]>;
}

/** Opens a socket that ends with the test. Rejects when it is refused. */
export async function open(
  standIn: AzureStandIn,
  path: string,
  options: SocketOptions = {},
): Promise<OpenSocket> {
  const socket = dial(standIn, path, options);
  const closed = Promise.withResolvers<readonly [number, string]>();
  socket.once('close', (code, reason) => {
    closed.resolve([code, reason.toString()]);
  });
  const arrived: Event[] = [];
  let wake: (() => void) | undefined;
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return;
    arrived.push(JSON.parse(data.toString()) as Event);
    wake?.();
  });
  await once(socket, 'open');
  const next = async (): Promise<Event> => {
    for (;;) {
      const event = arrived.shift();
      if (event !== undefined) return event;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    socket,
    closed: closed.promise,
    next,
    send: (event) => {
      socket.send(typeof event === 'string' ? event : JSON.stringify(event));
    },
    until: async (type) => {
      const events = [await next()];
      while (events.at(-1)?.type !== type) {
        if (events.at(-1)?.type === 'error') throw new Error(JSON.stringify(events.at(-1)));
        events.push(await next());
      }
      return events;
    },
  };
}

/** The answer of a request for a socket that is refused. */
export async function refused(
  standIn: AzureStandIn,
  path: string,
  options: SocketOptions = {},
): Promise<{
  readonly response: IncomingMessage;
  readonly status: number;
  readonly body: unknown;
}> {
  const socket = dial(standIn, path, options);
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  const chunks = (await response.toArray()) as Buffer[];
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
  return { response, status: response.statusCode ?? 0, body };
}

/** Options by which the SDK, which insists on TLS, reaches a stand-in without. */
export function plainly(standIn: AzureStandIn): WebSocket.ClientOptions {
  return { createConnection: () => connect(standIn.port, '127.0.0.1') };
}

function dial(standIn: AzureStandIn, path: string, options: SocketOptions): WebSocket {
  const url = `ws://127.0.0.1:${standIn.port}${path}`;
  const headers = { 'api-key': KEY, ...options.headers };
  const socket = new WebSocket(url, [...(options.protocols ?? [])], { headers });
  onTestFinished(() => {
    socket.terminate();
  });
  return socket;
}
