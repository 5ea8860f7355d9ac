// An operator at the command line: Pulumi's real CLI and engine on a copy of the checkout, with the clouds
// as stand-ins.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Clouds, CloudsOptions } from '../../../azure-stand-in/clouds/clouds.ts';
import { exitCodeOf } from '../../../command-line/exit-code.ts';
import { findPulumi } from '../../../pulumi-cli/installation/find-cli.ts';
import { ownStateVariables } from '../../../rehearsal/pulumi-variables.ts';
import { startStandIns } from '../../../rehearsal/stand-ins.ts';
import { copyCheckout } from '../../support/checkout.ts';

export const CLOUDFLARE_ACCOUNT = '0123456789abcdef0123456789abcdef';
export const CLOUDFLARE_TOKEN = 'token-of-the-operator';

/** How a run of the CLI ended. */
export interface CommandResult {
  readonly exitCode: number | null;
  /** Standard output and standard error, without colours. */
  readonly said: string;
}

export interface Operator extends AsyncDisposable {
  readonly clouds: Clouds;
  /** The project's folder. */
  readonly folder: string;
  /** The environment of the operator's commands. */
  readonly environment: NodeJS.ProcessEnv;
  /** Writes the stack's file; `config` is what is below `config:`. */
  writeStack(config: string): Promise<void>;
  /** All files of the state, with its history and backups. */
  readState(): Promise<string>;
  /** `pulumi …`, without questions. */
  pulumi(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<CommandResult>;
  /** Runs a line of shell in the project's folder, with `pulumi` and npm on PATH. */
  shell(line: string, env?: NodeJS.ProcessEnv): Promise<CommandResult>;
  /** Starts such a line in a process group of its own, for commands that run until they are stopped. */
  startShell(line: string, env?: NodeJS.ProcessEnv): Started;
  /** Starts `pulumi …` in a process group of its own, to be killed. */
  start(args: readonly string[]): Started;
}

/** A process that runs. */
export interface Started {
  readonly pid: number;
  readonly stdout: Readable;
  readonly ended: Promise<CommandResult>;
}

export interface OperatorOptions extends Partial<CloudsOptions> {
  readonly stack?: string;
  /** Folder of another project in the checkout. */
  readonly project?: string;
  /** First line of the stack's file, for a state that was encrypted with it; default a new one. */
  readonly salt?: string;
  /** Parts of the checkout besides those that `up` needs. */
  readonly checkout?: readonly string[];
  /** A newcomer has no stack, no place for a state, and no credentials yet. */
  readonly isNewcomer?: boolean;
}

const CLOUDFLARE_CREDENTIALS: NodeJS.ProcessEnv = {
  CLOUDFLARE_ACCOUNT_ID: CLOUDFLARE_ACCOUNT,
  CLOUDFLARE_API_TOKEN: CLOUDFLARE_TOKEN,
};

/** What a newcomer sets as the pages say. */
const NOT_YET_SET: NodeJS.ProcessEnv = {
  PULUMI_BACKEND_URL: undefined,
  PULUMI_CONFIG_PASSPHRASE: undefined,
};

/** Copies the checkout, starts the stand-ins and makes the stack. */
export async function startOperator(options: OperatorOptions = {}): Promise<Operator> {
  const stack = options.stack ?? 'dev';
  const cli = await findPulumi(process.env);
  if (cli === undefined) throw new Error("Pulumi's CLI is not there");
  const { project = '' } = options;
  const checkout = await copyCheckout([
    ...['infra', 'worker', 'ledger', 'pulumi-cli', 'command-line', 'worker-check'],
    ...(project === '' ? [] : [project]),
    ...(options.checkout ?? []),
  ]);
  const folder = join(checkout, project);
  const home = await mkdtemp(join(tmpdir(), 'pulumi-'));
  await mkdir(join(home, 'state'));
  let environment: NodeJS.ProcessEnv = {};
  const standIns = await startStandIns(
    folder,
    { cloudflareAccountId: CLOUDFLARE_ACCOUNT, cloudflareToken: CLOUDFLARE_TOKEN, ...options },
    () => environment,
  );
  const variables: NodeJS.ProcessEnv = {
    PATH: [dirname(cli.path), process.env['PATH']].join(delimiter),
    HOME: home,
    ...ownStateVariables(home),
    ...standIns.variables,
    ...(options.isNewcomer === true ? NOT_YET_SET : CLOUDFLARE_CREDENTIALS),
  };
  const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    environment = { ...variables, ...env };
    const child = spawn(program, args, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const ended = Promise.all([text(child.stdout), text(child.stderr), exitCodeOf(child)]).then(
      ([stdout, stderr, exitCode]) => ({ exitCode, said: stdout + stderr }),
    );
    return { pid: child.pid ?? 0, stdout: child.stdout, ended };
  };
  const start = (args: readonly string[], env?: NodeJS.ProcessEnv) =>
    run(cli.path, [...args, '--color=never', '--non-interactive'], env);
  const pulumi = (args: readonly string[], env?: NodeJS.ProcessEnv) => start(args, env).ended;

  const stackFile = join(folder, `Pulumi.${stack}.yaml`);
  let salt = options.salt ?? '';
  if (options.isNewcomer !== true) {
    const made = await pulumi(['stack', 'init', stack, '--secrets-provider', 'passphrase']);
    if (made.exitCode !== 0) throw new Error(made.said);
    if (salt === '') salt = await readFile(stackFile, 'utf8');
    await writeFile(stackFile, salt);
  }
  return {
    clouds: standIns.clouds,
    folder,
    environment: variables,
    writeStack: (config) => writeFile(stackFile, `${salt.trim()}\nconfig:\n${config}`),
    readState: () => readAll(join(home, 'state')),
    pulumi,
    shell: (line, env) => run('sh', ['-c', line], env).ended,
    startShell: (line, env) => run('sh', ['-c', line], env),
    start,
    [Symbol.asyncDispose]: async () => {
      await standIns.close();
      await rm(home, { recursive: true });
      await rm(checkout, { recursive: true });
    },
  };
}

async function readAll(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}
