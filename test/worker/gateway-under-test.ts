// A gateway with an injected `fetch`, and the few ways in which tests ask it something.

import { vi } from 'vitest';
import type { Config } from '../../worker/config/parse-config.ts';
import { parseConfig } from '../../worker/config/parse-config.ts';
import type { Env } from '../../worker/contract/env.ts';
import type { AzureToken } from '../../worker/entra/azure-token.ts';
import { handleRequest } from '../../worker/handle-request.ts';
import { nativeBody, NativeResponse, withNativeBody } from '../support/native-body.ts';
import type { Ledger } from '../../worker/access/ledger.ts';
import type { LogLine } from '../../worker/contract/log.ts';
import type { PageFile } from '../../worker/contract/page-files.ts';
import { SeenRequests } from '../../worker/operations/usage/seen-requests.ts';
import { Drains } from '../../worker/request/drain-body.ts';
import { HeldBytes } from '../../worker/held-bytes.ts';
import { Cooldowns } from '../../worker/models/cooldowns.ts';
import { ok, type Result } from '../../worker/contract/result.ts';
import type { UserRate } from '../../worker/access/user-rate.ts';

// Node has no native pipe, only the standard transform; the real one is tested in test/bundle.
vi.stubGlobal('IdentityTransformStream', TransformStream);
vi.stubGlobal('Response', NativeResponse);
// It only adds the length, which HTTP alone sees.
vi.stubGlobal('FixedLengthStream', function FixedLengthStream() {
  return new TransformStream();
});

export const USER_KEY = 'sk-user-key-of-alice';
export const AZURE_KEY = 'azure-key-of-the-gateway';

/** Base64 as `CHIT_USERS` holds it. */
export function encodeUsers(users: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(users));
  return btoa(String.fromCharCode(...bytes));
}

export const STACK_ENV: Env = {
  CHIT_USERS: encodeUsers([{ name: 'alice', key: USER_KEY }]),
  MODELS: JSON.stringify([
    { id: 'gpt-5.4-mini', aliases: ['gpt-4o-mini'], created: 1_773_705_600 },
    { id: 'classic', upstream: 'deployment', apiVersion: '2024-10-21' },
  ]),
  BACKENDS: JSON.stringify([{ name: 'swedencentral', endpoint: 'https://acc.openai.azure.com' }]),
  BACKEND_KEYS: JSON.stringify({ swedencentral: AZURE_KEY }),
};

/** The config of bindings that must be in order. */
export function configOf(env: Env): Config {
  const config = parseConfig(env);
  if (!config.ok) throw new Error(config.error.join('\n'));
  return config.value;
}

/** The headers of a WebSocket's handshake. */
export const HANDSHAKE = {
  upgrade: 'websocket',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-version': '13',
};

/** A request that Azure received. */
export interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly redirect: string | undefined;
}

/** One exchange with the gateway. */
export interface Exchange {
  readonly response: Response;
  readonly sent: readonly Sent[];
  readonly log: readonly LogLine[];
  /** Resolves when all that the Worker was kept alive for is done. */
  readonly settled: Promise<unknown>;
}

export interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestInit['body'];
  readonly signal?: AbortSignal;
  readonly env?: Env;
  /** Milliseconds since 1970. */
  readonly now?: number;
  /** In [0, 1): which of several accounts is tried first. */
  readonly fraction?: number;
  /** In place of what `env` says: requests to one isolate share it. */
  readonly config?: Config;
  /** What earlier requests learned; by default nothing. */
  readonly cooldowns?: SharedCooldowns;
  /** What requests to one isolate hold; by default nothing. */
  readonly heldBytes?: HeldBytes;
  /** How earlier requests ended; by default there were none. */
  readonly seen?: SeenRequests;
  /** Texts of the page's files; by default the Worker has no page. */
  readonly page?: Readonly<Record<PageFile, string>>;
  /** By default the gateway does not sign in to Entra. */
  readonly azureToken?: AzureToken;
  /** By default users are not limited. */
  readonly ledger?: Ledger;
  readonly userRate?: UserRate;
  /** Azure's answer; by default an empty JSON object. */
  readonly azure?: (request: Request) => Response | Promise<Response>;
}

