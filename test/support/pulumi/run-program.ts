// Runs a program as Pulumi does: in a copy of the checkout, as a child process of Pulumi's own Node
// runner. A run takes 2 to 3 s of CPU. evaluate-program.ts is much faster, for tests of resources.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { copyCheckout } from '../checkout.ts';
import { readConfig } from './config.ts';
import { startEngine } from './engine.ts';
import { answerWith } from './providers.ts';
import type { Run, RunOptions } from './run.ts';
import { CLOUDFLARE_API_TOKEN, NOW, ORGANIZATION } from './run.ts';
import type { WireObject } from './wire.ts';

const RUNNER = createRequire(import.meta.url).resolve('@pulumi/pulumi/cmd/run');

const PRELOAD = pathToFileURL(join(import.meta.dirname, 'preload.ts')).href;

/**
 * Runs the program once, as `pulumi up` (or `pulumi preview`) does.
 *
 * @param program folder of another program in the checkout
 * @throws AbortError when `options.signal` has ended the run
 */
export async function runProgram(options: RunOptions, program = ''): Promise<Run> {
  const stack = options.stack ?? 'dev';
  const folder = await copyCheckout([
    'infra',
    'worker',
    'ledger',
    ...(program === '' ? [] : [program]),
  ]);
  const state = options.state ?? new Map<string, WireObject>();
  const engine = await startEngine(state, {
    preview: options.preview ?? false,
    answerInvoke: options.answerInvoke ?? answerWith(state),
  });
  try {
    const programFolder = join(folder, program);
    if (options.usersYaml !== undefined) {
      await writeFile(join(programFolder, `users.${stack}.yaml`), options.usersYaml);
    }
    const projectYaml = await readFile(join(programFolder, 'Pulumi.yaml'), 'utf8');
    const config = readConfig(projectYaml, options.stackYaml, stack);
    const args = [
      ...['--monitor', engine.address, '--engine', engine.address],
      ...['--organization', ORGANIZATION, '--project', config.project, '--stack', stack],
      ...['--root-directory', programFolder, '--pwd', programFolder, '--parallel', '8'],
      ...(options.preview === true ? ['--dry-run'] : []),
      '.',
    ];
    const child = spawn(process.execPath, [RUNNER, ...args], {
      cwd: programFolder,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        CLOUDFLARE_API_TOKEN,
        PULUMI_NODEJS_TYPESCRIPT: String(config.typescript),
        PULUMI_CONFIG: JSON.stringify(config.values),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
        NODE_OPTIONS: `--import=${PRELOAD}`,
        RUNNER_NOW: options.now ?? NOW,
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: options.signal,
      killSignal: 'SIGKILL',
    });
    const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
    const failed = once(child, 'error').then(([error]) => Promise.reject(error as Error));
    const output = Promise.all([text(child.stdout), text(child.stderr), closed]);
    const [stdout, stderr, exitCode] = await Promise.race([output, failed]).finally(() => {
      child.kill('SIGKILL');
      return child.pid === undefined ? undefined : closed;
    });
    const bundle = await readFile(join(programFolder, 'dist/worker.js'), 'utf8').catch(() => '');
    return { ...engine.recording, exitCode, stdout, stderr, bundle };
  } finally {
    engine.stop();
    await rm(folder, { recursive: true });
  }
}
