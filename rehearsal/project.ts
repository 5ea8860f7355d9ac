// The project as a rehearsal runs it: the real CLI, with a state and a stack file of its own.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Clouds } from '../azure-stand-in/clouds/clouds.ts';
import { ownStateVariables } from './pulumi-variables.ts';
import { REHEARSAL_ACCOUNT, REHEARSAL_TOKEN, type StackCopy } from './stack-copy.ts';
import type { StandIns } from './stand-ins.ts';

export interface ProjectOptions {
  /** The project's folder. */
  readonly root: string;
  /** Of the rehearsal. */
  readonly folder: string;
  readonly stack: string;
  /** Path of Pulumi's CLI. */
  readonly cli: string;
  readonly copy: StackCopy;
  readonly standIns: StandIns;
}

export interface RehearsedProject {
  readonly environment: NodeJS.ProcessEnv;
  /** Runs a command with Pulumi's own display, and returns its exit code. */
  run(command: 'up' | 'destroy'): Promise<number | null>;
  /** The Worker's name in the stand-in for Cloudflare. */
  workerName(clouds: Clouds): string | undefined;
}

/** Makes the stack in the rehearsal's own state, if it is not there, and encrypts the copy's secrets. */
export async function openProject(options: ProjectOptions): Promise<RehearsedProject> {
  const { root, folder, stack, cli, copy, standIns } = options;
  mkdirSync(join(folder, 'state'), { recursive: true });
  const environment: NodeJS.ProcessEnv = {
    ...withoutPulumi(process.env),
    CLOUDFLARE_ACCOUNT_ID: REHEARSAL_ACCOUNT,
    CLOUDFLARE_API_TOKEN: REHEARSAL_TOKEN,
    ...ownStateVariables(folder),
    ...standIns.variables,
  };
  const args = ['--stack', stack, '--config-file', copy.file];
  const start = (command: readonly string[], stdio: 'inherit' | 'pipe') =>
    spawn(cli, command, {
      cwd: root,
      env: environment,
      stdio: stdio === 'inherit' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
  const quietly = async (command: readonly string[]) => {
    const child = start(command, 'pipe');
    const closed = exitCodeOf(child);
    const [said, code] = await Promise.all([text(child.stderr ?? []), closed]);
    if (code !== 0) throw new Error(`pulumi ${command[0] ?? ''} failed: ${said}`);
  };

  await quietly(['stack', 'select', '--create', '--secrets-provider', 'passphrase', ...args]);
  if (copy.secrets.size > 0) {
    const pairs = [...copy.secrets].flatMap(([path, value]) => ['--secret', `${path}=${value}`]);
    await quietly(['config', 'set-all', '--path', ...pairs, ...args]);
  }
  return {
    environment,
    run: (command) => exitCodeOf(start([command, '--yes', ...args], 'inherit')),
    workerName: (clouds) => clouds.cloudflare.state.workers[0]?.name,
  };
}

/** The operator's own login and state have nothing to do with a rehearsal. */
function withoutPulumi(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(PULUMI|ARM|CLOUDFLARE)_/.test(name)),
  );
}

function exitCodeOf(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}
