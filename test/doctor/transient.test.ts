// Which failures of the gateway pass by themselves after a first `up`.
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { listenOnLoopback } from '../support/loopback.ts';
import { makeCertificate } from './certificate.ts';
import { lineOf, openStack, type Reply } from './checked-stack.ts';

async function health(reply: Reply) {
  return lineOf('health', await openStack({ answer: () => reply }));
}

test("what does not speak as the gateway may be Cloudflare's own answer, which passes", async () => {
  expect(await health({ status: 404, body: 'There is nothing here yet' })).toMatchObject({
    status: 'failed',
    isTransient: true,
  });
});

test('a broken Worker does not pass', async () => {
  const line = await health({ status: 500, body: { error: { code: 'gateway_misconfigured' } } });
  expect(line.status).toBe('failed');
  expect(line.isTransient).toBeUndefined();
});

async function at(id: string, url: string) {
  const context = await openStack({});
  const gateway = await context.gateway();
  const ask = context.ask;
  const moved = { ...gateway, url, open: (path: string) => ask(`${url}${path}`) };
  return lineOf(id, { ...context, gateway: () => Promise.resolve(moved) });
}

/** An address at which nobody listens any more. */
async function nobody(server: Server): Promise<string> {
  const { url, close } = await listenOnLoopback(server);
  await close();
  return url.origin;
}

test('an address that cannot be reached passes', async () => {
  const line = await at('health', await nobody(createServer()));
  expect(line).toMatchObject({ status: 'failed', isTransient: true });
  expect(line.found).toMatch(/cannot be reached/);
});

test('a certificate that is not trusted yet passes', async () => {
  const server = createTlsServer(makeCertificate(new Date('2100-01-01')));
  server.on('tlsClientError', () => undefined);
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
    });
  });
  onTestFinished(() => {
    server.close();
  });
  const line = await at('address', `https://localhost:${port}`);
  expect(line).toMatchObject({ status: 'failed', isTransient: true });
  expect(line.found).toMatch(/no TLS connection/);
});

test('an address without encryption does not pass', async () => {
  const line = await at('address', 'http://gateway.invalid');
  expect(line.status).toBe('failed');
  expect(line.isTransient).toBeUndefined();
});
