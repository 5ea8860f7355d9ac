// A server that the gateway calls in place of Azure. It listens on this machine only and has no time
// limits.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A listening server. */
export interface Loopback {
  readonly url: URL;
  /** Ends the server and its connections, except those that were upgraded. */
  readonly close: () => Promise<void>;
}

/** Starts listening on a free port. */
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
