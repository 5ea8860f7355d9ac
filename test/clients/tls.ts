// The gateway behind TLS, for clients that refuse to send a key without it. The certificate is the
// run's own, kept in the cache.
import { connect } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import { runBounded } from './bounded-process.ts';
import { CACHE } from './folders.ts';

const FOLDER = join(CACHE, 'tls');
const CERTIFICATE = join(FOLDER, 'certificate.pem');
const KEY = join(FOLDER, 'key.pem');
const TRUSTSTORE = join(FOLDER, 'truststore.p12');

export interface TlsPipe {
  /** `https://localhost:PORT` */
  readonly origin: string;
  readonly certificateFile: string;
  stop(): void;
}

/** Pipes the bytes of each connection to the origin and back. */
export async function startTls(origin: string): Promise<TlsPipe> {
  await makeCertificate();
  const { hostname, port } = new URL(origin);
  const open = new Set<Socket>();
  const server: Server = createTlsServer(
    { cert: await readFile(CERTIFICATE), key: await readFile(KEY), ALPNProtocols: ['http/1.1'] },
    (client) => {
      const gateway = connect(Number(port), hostname);
      for (const [from, to] of [
        [client, gateway],
        [gateway, client],
      ] as const) {
        open.add(from);
        from.pipe(to);
        from.once('close', () => {
          open.delete(from);
          to.destroy();
        });
        from.on('error', () => to.destroy());
      }
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    certificateFile: CERTIFICATE,
    stop() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

async function makeCertificate(): Promise<void> {
  if (existsSync(CERTIFICATE)) return;
  await mkdir(FOLDER, { recursive: true });
  await run(
    `openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout ${KEY} -out ${CERTIFICATE}`,
  );
  await rm(TRUSTSTORE, { force: true });
  // Java has a store of its own.
  await run(
    `keytool -importcert -noprompt -alias gateway -storetype PKCS12 -storepass changeit -keystore ${TRUSTSTORE} -file ${CERTIFICATE}`,
  ).catch(() => undefined);
}

async function run(command: string): Promise<void> {
  const { code, stderr } = await runBounded(command.split(' '), {
    cwd: FOLDER,
    env: process.env,
    boundMs: 60_000,
  });
  if (code !== 0) throw new Error(stderr);
}
