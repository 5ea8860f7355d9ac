// A server of the tests that the gateway calls in place of Azure: on this machine alone, and with
// no time limit of its own.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that listens. */
export interface Loopback {
  readonly url: URL;
  /** Ends it and its connections; those that were upgraded are no longer its own. */
  readonly close: () => Promise<void>;
}

/** Has it listen on a free port. */
export async function listenOnLoopback(server: Server): Promise<Loopback> {
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
