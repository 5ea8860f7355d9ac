// An Azure that sends the gateway elsewhere, over real sockets.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AZURE_KEY, chatBody, startGateway, type RunningGateway } from './running-gateway.ts';

let gateway: RunningGateway;
/** Hosts that were called, each with the key that it was shown. */
const called: (readonly [host: string | undefined, key: unknown])[] = [];
let answer = { status: 302, location: 'https://evil.example/openai/v1/chat/completions' };
const upstream: Server = createServer((request, response) => {
  called.push([request.headers.host, request.headers['api-key']]);
  response.writeHead(answer.status, { location: answer.location }).end('go there');
});

beforeAll(async () => {
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const { port } = upstream.address() as AddressInfo;
  // Every host leads there, so a redirect that were followed would be seen.
  gateway = await startGateway({ upstream: new URL(`http://127.0.0.1:${port}`) });
});
afterAll(async () => {
  await gateway.stop();
  upstream.close();
});

test.each([
  [301, 'https://evil.example/'],
  [302, '//evil.example/openai/v1/chat/completions'],
  [303, '/openai/v1/files'],
  [307, 'https://evil.example/openai/v1/chat/completions'],
  [308, 'http://acc.openai.azure.com.evil.example/'],
])('a %i to %s is a 502, and no other host is called', async (status, location) => {
  called.length = 0;
  answer = { status, location };
  const response = await gateway.post('/v1/chat/completions', chatBody('hi'));
  expect(response.status).toBe(502);
  expect(response.headers.get('location')).toBeNull();
  expect(await response.json()).toMatchObject({ error: { code: 'upstream_invalid_response' } });
  expect(called).toEqual([['acc.openai.azure.com', AZURE_KEY]]);
});
