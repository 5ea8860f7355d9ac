// The certificate of a real TLS server on this machine.
import type { AddressInfo } from 'node:net';
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { lookUpHost, readCertificate } from '../../doctor/gateway/host.ts';
import { makeCertificate } from './certificate.ts';

async function serve(validTo: Date, { isTrusted }: { readonly isTrusted: boolean }) {
  const { key, cert } = makeCertificate(validTo);
  const server = createServer({ key, cert }, (socket) => socket.end());
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  if (isTrusted) {
    const before = getCACertificates();
    setDefaultCACertificates([...before, cert]);
    onTestFinished(() => {
      setDefaultCACertificates(before);
    });
  }
  return (server.address() as AddressInfo).port;
}

function read(port: number, signal = new AbortController().signal) {
  return readCertificate('localhost', port, signal);
}

test('a trusted certificate says when it ends', async () => {
  const validTo = new Date('2100-01-01T00:00:00Z');
  const port = await serve(validTo, { isTrusted: true });
  expect(await read(port)).toEqual({ validTo: validTo.getTime() });
});

test('a certificate of nobody known is a fault', async () => {
  const port = await serve(new Date('2100-01-01T00:00:00Z'), { isTrusted: false });
  expect(JSON.stringify(await read(port))).toMatch(/^\{"fault":.*self.signed/);
});

test('a certificate that is over is a fault', async () => {
  const port = await serve(new Date('2020-01-01T00:00:00Z'), { isTrusted: true });
  expect(JSON.stringify(await read(port))).toMatch(/^\{"fault":.*expired/);
});

test('a connection that does not come is ended by the deadline', async () => {
  const port = await serve(new Date('2100-01-01T00:00:00Z'), { isTrusted: true });
  expect(await read(port, AbortSignal.abort())).toEqual({ fault: 'no TLS connection in time' });
});

test('this machine has an address', async () => {
  expect(await lookUpHost('localhost')).toMatch(/^(?:127\.0\.0\.1|::1)$/);
});
