// The processes of a measurement: one upstream, and for each workload a fresh workerd for
// either side, so that no row depends on what ran before it. Ends all of them, however a run ends.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformSync } from 'esbuild';
import {
  COMPATIBILITY_DATE,
  COMPATIBILITY_FLAGS,
  MAIN_MODULE,
} from '../../../infra/cloudflare/worker-runtime.ts';
import { startWorkerd, type RunningWorker } from '../../../local/workerd/workerd.ts';
import { stackBindings, stackKeys, stackLedgers } from './stack.ts';
import type { Contender, SmallWorker } from '../rows/workload.ts';

export class Rig {
  readonly #bundle: string;
  readonly #upstream: ChildProcess;
  readonly #origin: URL;
  readonly #workers = new Set<Promise<RunningWorker>>();

  private constructor(bundle: string, upstream: ChildProcess, port: number) {
    this.#bundle = bundle;
    this.#upstream = upstream;
    this.#origin = new URL(`http://127.0.0.1:${port}`);
  }

  /** @param bundle path of the built Worker */
  static async start(bundle: string): Promise<Rig> {
    const upstream = fork(join(import.meta.dirname, 'upstream.ts'));
    const failed = once(upstream, 'exit').then(() => {
      throw new Error('the upstream ended before it listened');
    });
    const [port] = (await Promise.race([once(upstream, 'message'), failed])) as [number];
    return new Rig(bundle, upstream, port);
  }

  /**
   * Starts a fresh process for one side.
   *
   * @param maxHeapMib limit of V8's heap in MiB; default V8's own
   */
  startSide(contender: Contender, maxHeapMib?: number): Promise<RunningWorker> {
    // Kept from the moment it starts: Ctrl-C may come before it listens.
    const worker = startWorker(contender, this.#bundle, this.#origin, maxHeapMib);
    this.#workers.add(worker);
    return worker;
  }

  async stopSides(): Promise<void> {
    const workers = [...this.#workers];
    this.#workers.clear();
    for (const started of await Promise.allSettled(workers)) {
      if (started.status === 'fulfilled') await started.value.stop();
    }
  }

  /** Ends every process. May be called at any time, and twice. */
  async stop(): Promise<void> {
    this.#upstream.kill('SIGKILL');
    await this.stopSides();
  }
}

async function startWorker(
  contender: Contender,
  bundle: string,
  origin: URL,
  maxHeapMib: number | undefined,
): Promise<RunningWorker> {
  const isGateway = contender.kind === 'gateway';
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  // A pipe would add the cost of waking up its reader.
  const log = await open(join(folder, 'log'), 'w');
  try {
    return await startWorkerd({
      script: {
        contentFile: isGateway ? bundle : await buildSmallWorker(contender, folder),
        mainModule: MAIN_MODULE,
        compatibilityDate: COMPATIBILITY_DATE,
        compatibilityFlags: COMPATIBILITY_FLAGS,
        bindings: bindingsOf(contender),
        keys: isGateway ? stackKeys(contender) : [],
        ledgers: await ledgersOf(contender, bundle, folder),
      },
      outbound: { kind: 'server', origin },
      port: 0,
      logFile: log.fd,
      ...(maxHeapMib !== undefined && { maxHeapMib }),
    });
  } finally {
    await log.close();
    await rm(folder, { recursive: true });
  }
}

function bindingsOf(contender: Contender) {
  switch (contender.kind) {
    case 'gateway':
      return stackBindings(contender);
    case 'least-gateway':
      return stackBindings({});
    case 'pass-through':
    case 'sleep-per-event':
    case 'parse-each-event':
    case 'ledger-caller':
      return [];
  }
}

async function ledgersOf(contender: Contender, bundle: string, folder: string) {
  const contentFile = join(dirname(bundle), 'ledger.js');
  if (contender.kind === 'ledger-caller') return stackLedgers({ budget: 'user' }, contentFile);
  if (contender.kind !== 'gateway') return [];
  const isInstant = contender.instantLedger === true;
  const file = isInstant ? await transpile('instant-ledger', folder) : contentFile;
  return stackLedgers(contender, file);
}

function buildSmallWorker({ kind }: SmallWorker, folder: string): Promise<string> {
  return transpile(kind, folder);
}

async function transpile(kind: string, folder: string): Promise<string> {
  const source = readFileSync(join(import.meta.dirname, `${kind}.ts`), 'utf8');
  const file = join(folder, `${kind}.js`);
  await writeFile(file, transformSync(source, { loader: 'ts', format: 'esm' }).code);
  return file;
}
