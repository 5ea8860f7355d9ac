// Owns: the stand-in for Azure OpenAI as a server: it listens, picks the account by host name, keeps
// what it received, and closes. It behaves as Azure does, quirks included; what each quirk comes from
// is told where it is written.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findAccount, type AzureAccount } from './account.ts';
import { deliver } from './delivery/delivery.ts';
import { planDelivery } from './delivery/delivery-plan.ts';
import { FaultBook } from './delivery/fault-book.ts';
import { answerRequest, type Gateway } from './gateway.ts';
import { Holds } from './delivery/hold.ts';
import { parsePace } from './delivery/pace.ts';
import { Quotas } from './rate-limit.ts';
import { readRequest, type ExchangeEnd, type ReceivedRequest } from './received-request.ts';
import { invalidRequest } from './refusal.ts';
import { gatewayHeaders } from './reply-head.ts';

export type { AzureAccount, AzureDeployment } from './account.ts';
export type { ReceivedRequest } from './received-request.ts';

/** What the server is started with. */
export interface AzureOptions {
  readonly accounts: readonly AzureAccount[];
  /** Default 0: any free one. */
  readonly port?: number;
  /** Keep requests in `requests`; default false. */
  readonly record?: boolean;
  /** Called once a request has been read, before it is answered. */
  readonly onRequest?: (request: ReceivedRequest) => void;
  /** Answer 429 when a deployment's quota is used up; default false: only count. */
  readonly enforceRateLimits?: boolean;
  /** `x-ms-pace` for requests that carry none; default as fast as possible. */
  readonly pace?: string;
  /** The clock, in milliseconds since 1970; default the real one. */
  readonly now?: () => number;
}

/** A running server. */
export interface AzureStandIn {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  readonly requests: ReceivedRequest[];
  /** Lets all answers go on that wait, or will wait, for `hold=NAME`. */
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
  const holds = new Holds();
  const faults = new FaultBook();
  const gateway: Gateway = {
    quotas: new Quotas(now),
    enforceRateLimits: options.enforceRateLimits ?? false,
    now,
  };

  const exchange = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const account = findAccount(options.accounts, incoming.headers.host ?? '');
    if (account === undefined) {
      // A resource that does not exist has no address: nobody answers.
      incoming.socket.destroy();
      return;
    }
    const left = new AbortController();
    response.once('close', () => {
      left.abort();
    });
    const ended = Promise.withResolvers<ExchangeEnd>();
    const request = await readRequest(incoming, ended.promise);
    if (options.record === true) requests.push(request);
    options.onRequest?.(request);

    const fault = faults.read(account.subdomain, request.headers['x-ms-fault']);
    const paceHeader = request.headers['x-ms-pace'];
    const pace = paceHeader === undefined ? defaultPace : parsePace(paceHeader);
    const mistake = describeMistake(fault, pace);
    const delivery = {
      response,
      fault: typeof fault === 'string' ? {} : fault,
      pace: typeof pace === 'string' ? defaultPace : pace,
      holds,
      signal: left.signal,
    };
    const reply =
      mistake === undefined
        ? answerRequest(gateway, account, request, delivery.fault, delivery.pace)
        : { answer: invalidRequest(mistake, null), headers: {} };
    const plan = planDelivery(reply.answer, delivery.fault, delivery.pace);
    const headers = { ...gatewayHeaders(), ...reply.headers, ...plan.headers };
    ended.resolve(await deliver({ ...plan, headers }, delivery));
  };

  const server = createServer((incoming, response) => {
    exchange(incoming, response).catch((error: unknown) => {
      // A client that leaves while it sends is no concern of ours; anything else is a bug in here.
      if (incoming.complete) console.error('Azure stand-in:', error);
      incoming.socket.destroy();
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
    release: (name) => {
      holds.release(name);
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function describeMistake(fault: unknown, pace: unknown): string | undefined {
  if (typeof fault === 'string') return `Invalid header x-ms-fault: ${fault}`;
  return typeof pace === 'string' ? `Invalid header x-ms-pace: ${pace}` : undefined;
}
