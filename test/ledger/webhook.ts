// A receiver of alerts on this machine.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the receiver does with a message. */
export type Behaviour = (response: ServerResponse, count: number) => void;

export interface Webhook {
  readonly url: string;
  /** The messages so far. */
  readonly received: { readonly contentType: string | undefined; readonly body: string }[];
  behaviour: Behaviour;
  /** Resolves when so many messages have come. */
  hasReceived(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts one that accepts everything until its behaviour is changed. */
export async function startWebhook(): Promise<Webhook> {
  const received: Webhook['received'] = [];
  const waiting = new Map<number, () => void>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ contentType: request.headers['content-type'], body });
      webhook.behaviour(response, received.length);
      waiting.get(received.length)?.();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const webhook: Webhook = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    behaviour: accept,
    hasReceived: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve();
        else waiting.set(count, resolve);
      }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return webhook;
}

export function accept(response: ServerResponse): void {
  response.end('ok');
}

/** Answers with a status and headers. */
export function answer(status: number, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return (response) => {
    response.writeHead(status, headers).end('no');
  };
}
