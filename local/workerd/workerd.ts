// Runs a declared Worker in workerd, Cloudflare's own runtime. `npm start`, the container, the tests and
// the benchmarks all use this file, so all of them run the bytes that are uploaded.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { bindingVariable, configText, scriptFile } from './config-text.ts';
import { ledgerFile } from './ledger-config.ts';
import { openTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';
import { asObject } from '../../command-line/as-object.ts';
import type { WorkerdOptions } from './worker-script.ts';

/** The executable. Loaded with `require`: loaders disagree about a CommonJS package's default export. */
const WORKERD = (createRequire(import.meta.url)('workerd') as { default: string }).default;

export interface RunningWorker {
  /** For this machine: `http://127.0.0.1:{port}`, without a trailing slash. */
  readonly url: string;
  readonly pid: number;
  /** Resolves with the exit code when the process has ended, by itself or after `stop`. */
  readonly exited: Promise<number | null>;
  /** Ends it at once. */
  stop(): Promise<void>;
  /**
   * Accepts no more requests, and ends when the last answer has ended or the time is up. Connections
   * opened meanwhile wait, and are reset at the end.
   *
   * @returns whether every answer was completed
   */
  drain(limitMs: number): Promise<boolean>;
}

/**
 * Starts workerd and resolves when it listens.
 *
 * @throws Error when it ends before it listens (a taken port, a script that does not load); the
 *   message is workerd's own
 */
export async function startWorkerd(options: WorkerdOptions): Promise<RunningWorker> {
  const { contentFile, files = [], ledgers = [] } = options.script;
  const folder = await mkdtemp(join(tmpdir(), 'openai-gateway-'));
  const counts =
    ledgers.length > 0 && options.ledgerFolder === undefined ? openTemporaryFolder() : undefined;
  try {
    await copyFile(contentFile, join(folder, 'worker.js'));
    for (const [index, file] of files.entries()) {
      await copyFile(file.contentFile, join(folder, scriptFile(index)));
    }
    for (const [index, ledger] of ledgers.entries()) {
      await copyFile(ledger.contentFile, join(folder, ledgerFile(index)));
    }
    const config = configText(options, counts?.path ?? options.ledgerFolder ?? '');
    // Readable by this user only: it holds the signing key, which workerd takes from nowhere else. A
    // SIGKILL before workerd listens leaves it behind.
    await writeFile(join(folder, 'config.capnp'), config, { mode: 0o600 });
    return await launch(join(folder, 'config.capnp'), options, counts);
  } catch (error) {
    counts?.remove();
    throw error;
  } finally {
    // workerd has read all of it by now.
    await rm(folder, { recursive: true });
  }
}

async function launch(
  configFile: string,
  options: WorkerdOptions,
  counts: TemporaryFolder | undefined,
): Promise<RunningWorker> {
  const child = spawnWorkerd(configFile, options);
  // A crash of this process must not leave workerd behind. The caller handles signals.
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const exited = once(child, 'close').then(() => {
    process.off('exit', end);
    counts?.remove();
    return child.exitCode;
  });
  const log = holdLog(child, options.onLog);
  const port = await Promise.race([listeningPort(child), exited]);
  if (child.exitCode !== null || port === null) {
    throw new Error(log.held() || 'workerd ended before it listened');
  }
  log.release();
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    exited,
    async stop() {
      // What the ledger has confirmed is in SQLite's files, which a kill does not damage; the gateway has
      // no state.
      end();
      await exited;
    },
    async drain(limitMs) {
      let inTime = true;
      const timer = setTimeout(() => {
        inTime = false;
        end();
      }, limitMs);
      // workerd closes idle connections, finishes running answers and then ends by itself.
      child.kill('SIGTERM');
      await exited;
      clearTimeout(timer);
      return inTime;
    },
  };
}

function spawnWorkerd(configFile: string, { script, logFile }: WorkerdOptions): ChildProcess {
  // Texts are passed in the environment, because a file could be left on the disk. Only a signing key has
  // to be in the configuration.
  const values = script.bindings.map(({ text }, index) => [bindingVariable(index), text] as const);
  return spawn(WORKERD, ['serve', '--control-fd=3', configFile], {
    env: { ...certificateVariables(), ...Object.fromEntries(values) },
    stdio: ['ignore', logFile ?? 'pipe', 'pipe', 'pipe'],
    // Ctrl-C in a terminal reaches the whole process group, but only this process is to stop workerd.
    detached: true,
  });
}

/**
 * Holds the lines that workerd writes. After `release`, `onLog` gets them and all later ones. If workerd
 * does not start, they say why.
 */
function holdLog(child: ChildProcess, onLog: WorkerdOptions['onLog']) {
  const lines: [line: string, from: 'stdout' | 'stderr'][] = [];
  let released = false;
  for (const from of ['stdout', 'stderr'] as const) {
    const stream = child[from];
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      if (released) onLog?.(line, from);
      else lines.push([line, from]);
    });
  }
  return {
    held: () => lines.map(([line]) => line).join('\n'),
    release: () => {
      released = true;
      for (const [line, from] of lines) onLog?.(line, from);
    },
  };
}

/** Where workerd looks for certificates of CAs, if not in the system's own places. */
function certificateVariables(): Readonly<Record<string, string | undefined>> {
  const { SSL_CERT_FILE, SSL_CERT_DIR } = process.env;
  return { SSL_CERT_FILE, SSL_CERT_DIR };
}

/** workerd writes one JSON line for each event on its control channel. */
async function listeningPort(child: ChildProcess): Promise<number | null> {
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
    const { event, port } = asObject(JSON.parse(line));
    if (event === 'listen') return typeof port === 'number' ? port : null;
  }
  return null;
}
