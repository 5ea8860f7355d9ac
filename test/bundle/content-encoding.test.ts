// Which encodings the runtime decodes. The list in worker/http/content-encoding.ts is what this shows.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chatBody, startGateway, type RunningGateway } from './running-gateway.ts';

const TEXT = '{"object":"chat.completion","note":"你好"}';

/** By the `content-encoding` of the answer. */
const BODIES: Readonly<Record<string, Buffer>> = {
  gzip: gzipSync(TEXT),
  br: brotliCompressSync(TEXT),
  identity: Buffer.from(TEXT),
  deflate: deflateSync(TEXT),
  zstd: zstdCompressSync(TEXT),
  'x-gzip': gzipSync(TEXT),
  GZIP: gzipSync(TEXT),
  'gzip, br': brotliCompressSync(gzipSync(TEXT)),
};

let azure: Server;
let gateway: RunningGateway;
let accepted: string | undefined;
beforeAll(async () => {
  azure = createServer((request, response) => {
    accepted = request.headers['accept-encoding'];
    const encoding = String(request.headers['x-ms-encoding']);
    response.setHeader('content-type', 'application/json');
    response.setHeader('content-encoding', encoding);
    request.resume().on('end', () => response.end(BODIES[encoding]));
  });
  azure.listen(0, '127.0.0.1');
  await once(azure, 'listening');
  const { port } = azure.address() as AddressInfo;
  gateway = await startGateway({ upstream: new URL(`http://127.0.0.1:${port}`) });
});
afterAll(async () => {
  await gateway.stop();
  azure.closeAllConnections();
  azure.close();
});

async function send(encoding: string): Promise<readonly [number, string]> {
  const headers = { 'x-ms-encoding': encoding, 'accept-encoding': 'zstd, deflate' };
  const response = await gateway.post('/v1/chat/completions', chatBody('hi'), headers);
  return [response.status, await response.text()];
}

test.each(['gzip', 'br', 'identity'])('%s arrives as plain text', async (encoding) => {
  expect(await send(encoding)).toEqual([200, TEXT]);
  // What the client can decode does not matter: the gateway reads the answer.
  expect(accepted ?? '').not.toMatch(/zstd|deflate/);
});

test.each(['deflate', 'zstd', 'x-gzip', 'GZIP', 'gzip, br'])(
  '%s is a 502, since the runtime would pass its bytes on',
  async (encoding) => {
    const [status, text] = await send(encoding);
    expect([status, text]).toEqual([502, expect.stringContaining('upstream_invalid_response')]);
  },
);
