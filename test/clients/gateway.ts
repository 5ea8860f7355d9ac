// The stacks that clients use, each a bundle in workerd in front of a stand-in that records.
import { join } from 'node:path';
import { startAzure, type AzureAccount, type AzureStandIn } from '../../azure-stand-in/server.ts';
import { buildWorker } from '../../infra/bundle/bundle.ts';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import {
  COMPATIBILITY_DATE,
  COMPATIBILITY_FLAGS,
  MAIN_MODULE,
} from '../../infra/cloudflare/worker-runtime.ts';
import { planStack } from '../../local/plan.ts';
import { startWorkerd } from '../../local/workerd/workerd.ts';
import type { WorkerScript } from '../../local/workerd/worker-script.ts';
import type { ModelBinding } from '../../worker/contract/env.ts';
import { ROOT } from './folders.ts';

/** `example` is Pulumi.dev.yaml as it is. The others have more models, in one or three regions. */
export type StackName = 'example' | 'more-models' | 'three-regions';

/** A running stack. */
export interface Gateway {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly key: string;
  readonly dataKey: string;
  readonly azure: AzureStandIn;
  readonly accounts: readonly AzureAccount[];
  /** Everything the Worker and workerd wrote. */
  readonly output: readonly string[];
  stop(): Promise<void>;
}

interface Stack {
  readonly script: WorkerScript;
  readonly accounts: readonly AzureAccount[];
  readonly key: string;
  readonly dataKey: string;
}

const DEPLOYMENTS: readonly (AzureAccount['deployments'][number] & {
  readonly aliases?: readonly string[];
})[] = [
  {
    name: 'gpt-5.4-mini',
    model: 'gpt-5.4-mini',
    version: '2026-03-17',
    aliases: ['gpt-4o-mini', 'gpt-3.5-turbo'],
  },
  { name: 'gpt-5.4', model: 'gpt-5.4', version: '2026-03-05' },
  // It refuses sampling parameters always, the default values too.
  { name: 'gpt-5-mini', model: 'gpt-5-mini', version: '2025-08-07' },
  { name: 'gpt-5.4-nano', model: 'gpt-5.4-nano', version: '2026-03-17' },
  { name: 'gpt-5.3-codex', model: 'gpt-5.3-codex', version: '2026-02-24' },
  { name: 'gpt-4.1', model: 'gpt-4.1', version: '2025-04-14' },
  { name: 'gpt-5.4-batch', model: 'gpt-5.4-mini', version: '2026-03-17', sku: 'GlobalBatch' },
  {
    name: 'text-embedding-3-small',
    model: 'text-embedding-3-small',
    version: '1',
    aliases: ['text-embedding-ada-002'],
  },
  { name: 'gpt-image-2', model: 'gpt-image-2', version: '2026-04-21', aliases: ['dall-e-3'] },
  { name: 'whisper', model: 'whisper', version: '001', aliases: ['whisper-1'] },
  { name: 'gpt-4o-mini-transcribe', model: 'gpt-4o-mini-transcribe', version: '2025-12-15' },
  {
    name: 'gpt-4o-mini-tts',
    model: 'gpt-4o-mini-tts',
    version: '2025-12-15',
    aliases: ['tts-1'],
  },
  {
    name: 'gpt-realtime-1.5',
    model: 'gpt-realtime-1.5',
    version: '2026-02-23',
    aliases: ['gpt-realtime'],
  },
];

/** Starts a stack of its own, so that nothing of one client's run is left for the next. */
export async function startGateway(name: StackName): Promise<Gateway> {
  const stack = await STACKS[name]();
  const azure = await startAzure({ accounts: stack.accounts, record: true });
  const output: string[] = [];
  const worker = await startWorkerd({
    script: stack.script,
    outbound: { kind: 'server', origin: new URL(azure.url) },
    port: 0,
    onLog: (line) => output.push(line),
  });
  return {
    origin: worker.url,
    key: stack.key,
    dataKey: stack.dataKey,
    azure,
    accounts: stack.accounts,
    output,
    async stop() {
      await worker.stop();
      await azure.close();
    },
  };
}

const STACKS: Readonly<Record<StackName, () => Stack | Promise<Stack>>> = {
  example: () => (example ??= planExample()),
  'more-models': () => writtenStack(['swedencentral']),
  'three-regions': () => writtenStack(['swedencentral', 'eastus2', 'polandcentral']),
};

// The Pulumi program can be evaluated once in a process.
let example: Promise<Stack> | undefined;

async function planExample(): Promise<Stack> {
  const { script, accounts, users } = await planStack(ROOT, 'dev', {});
  const [first] = users;
  const last = users.at(-1);
  if (accounts === undefined || first === undefined || last === undefined) {
    throw new Error('Pulumi.dev.yaml declares no account or no user');
  }
  return { script, accounts, key: first.key, dataKey: last.key };
}

function writtenStack(regions: readonly string[]): Stack {
  const key = 'sk-the-key-of-a-client';
  const dataKey = 'sk-the-key-of-a-client-with-account-data';
  const bindings: Readonly<Record<string, string>> = {
    CHIT_USERS: encodeUsers([
      { name: 'client', key },
      { name: 'data', key: dataKey, accountData: true },
    ]),
    MODELS: JSON.stringify(
      DEPLOYMENTS.map(({ name, model, aliases = [] }): ModelBinding => ({
        id: name,
        model,
        aliases,
      })),
    ),
    BACKENDS: JSON.stringify(
      regions.map((name) => ({ name, endpoint: `https://${name}.openai.azure.com` })),
    ),
    BACKEND_KEYS: JSON.stringify(Object.fromEntries(regions.map((name) => [name, keyOf(name)]))),
  };
  return {
    script: {
      contentFile: join(ROOT, buildWorker(ROOT).contentFile),
      mainModule: MAIN_MODULE,
      compatibilityDate: COMPATIBILITY_DATE,
      compatibilityFlags: COMPATIBILITY_FLAGS,
      bindings: Object.entries(bindings).map(([name, text]) => ({ name, text })),
    },
    accounts: regions.map((subdomain) => ({
      subdomain,
      keys: [keyOf(subdomain)],
      deployments: DEPLOYMENTS,
    })),
    key,
    dataKey,
  };
}

function keyOf(region: string): string {
  return `azure-key-of-${region}`;
}
