// The gateway of the conformance suite: an account with a deployment of every kind, aliases, a
// user who may see the account's data and one who may not; and SDK clients whose requests are kept
// as the bytes that left them.
import OpenAI, { AzureOpenAI } from 'openai';
import { encodeUsers } from '../../../infra/bindings/user-codec.ts';
import type { AzureAccount } from '../../../azure-stand-in/server.ts';
import type { ModelBinding } from '../../../worker/contract/env.ts';
import {
  AZURE_KEY,
  STACK_BINDINGS,
  startGateway,
  type RunningGateway,
} from '../running-gateway.ts';

/** Of a user with `accountData`. */
export const KEY = 'sk-the-key-of-olga';
/** Of a user without. */
export const PLAIN_KEY = 'sk-the-key-of-paul';

const ACCOUNT: AzureAccount = {
  subdomain: 'acc',
  keys: [AZURE_KEY],
  deployments: [
    { name: 'gpt-5.4-mini', model: 'gpt-5.4-mini', version: '2026-03-17' },
    { name: 'gpt-5-mini', model: 'gpt-5-mini', version: '2025-08-07' },
    { name: 'gpt-4o', model: 'gpt-4o', version: '2024-11-20' },
    { name: 'instruct', model: 'gpt-35-turbo-instruct', version: '0914' },
    { name: 'text-embedding-3-small', model: 'text-embedding-3-small', version: '1' },
    { name: 'gpt-image-2', model: 'gpt-image-2', version: '2026-04-21' },
    { name: 'gpt-4o-mini-transcribe', model: 'gpt-4o-mini-transcribe', version: '2025-12-15' },
    { name: 'whisper', model: 'whisper', version: '001' },
    { name: 'gpt-4o-mini-tts', model: 'gpt-4o-mini-tts', version: '2025-12-15' },
    { name: 'gpt-realtime-1.5', model: 'gpt-realtime-1.5', version: '2026-02-23' },
    { name: 'gpt-realtime-translate', model: 'gpt-realtime-translate', version: '2026-05-07' },
    { name: 'gpt-live-1', model: 'gpt-live-1', version: '2026-09-15' },
  ],
};

/** The other names of some deployments. */
const ALIASES: Readonly<Record<string, string>> = {
  'gpt-5.4-mini': 'mini',
  'gpt-image-2': 'painter',
  'gpt-4o-mini-transcribe': 'listener',
  'gpt-realtime-1.5': 'talker',
  'gpt-realtime-translate': 'translator',
  'gpt-live-1': 'speaker',
};

/** Builds and starts it. */
export function startConformanceGateway(): Promise<RunningGateway> {
  const models: readonly ModelBinding[] = ACCOUNT.deployments.map(({ name }) => {
    const alias = ALIASES[name];
    const aliases = alias === undefined ? [] : [alias];
    return { id: name, aliases, asynchronousFilter: name === 'gpt-4o' };
  });
  const users = encodeUsers([
    { name: 'olga', key: KEY, accountData: true },
    { name: 'paul', key: PLAIN_KEY },
  ]);
  const bindings = { ...STACK_BINDINGS, CHIT_USERS: users, MODELS: JSON.stringify(models) };
  return startGateway({ accounts: [ACCOUNT], bindings });
}

/** A request as it left the SDK. */
export interface SentRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: Buffer;
}

/** The SDK's two classes. */
export const CLIENT_KINDS = ['OpenAI', 'AzureOpenAI'] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];

/** A client, and what it has sent so far. WebSockets are not among it. */
export interface RecordingClient {
  readonly client: OpenAI;
  readonly sent: readonly SentRequest[];
}

/** A client of one class. */
export function recordingClient(
  gateway: RunningGateway,
  kind: ClientKind,
  apiKey: string = KEY,
): RecordingClient {
  const sent: SentRequest[] = [];
  const options = {
    apiKey,
    maxRetries: 0,
    fetch: async (input: string | URL | Request, init?: RequestInit) => {
      // Made a request first, so that a form gets its boundary before it is read.
      const request = new Request(input, init);
      const { method, headers, signal } = request;
      const { pathname, search, protocol } = new URL(request.url);
      const body = Buffer.from(await request.arrayBuffer());
      // The SDK asks a `data:` URL what kind of forms `fetch` takes.
      if (protocol !== 'data:') sent.push({ method, path: pathname + search, body });
      const payload = body.length === 0 ? {} : { body };
      return fetch(request.url, { method, headers, signal, ...payload });
    },
  };
  const client =
    kind === 'OpenAI'
      ? new OpenAI({ ...options, baseURL: `${gateway.url}/v1` })
      : new AzureOpenAI({ ...options, endpoint: gateway.url, apiVersion: '2024-10-21' });
  return { client, sent };
}
