// A client that does not read its answer: Azure has to wait, and the Worker buffers little.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGateway, type RunningGateway } from './running-gateway.ts';
import { requestBytes, STREAM_MODES, STREAM_MODE_BINDINGS } from './stream-modes.ts';

/** More than all buffers of the kernel between Azure and the client. */
const TOTAL_BYTES = 96 * 1024 * 1024;
const EVENT = Buffer.from(
  `data: {"choices":[{"index":0,"delta":{"content":"${'x'.repeat(950)}"}}]}\n\n`.repeat(16),
);

/** An Azure that writes as fast as it is let. */
const azure = { written: 0, left: Promise.withResolvers<undefined>() };
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  azure.written = 0;
  azure.left = Promise.withResolvers();
  response.on('close', () => {
    azure.left.resolve(undefined);
  });
  writeAll(response);
});

function writeAll(response: ServerResponse): void {
  while (azure.written < TOTAL_BYTES && !response.destroyed) {
    azure.written += EVENT.length;
    if (response.write(EVENT)) continue;
    response.once('drain', () => {
      writeAll(response);
    });
    return;
  }
}

let gateway: RunningGateway;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  gateway = await startGateway({
    bindings: STREAM_MODE_BINDINGS,
    upstream: new URL(`http://127.0.0.1:${port}`),
  });
});
afterAll(async () => {
  await gateway.stop();
  server.closeAllConnections();
  server.close();
});

test.each(STREAM_MODES)('holds Azure back for a client that does not read: $name', async (mode) => {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.write(requestBytes(mode, 'x-test: 1'));
  await once(socket, 'readable');
  // Held back is what has not moved while many other requests were answered.
  let seen = -1;
  for (let still = 0; still < 100 && azure.written < TOTAL_BYTES; still++) {
    await (await fetch(`${gateway.url}/health`)).text();
    if (azure.written !== seen) still = 0;
    seen = azure.written;
  }
  expect(azure.written).toBeGreaterThan(0);
  expect(azure.written).toBeLessThan(TOTAL_BYTES / 2);
  socket.resetAndDestroy();
  await azure.left.promise;
});
