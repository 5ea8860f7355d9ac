// Runs this project's program in the process of the test, as Pulumi's Automation API runs inline
// programs. Modules are loaded once for all runs of a process, so a run takes about 0.1 s. What it
// registers is recorded as by runProgram. Only runProgram shows how the program ends as a process.
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { moveClock } from './clock.ts';
import { readConfig } from './config.ts';
import { startEngine } from './engine.ts';
import { answerInvoke } from './providers.ts';
import type { Run, RunOptions } from './run.ts';
import { CLOUDFLARE_API_TOKEN, NOW, ORGANIZATION } from './run.ts';
import type { WireObject } from './wire.ts';

const ROOT = join(import.meta.dirname, '../../..');

const PROGRAM = join(ROOT, 'infra/index.ts');
const PARALLEL = 8;

/** Keeps the SDK's settings apart from those of other runs. Exported by the SDK without a type. */
const { withLocalStorage } = createRequire(import.meta.url)('@pulumi/pulumi/runtime/state.js') as {
  readonly withLocalStorage: (run: () => Promise<void>) => Promise<void>;
};

let runs = 0;
/** Runs change the process (working folder, environment, clock), so only one runs at a time. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Evaluates the program once.
 *
 * @throws what the program throws
 */
export function evaluateProgram(options: RunOptions): Promise<Run> {
  const run = last.then(() => evaluate(options));
  last = run.catch(() => undefined);
  return run;
}

async function evaluate(options: RunOptions): Promise<Run> {
  const stack = options.stack ?? 'dev';
  const projectYaml = await readFile(join(ROOT, 'Pulumi.yaml'), 'utf8');
  const config = readConfig(projectYaml, options.stackYaml, stack);
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'evaluate-')));
  if (options.usersYaml !== undefined) {
    await writeFile(join(folder, `users.${stack}.yaml`), options.usersYaml);
  }
  const preview = options.preview ?? false;
  const engine = await startEngine(options.state ?? new Map<string, WireObject>(), {
    preview,
    answerInvoke: options.answerInvoke ?? answerInvoke,
  });
  const { env } = process;
  const workingFolder = process.cwd();
  let thrown = undefined as { readonly error: unknown } | undefined;
  const restoreClock = moveClock(options.now ?? NOW);
  process.chdir(folder);
  process.env = { PATH: env['PATH'], HOME: folder, CLOUDFLARE_API_TOKEN, ...options.env };
  try {
    await withLocalStorage(async () => {
      pulumi.runtime.resetOptions(
        config.project,
        stack,
        PARALLEL,
        engine.address,
        engine.address,
        preview,
        ORGANIZATION,
      );
      pulumi.runtime.setAllConfig({ ...config.values }, [...config.secretKeys]);
      await pulumi.runtime.runInPulumiStack(async () => {
        try {
          return await importProgram();
        } catch (error) {
          // The SDK would reject several promises with it, of which only one is ours.
          thrown = { error };
          return {};
        }
      });
      await pulumi.runtime.disconnect();
    });
    if (thrown !== undefined) throw thrown.error;
    const bundle = await readFile(join(folder, 'dist/worker.js'), 'utf8');
    return { ...engine.recording, exitCode: 0, stdout: '', stderr: '', bundle };
  } finally {
    process.env = env;
    process.chdir(workingFolder);
    restoreClock();
    engine.stop();
    await rm(folder, { recursive: true });
  }
}

/** The program is a module: another query evaluates it again, while its imports stay loaded. */
async function importProgram(): Promise<pulumi.Inputs> {
  const program = (await import(`${PROGRAM}?run=${runs++}`)) as pulumi.Inputs;
  return { ...program };
}
