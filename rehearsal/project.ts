// The project as a rehearsal runs it: the real CLI in a folder that has the project's program, and a state
// and a stack file of its own.
import { spawn, type StdioOptions } from 'node:child_process';
import { copyFileSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf } from '../command-line/exit-code.ts';
import { capture } from '../pulumi-cli/capture.ts';
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
  /** Writes the stack's file for the rehearsal. */
  readonly copyStack: () => StackCopy;
  readonly standIns: StandIns;
}

export interface RehearsedProject {
  readonly environment: NodeJS.ProcessEnv;
  readonly copy: StackCopy;
  /**
   * Runs a command with Pulumi's own display.
   *
   * @param display where it goes
   * @returns its exit code
   */
  run(command: 'up' | 'destroy', display: 'stdout' | 'stderr'): Promise<number | null>;
}

/** Makes the stack in the rehearsal's own state, if it is not there, and encrypts the copy's secrets. */
export async function openProject(options: ProjectOptions): Promise<RehearsedProject> {
  const { root, folder, stack, cli, standIns } = options;
  linkProgram(root, folder, stack);
  const environment: NodeJS.ProcessEnv = {
    ...withoutPulumi(process.env),
    CLOUDFLARE_ACCOUNT_ID: REHEARSAL_ACCOUNT,
    CLOUDFLARE_API_TOKEN: REHEARSAL_TOKEN,
    ...ownStateVariables(folder),
    ...standIns.variables,
  };
  const args = ['--stack', stack];
  const quietly = async (command: readonly string[]) => {
    const { code, stderr } = await capture(cli, command, { cwd: folder, env: environment });
    if (code !== 0) throw new Error(`pulumi ${command[0] ?? ''} failed: ${stderr}`);
  };

  await quietly(['stack', 'select', '--create', '--secrets-provider', 'passphrase', ...args]);
  const copy = options.copyStack();
  if (copy.secrets.size > 0) {
    const pairs = [...copy.secrets].flatMap(([path, value]) => ['--secret', `${path}=${value}`]);
    await quietly(['config', 'set-all', '--path', ...pairs, ...args]);
  }
  return {
    environment,
    copy,
    run: (command, display) => {
      const stdout = display === 'stdout' ? 'inherit' : process.stderr;
      const stdio: StdioOptions = ['inherit', stdout, 'inherit'];
      return exitCodeOf(
        spawn(cli, [command, '--yes', ...args], { cwd: folder, env: environment, stdio }),
      );
    },
  };
}

/** The program's folders as links, so that it runs from here as it does from the project's folder. */
function linkProgram(root: string, folder: string, stack: string): void {
  for (const name of ['infra', 'worker', 'ledger', 'page', 'node_modules']) {
    const link = join(folder, name);
    if (!existsSync(link)) symlinkSync(join(root, name), link, 'junction');
  }
  for (const name of ['Pulumi.yaml', 'package.json', `users.${stack}.yaml`]) {
    if (existsSync(join(root, name))) copyFileSync(join(root, name), join(folder, name));
    else rmSync(join(folder, name), { force: true });
  }
}

/** The operator's own login and state have nothing to do with a rehearsal. */
function withoutPulumi(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(PULUMI|ARM|CLOUDFLARE)_/.test(name)),
  );
}
