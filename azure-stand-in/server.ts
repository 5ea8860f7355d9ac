// The stand-in for Azure OpenAI as a server. It behaves as Azure does, quirks included; the source of
// each quirk is beside the code that imitates it.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { AzureAccount } from './operation/account.ts';
import type { EntraOptions, TokenRequest } from './entra/entra-options.ts';
import { Entra } from './entra/entra.ts';
import { isEntraHost, serveEntra } from './entra/serve-entra.ts';
import { FaultCounter } from './faults/fault-counter.ts';
import { Holds } from './faults/hold.ts';
import { parsePace } from './faults/pace.ts';
import { serveRequest } from './http/serve-request.ts';
import { AccountMemories } from './operation/account-memory.ts';
import { Quotas } from './http/rate-limit.ts';
import type { ReceivedRequest } from './reading/received-request.ts';
import type { ReceivedSocket } from './sockets/received-socket.ts';
import { BillBook, type Bill } from './usage/bill.ts';
import { serveUpgrade, type SocketServerState } from './sockets/serve-upgrade.ts';

export type { AzureAccount, AzureDeployment } from './operation/account.ts';
export type {
  EntraFault,
  EntraOptions,
  FederatedCredential,
  ManagedIdentity,
  TokenRequest,
} from './entra/entra-options.ts';
export type { Bill, BillEntry, BillTotal } from './usage/bill.ts';
export type { ReceivedRequest } from './reading/received-request.ts';
export type { ReceivedSocket, SocketEnd } from './sockets/received-socket.ts';

/** What the server is started with. */
export interface AzureOptions {
  readonly accounts: readonly AzureAccount[];
  /** Default 0: any free one. */
  readonly port?: number;
  /** Keep requests in `requests` and `tokenRequests`, WebSockets in `sockets`; default false. */
  readonly record?: boolean;
  /** Called once a request has been read, before it is answered. */
  readonly onRequest?: (request: ReceivedRequest) => void;
  /** Called once a WebSocket is open, before its first event. */
  readonly onSocket?: (socket: ReceivedSocket) => void;
  /** Answer 429 when a deployment's quota is used up; default false: only count. */
  readonly enforceRateLimits?: boolean;
  /** `x-ms-pace` for requests that carry none; default as fast as possible. */
  readonly pace?: string;
  /**
   * A tenant of Microsoft Entra, at the host login.microsoftonline.com. Default: none, and no token opens an
   * account.
   */
  readonly entra?: EntraOptions;
  /** The clock, in milliseconds since 1970; default the real one. */
  readonly now?: () => number;
}

/** A running server. */
export interface AzureStandIn {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  readonly requests: ReceivedRequest[];
  readonly sockets: ReceivedSocket[];
  /** Requests to Entra's token endpoint. */
  readonly tokenRequests: TokenRequest[];
  /** What Azure would bill for everything that was processed so far. */
  bill(): Bill;
  /** Opens the gate of `hold=NAME`, for answers that wait and for later ones. */
  release(name: string): void;
  /** Ends every connection. */
  close(): Promise<void>;
}

/**
 * Starts the server on 127.0.0.1.
 *
 * @throws when the port is taken (`code` is `EADDRINUSE`), or when `pace` cannot be parsed
 */
export async function startAzure(options: AzureOptions): Promise<AzureStandIn> {
  const now = options.now ?? Date.now;
  const defaultPace = parsePace(options.pace ?? '');
  if (typeof defaultPace === 'string') throw new TypeError(`pace: ${defaultPace}`);
  const requests: ReceivedRequest[] = [];
  const sockets: ReceivedSocket[] = [];
  const tokenRequests: TokenRequest[] = [];
  const entra = options.entra === undefined ? undefined : new Entra(options.entra, now);
  const upgraded = new Set<Socket>();
  const holds = new Holds();
  const state: SocketServerState = {
    accounts: options.accounts,
    tokens: entra?.tokens,
    quotas: new Quotas(now),
    bill: new BillBook(),
    memories: new AccountMemories(),
    enforceRateLimits: options.enforceRateLimits ?? false,
    now,
    faults: new FaultCounter(),
    holds,
    defaultPace,
    onRequest: (request) => {
      if (options.record === true) requests.push(request);
      options.onRequest?.(request);
    },
    onSocket: (socket) => {
      if (options.record === true) sockets.push(socket);
      options.onSocket?.(socket);
    },
  };
  const onTokenRequest = (request: TokenRequest) => {
    if (options.record === true) tokenRequests.push(request);
  };
  // Other upgrades, such as to h2c, are declined by answering the request itself.
  const shouldUpgradeCallback = ({ headers }: IncomingMessage): boolean =>
    headers.upgrade?.toLowerCase() === 'websocket';
  const server = createServer({ shouldUpgradeCallback }, (incoming, response) => {
    const served =
      entra !== undefined && isEntraHost(incoming.headers.host)
        ? serveEntra(entra, onTokenRequest, incoming, response)
        : serveRequest(state, incoming, response);
    served.catch((error: unknown) => {
      // A client may leave while it sends. Any other error is a bug in the stand-in.
      if (incoming.complete) console.error('Azure stand-in:', error);
      incoming.socket.destroy();
    });
  });
  server.on('upgrade', (incoming, stream: Socket, head) => {
    upgraded.add(stream);
    stream.once('close', () => upgraded.delete(stream));
    serveUpgrade(state, incoming, stream, head).catch((error: unknown) => {
      console.error('Azure stand-in:', error);
      stream.destroy();
    });
  });
  // A proxy keeps connections open; closing an idle one would race with its next request.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    sockets,
    tokenRequests,
    bill: () => state.bill.read(),
    release: (name) => {
      holds.release(name);
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      for (const stream of upgraded) stream.destroy();
      await closed;
    },
  };
}
