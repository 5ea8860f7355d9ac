// The ledger in workerd, with its data on disk or in memory, called as the gateway calls it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LEDGER } from '../../infra/cloudflare/ledger-runtime.ts';
import { startWorkerd, type RunningWorker } from '../../local/workerd/workerd.ts';
import type { LedgerScript } from '../../local/workerd/worker-script.ts';
import type { LedgerObject } from '../../worker/contract/ledger.ts';
import { bundleLedger } from './bundle-ledger.ts';
import type { ForwardedCall } from './forwarded-call.ts';

/** One object's protocol, at the time of `RunningLedger.now`. */
export type LedgerClient = LedgerObject & {
  alarm(): Promise<void>;
  runSql(text: string): Promise<readonly Record<string, string | number | null>[]>;
  alarmTime(): Promise<number | null>;
};

export interface RunningLedger {
  /** The objects' clock: Unix milliseconds. */
  now: number;
  readonly pid: number;
  /** What the ledger wrote to its log. */
  readonly output: readonly string[];
  object(name?: string, namespace?: ForwardedCall['namespace']): LedgerClient;
  /** Ends workerd at once, as a kill does, and starts it with the same data. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export interface LedgerOptions {
  /** Whether its data outlives workerd; default true. */
  readonly keeps?: boolean;
  /** The clock at the beginning. */
  readonly now?: number;
}

const METHODS = [
  'reserve',
  'settle',
  'announce',
  'read',
  'handOver',
  'isNew',
  'takeOver',
  'alarm',
] as const;

/** Not forwarded with a time. */
const DIRECT_METHODS = ['runSql', 'alarmTime'] as const;

function bundleForWorkerd(name: string, folder: string): string {
  const file = join(import.meta.dirname, `in-workerd/${name}.ts`);
  return bundleLedger({ entryPoints: [file] }, join(folder, `${name}.js`));
}

/** Starts it. Two generations are bound: LEDGER, and LEDGER_BEFORE before it. */
export async function startLedger({
  keeps = true,
  now = Date.UTC(2026, 10, 27, 12),
}: LedgerOptions = {}): Promise<RunningLedger> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  const counts = mkdtempSync(join(folder, 'counts-'));
  const caller = bundleForWorkerd('caller', folder);
  const contentFile = bundleForWorkerd('timed-ledger', folder);
  const script = { ...LEDGER, className: 'TimedLedger', contentFile };
  const ledgers: readonly LedgerScript[] = [
    { ...script, binding: 'LEDGER', name: 'gateway-ledger-2' },
    { ...script, binding: 'LEDGER_BEFORE', name: 'gateway-ledger' },
  ];
  const output: string[] = [];
  const start = () =>
    startWorkerd({
      script: {
        contentFile: caller,
        mainModule: 'caller.js',
        compatibilityDate: LEDGER.compatibilityDate,
        compatibilityFlags: [],
        bindings: [{ name: 'ALERTS', text: '{}' }],
        ledgers,
      },
      outbound: { kind: 'internet' },
      ledgerFolder: keeps ? counts : undefined,
      webhooks: 'anywhere',
      port: 0,
      onLog: (line) => output.push(line),
    });
  let worker: RunningWorker = await start();

  const call = async (forwarded: ForwardedCall): Promise<unknown> => {
    const response = await fetch(worker.url, { method: 'POST', body: JSON.stringify(forwarded) });
    const { reply, error } = (await response.json()) as { reply?: unknown; error?: string };
    if (error !== undefined) throw new Error(error);
    return reply;
  };
  const running: RunningLedger = {
    now,
    output,
    get pid() {
      return worker.pid;
    },
    object(object = 'stack', namespace = 'LEDGER') {
      const timed = METHODS.map((method) => [
        method,
        (...args: readonly unknown[]) =>
          call({ namespace, object, method: 'callAt', args: [{ now: running.now, method, args }] }),
      ]);
      const direct = DIRECT_METHODS.map((method) => [
        method,
        (...args: readonly unknown[]) => call({ namespace, object, method, args }),
      ]);
      return Object.fromEntries([...timed, ...direct]) as LedgerClient;
    },
    async crash() {
      await worker.stop();
      worker = await start();
    },
    async stop() {
      await worker.stop();
      rmSync(folder, { recursive: true });
    },
  };
  return running;
}
