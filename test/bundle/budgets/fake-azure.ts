// Servers in Azure's place whose answers a test writes itself: what the stand-in would refuse to say.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';

export interface FakeAzure {
  readonly upstream: URL;
  /** The bodies, or the messages, that arrived. */
  readonly got: readonly string[];
}

/** @param answer gets the body and how many there were with it */
export async function fakeAzure(
  answer: (response: ServerResponse, body: string, number: number) => void,
): Promise<FakeAzure> {
  const got: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      got.push(body);
      answer(response, body, got.length);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { upstream: addressOf(server.address()), got };
}

/** Answers with JSON. */
export function answerJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A WebSocket server that answers each message with events. */
export async function fakeAzureSocket(
  answer: (message: string) => readonly object[],
): Promise<FakeAzure> {
  const got: string[] = [];
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      got.push(data.toString());
      for (const event of answer(data.toString())) socket.send(JSON.stringify(event));
    });
  });
  await once(server, 'listening');
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return { upstream: addressOf(server.address()), got };
}

function addressOf(address: AddressInfo | string | null): URL {
  return new URL(`http://127.0.0.1:${(address as AddressInfo).port}`);
}