const CHAT = '{"model":"gpt-5.4-mini","messages":[{"role":"user","content":"hi"}]}';

/** Sends a request, by default a valid chat request, through `handleRequest`. */
export async function ask(asked: Asked = {}): Promise<Exchange> {
  const method = asked.method ?? 'POST';
  const sent: Sent[] = [];
  const log: LogLine[] = [];
  const pending: Promise<unknown>[] = [];
  const fetcher = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, { ...init, duplex: 'half' } as RequestInit);
    sent.push({
      url: request.url,
      headers: Object.fromEntries(request.headers),
      body: await request.clone().text(),
      redirect: init?.redirect,
    });
    return withNativeBody((await asked.azure?.(request)) ?? Response.json({}));
  };
  const given = asked.body !== undefined ? asked.body : method === 'POST' ? CHAT : null;
  const stream: ReadableStream<Uint8Array> | null =
    given === null ? null : new Response(given).body;
  const body = stream && nativeBody(stream);
  const request = new Request(`https://gateway.example${asked.path ?? '/v1/chat/completions'}`, {
    method,
    headers: asked.headers ?? {
      authorization: `Bearer ${USER_KEY}`,
      'content-type': 'application/json',
    },
    body,
    ...(body === null ? {} : { duplex: 'half' }),
    ...(asked.signal === undefined ? {} : { signal: asked.signal }),
  });
  const config: Result<Config, readonly string[]> =
    asked.env === undefined || asked.config !== undefined
      ? ok(asked.config ?? configOf(STACK_ENV))
      : parseConfig(asked.env);
  const startMs = Date.now();
  // Time stands still, unless the test moves it.
  const passedMs = () => (vi.isFakeTimers() ? Date.now() - startMs : 0);
  const clock = () => (asked.now ?? 0) + passedMs();
  const shared = asked.cooldowns ?? sharedCooldowns();
  shared.setClock(clock);
  const response = await handleRequest(
    request,
    {
      config,
      fetch: fetcher,
      log: (line) => log.push(line),
      now: clock,
      nextFraction: () => asked.fraction ?? 0,
      cooldowns: shared.cooldowns,
      heldBytes: asked.heldBytes ?? new HeldBytes(),
      drains: new Drains(),
      seen: asked.seen ?? new SeenRequests(clock()),
      loadPageFile: (file) => Promise.resolve(asked.page?.[file]),
      azureToken: asked.azureToken,
      userRate: asked.userRate,
      ledger: asked.ledger,
    },
    (promise) => pending.push(promise),
  );
  return { response, sent, log, settled: Promise.all(pending) };
}

/** Cooldowns that several requests share, each with its own time. */
export interface SharedCooldowns {
  readonly cooldowns: Cooldowns;
  readonly setClock: (clock: () => number) => void;
}

export function sharedCooldowns(): SharedCooldowns {
  let now = () => 0;
  const cooldowns = new Cooldowns(() => now());
  const setClock = (clock: () => number) => {
    now = clock;
  };
  return { cooldowns, setClock };
}

/** The `error` member of an OpenAI-shaped body. */
export async function errorOf(response: Response): Promise<unknown> {
  const body = await response.json<{ error: unknown }>();
  return body.error;
}

/** The pieces of a body, and whether it was broken off. */
export async function readToEnd(
  body: ReadableStream<Uint8Array>,
): Promise<{ readonly pieces: readonly Uint8Array[]; readonly isBroken: boolean }> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of body) pieces.push(piece);
    return { pieces, isBroken: false };
  } catch {
    return { pieces, isBroken: true };
  }
}
