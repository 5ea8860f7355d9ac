// Running the real program as Pulumi does, in a copy of the checkout, as a child process of
// Pulumi's own Node runner. What the program sends is recorded by runner-engine.ts.
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { copyCheckout } from './checkout.ts';
import { readConfig } from './runner-config.ts';
import type { EngineOptions } from './runner-engine.ts';
import { startEngine } from './runner-engine.ts';
import { answerInvoke } from './runner-providers.ts';
import type { Recording, State } from './runner-recording.ts';
import type { WireObject } from './runner-wire.ts';

const RUNNER = createRequire(import.meta.url).resolve('@pulumi/pulumi/cmd/run');

const CLOCK = pathToFileURL(join(import.meta.dirname, 'runner-clock.ts')).href;

/** When the tests' stacks are deployed: what is said of dates must not hang on the real one. */
const NOW = '2026-11-23T12:00:00Z';

/** A run of the program, to its end. */
export interface Run extends Recording {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The uploaded file, or empty when there is none. */
  readonly bundle: string;
}

export interface RunOptions {
  /** Text of Pulumi.<stack>.yaml. */
  readonly stackYaml: string;
  readonly stack?: string;
  /** What earlier runs have made. The run adds to it. */
  readonly state?: State;
  readonly preview?: boolean;
  /** Instead of the account's keys: what Azure's functions return. */
  readonly answerInvoke?: EngineOptions['answerInvoke'];
  /** When it runs, as an ISO time. */
  readonly now?: string;
  /** Folder of another program in the checkout than its own. */
  readonly program?: string;
  /** Added to the bare environment that the program gets. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A stack file with a model of each kind, and no account. */
export async function readExampleStack(): Promise<string> {
  return readFile(join(import.meta.dirname, 'example-stack.yaml'), 'utf8');
}

/** Evaluates the program once, as `pulumi up` (or `pulumi preview`) does. */
export async function runProgram(options: RunOptions): Promise<Run> {
  const stack = options.stack ?? 'dev';
  const folder = await copyCheckout([
    'infra',
    'worker',
    ...(options.program === undefined ? [] : [options.program]),
  ]);
  const engine = await startEngine(options.state ?? new Map<string, WireObject>(), {
    preview: options.preview ?? false,
    answerInvoke: options.answerInvoke ?? answerInvoke,
  });
  try {
    const programFolder = join(folder, options.program ?? '');
    const projectYaml = await readFile(join(programFolder, 'Pulumi.yaml'), 'utf8');
    const config = readConfig(projectYaml, options.stackYaml, stack);
    const args = [
      ...['--monitor', engine.address, '--engine', engine.address],
      ...['--project', config.project, '--stack', stack],
      ...['--root-directory', programFolder, '--pwd', programFolder, '--parallel', '8'],
      ...(options.preview === true ? ['--dry-run'] : []),
      '.',
    ];
    const child = spawn(process.execPath, [RUNNER, ...args], {
      cwd: programFolder,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        PULUMI_NODEJS_TYPESCRIPT: String(config.typescript),
        PULUMI_CONFIG: JSON.stringify(config.values),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
        NODE_OPTIONS: `--import=${CLOCK}`,
        RUNNER_NOW: options.now ?? NOW,
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr, exitCode] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', resolve);
      }),
    ]);
    const bundle = await readFile(join(programFolder, 'dist/worker.js'), 'utf8').catch(() => '');
    return { ...engine.recording, exitCode, stdout, stderr, bundle };
  } finally {
    engine.stop();
    await rm(folder, { recursive: true });
  }
}
