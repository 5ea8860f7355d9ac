// The bundle in workerd in front of the Azure stand-in, over real sockets, and clients for it.
import { join } from 'node:path';
import OpenAI, { AzureOpenAI } from 'openai';
import { buildWorker } from '../../infra/bundle/bundle.ts';
import { buildPage } from '../../infra/bundle/page.ts';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import {
  COMPATIBILITY_DATE,
  COMPATIBILITY_FLAGS,
  MAIN_MODULE,
} from '../../infra/cloudflare/worker-runtime.ts';
import {
  startAzure,
  type AzureAccount,
  type AzureStandIn,
  type EntraOptions,
} from '../../azure-stand-in/server.ts';
import { startWorkerd, type RunningWorker } from '../../local/workerd/workerd.ts';
import type { LedgerScript, ScriptFile, SigningKey } from '../../local/workerd/worker-script.ts';
import type { LogLine } from '../../worker/contract/log.ts';

export const USER_KEY = 'sk-the-key-of-alice-CANARY-1';
export const AZURE_KEY = 'the-azure-key-CANARY-2';

const ACCOUNT: AzureAccount = {
  subdomain: 'acc',
  keys: [AZURE_KEY, 'the-second-key'],
  deployments: [
    { name: 'gpt-5.4-mini', model: 'gpt-5.4-mini', version: '2026-03-17' },
    { name: 'gpt-4o', model: 'gpt-4o', version: '2024-11-20' },
    { name: 'instruct', model: 'gpt-35-turbo-instruct', version: '0914' },
    { name: 'text-embedding-3-small', model: 'text-embedding-3-small', version: '1' },
  ],
};

/** Bindings as the Pulumi program writes them. */
export const STACK_BINDINGS: Readonly<Record<string, string>> = {
  CHIT_USERS: encodeUsers([{ name: 'alice', key: USER_KEY }]),
  MODELS: JSON.stringify([
    { id: 'gpt-5.4-mini', aliases: ['mini'] },
    { id: 'gpt-4o' },
    { id: 'instruct' },
    { id: 'text-embedding-3-small' },
    { id: 'undeployed' },
  ]),
  BACKENDS: JSON.stringify([{ name: 'swedencentral', endpoint: 'https://acc.openai.azure.com' }]),
  BACKEND_KEYS: JSON.stringify({ swedencentral: AZURE_KEY }),
};

export interface RunningGateway {
  /** Without a path. */
  readonly url: string;
  readonly azure: AzureStandIn;
  /** Of workerd. */
  readonly pid: number;
  /** Resolves when workerd has ended, by itself or by `stop`. */
  readonly exited: Promise<number | null>;
  /** Everything the Worker and workerd wrote. */
  readonly output: readonly string[];
  /** Resolves with the first log line, past or future, that fits. */
  logged(fits: (line: LogLine) => boolean): Promise<LogLine>;
  openai(options?: { readonly apiKey?: string; readonly headers?: Record<string, string> }): OpenAI;
  azureOpenai(): AzureOpenAI;
  /** POST of JSON with the user's key. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
}

export interface GatewayOptions {
  readonly bindings?: Readonly<Record<string, string>>;
  /** In place of the stand-in: where every Azure host leads. */
  readonly upstream?: URL;
  /** What the stand-in serves; default one account of chat, completions and embeddings. */
  readonly accounts?: readonly AzureAccount[];
  /** Whether the page is uploaded too; default false. */
  readonly page?: boolean;
  /** Limit of V8's heap, in MiB. */
  readonly maxHeapMib?: number;
  /** `secret_key` bindings. */
  readonly keys?: readonly SigningKey[];
  /** Microsoft Entra, which reaches every issuer at the gateway; default: there is none. */
  readonly entra?: Omit<EntraOptions, 'issuerOrigin'>;
  /** The ledgers that are bound, and where they keep what they count; default: there is none. */
  readonly ledgers?: readonly LedgerScript[];
  readonly ledgerFolder?: string;
  /** The stand-in's clock. */
  readonly now?: () => number;
}

function pageFiles(root: string): readonly ScriptFile[] {
  return Object.entries(buildPage(root)).map(([name, { contentFile }]) => ({
    name,
    contentFile: join(root, contentFile),
  }));
}

/** Builds and starts it. */
export async function startGateway(options: GatewayOptions = {}): Promise<RunningGateway> {
  const root = join(import.meta.dirname, '../..');
  const issuer: { origin?: URL } = {};
  const azure = await startAzure({
    accounts: options.accounts ?? [ACCOUNT],
    record: true,
    ...(options.now && { now: options.now }),
    ...(options.entra && { entra: { ...options.entra, issuerOrigin: () => issuer.origin } }),
  });
  const output: string[] = [];
  const watchers = new Set<() => void>();
  const worker: RunningWorker = await startWorkerd({
    script: {
      contentFile: join(root, buildWorker(root).contentFile),
      mainModule: MAIN_MODULE,
      compatibilityDate: COMPATIBILITY_DATE,
      compatibilityFlags: COMPATIBILITY_FLAGS,
      bindings: Object.entries(options.bindings ?? STACK_BINDINGS).map(([name, text]) => ({
        name,
        text,
      })),
      ...(options.page === true && { files: pageFiles(root) }),
      ...(options.keys && { keys: options.keys }),
      ...(options.ledgers && { ledgers: options.ledgers }),
    },
    outbound: { kind: 'server', origin: options.upstream ?? new URL(azure.url) },
    port: 0,
    webhooks: 'anywhere',
    ...(options.ledgerFolder && { ledgerFolder: options.ledgerFolder }),
    ...(options.maxHeapMib !== undefined && { maxHeapMib: options.maxHeapMib }),
    onLog: (line) => {
      output.push(line);
      for (const watch of watchers) watch();
    },
  });
  const { url, pid, exited } = worker;
  issuer.origin = new URL(url);
  return {
    url,
    azure,
    pid,
    exited,
    output,
    logged: (fits) =>
      new Promise((resolve) => {
        const watch = () => {
          const line = output.map(parseLine).find((parsed) => parsed !== undefined && fits(parsed));
          if (line === undefined) return;
          watchers.delete(watch);
          resolve(line);
        };
        watchers.add(watch);
        watch();
      }),
    openai: ({ apiKey = USER_KEY, headers = {} } = {}) =>
      new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0, defaultHeaders: headers }),
    azureOpenai: () =>
      new AzureOpenAI({ endpoint: url, apiKey: USER_KEY, apiVersion: '2024-10-21', maxRetries: 0 }),
    post: (path, body, headers = {}) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${USER_KEY}`,
          'content-type': 'application/json',
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async stop() {
      await worker.stop();
      await azure.close();
    },
  };
}

function parseLine(line: string): LogLine | undefined {
  return line.startsWith('{') ? (JSON.parse(line) as LogLine) : undefined;
}

/** A chat request of one user message. */
export function chatBody(content: string, extra: Readonly<Record<string, unknown>> = {}) {
  return { model: 'gpt-5.4-mini', messages: [{ role: 'user', content }], ...extra };
}
