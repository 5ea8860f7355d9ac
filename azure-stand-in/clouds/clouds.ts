// Both clouds' management APIs as one server: Azure Resource Manager below /azure, Cloudflare below
// /client/v4.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { AnswerMode } from './azure/answers.ts';
import { AzureManagement, type AzureState } from './azure/management.ts';
import { CloudflareApi, type CloudflareState } from './cloudflare/api.ts';
import type { CloudReply } from './exchange.ts';
import { subjectOf } from './subject.ts';
import { Traffic } from './traffic.ts';

/** What is kept from one run to the next. */
export interface CloudsState {
  readonly azure: AzureState;
  readonly cloudflare: CloudflareState;
}

/** Where it is not known how a cloud answers, the first of each pair is the default. */
export interface CloudsOptions {
  readonly cloudflareAccountId: string;
  readonly cloudflareToken: string;
  readonly zones?: readonly string[];
  /** Of the directory behind the subscription; default the stand-in's own. */
  readonly tenantId?: string;
  readonly azureAnswers?: AnswerMode;
  readonly observability?: 'defaults' | 'echo';
  readonly now?: () => Date;
  readonly state?: CloudsState | undefined;
}

export interface Clouds {
  readonly azure: AzureManagement;
  readonly cloudflare: CloudflareApi;
  readonly traffic: Traffic;
  /** `http://127.0.0.1:PORT/azure` */
  readonly azureUrl: string;
  /** `http://127.0.0.1:PORT/client/v4` */
  readonly cloudflareUrl: string;
  close(): Promise<void>;
}

/** The directory of the stand-in's subscription. */
export const TENANT_ID = '99999999-8888-7777-6666-555555555555';

const PREFIXES = { azure: '/azure', cloudflare: '/client/v4' } as const;

/** Starts the server on a free port of 127.0.0.1. */
export async function startClouds(options: CloudsOptions): Promise<Clouds> {
  const traffic = new Traffic();
  const azure = new AzureManagement(
    {
      answers: options.azureAnswers ?? 'defaults',
      tenantId: options.tenantId ?? TENANT_ID,
      now: options.now ?? (() => new Date()),
    },
    options.state?.azure,
  );
  const cloudflare = new CloudflareApi(
    {
      accountId: options.cloudflareAccountId,
      token: options.cloudflareToken,
      zones: options.zones ?? [],
      observability: options.observability ?? 'defaults',
    },
    options.state?.cloudflare,
  );
  const server = createServer((incoming, response) => {
    answer({ azure, cloudflare }, traffic, incoming, response).catch((error: unknown) => {
      // The engine may be killed while it asks. Any other error is a bug in the stand-in.
      if (incoming.complete) console.error('Clouds stand-in:', error);
      incoming.socket.destroy();
    });
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    azure,
    cloudflare,
    traffic,
    azureUrl: url + PREFIXES.azure,
    cloudflareUrl: url + PREFIXES.cloudflare,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  clouds: Pick<Clouds, 'azure' | 'cloudflare'>,
  traffic: Traffic,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams: query } = new URL(incoming.url ?? '/', 'http://stand-in');
  const cloud = pathname.startsWith(`${PREFIXES.azure}/`) ? 'azure' : 'cloudflare';
  const path = pathname.slice(PREFIXES[cloud].length);
  const method = incoming.method ?? 'GET';
  const body = await buffer(incoming);
  const request = { method, path, query, body, headers: new Headers(headersOf(incoming)) };
  const subject = subjectOf(request, {
    azure: (id) => clouds.azure.find(id)?.body,
    host: (id) => clouds.cloudflare.hostOf(id),
  });
  const reply = (await traffic.disturb(method, path)) ?? (await clouds[cloud].handle(request));
  traffic.record({
    cloud,
    method,
    path: decodeURIComponent(path),
    status: reply.status,
    subject,
  });
  send(response, reply);
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function send(response: ServerResponse, reply: CloudReply): void {
  const { status, body, headers, contentType } = reply;
  const isText = typeof body === 'string';
  response.writeHead(status, { ...headers, 'content-type': contentType ?? 'application/json' });
  response.end(status === 204 ? undefined : isText ? body : JSON.stringify(body));
}
