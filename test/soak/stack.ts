// The stack that is soaked: three accounts that all serve everything.
import { join } from 'node:path';
import { buildWorker } from '../../infra/bundle/bundle.ts';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import {
  COMPATIBILITY_DATE,
  COMPATIBILITY_FLAGS,
  MAIN_MODULE,
} from '../../infra/cloudflare/worker-runtime.ts';
import { startWorkerd, type RunningWorker } from '../../local/workerd/workerd.ts';

export const KEY = 'sk-soak';

const NAMES = ['east', 'north', 'west'];

const BINDINGS: Readonly<Record<string, string>> = {
  CHIT_USERS: encodeUsers([{ name: 'soak', key: KEY, accountData: true }]),
  MODELS: JSON.stringify(
    ['gpt-5.4-mini', 'gpt-4o', 'text-embedding-3-small'].map((id) => ({ id })),
  ),
  BACKENDS: JSON.stringify(
    NAMES.map((name) => ({ name, endpoint: `https://${name}.openai.azure.com` })),
  ),
  BACKEND_KEYS: JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, `key-${name}`]))),
};

/** Builds the bundle and starts it in workerd. */
export function startSoaked(upstream: URL, onLog: (line: string) => void): Promise<RunningWorker> {
  const root = join(import.meta.dirname, '../..');
  return startWorkerd({
    script: {
      contentFile: join(root, buildWorker(root).contentFile),
      mainModule: MAIN_MODULE,
      compatibilityDate: COMPATIBILITY_DATE,
      compatibilityFlags: COMPATIBILITY_FLAGS,
      bindings: Object.entries(BINDINGS).map(([name, text]) => ({ name, text })),
    },
    outbound: { kind: 'server', origin: upstream },
    port: 0,
    onLog,
  });
}
