// A migration under test: a project folder of its own, `npm run migrate` in this process or as one of its
// own, and a shell that runs its commands with a stand-in for Pulumi's CLI.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse, stringify } from 'yaml';
import { UserError } from '../../command-line/user-error.ts';
import { runMigrate } from '../../migrate/run-migrate.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: unknown;
}

/** A call of Pulumi's CLI. */
export interface PulumiCall {
  readonly args: readonly string[];
  readonly stdin: string;
}

export interface Move {
  /** Writes one of the user's files, outside of the project's folder. */
  write(name: string, content: string): Promise<string>;
  /** Runs it in this process. */
  migrate(args: readonly string[], stdin?: string): Promise<Ended>;
  /** Runs it as a process of its own. */
  spawnMigrate(args: readonly string[], stdin?: string): Promise<Ended>;
  /** Runs it as an npm script. */
  npmMigrate(options: readonly string[], args: readonly string[]): Promise<Ended>;
  /** The stack file that was written. */
  stackFile(stack?: string): Promise<string>;
  /** Edits it. */
  rewrite(edit: (text: string) => string): Promise<void>;
  /** Every file in the project's folder and in the one for temporary files. */
  written(): Promise<readonly string[]>;
  /** Runs commands in a shell; what Pulumi's CLI would have been called with. */
  runCommands(script: string): Promise<readonly PulumiCall[]>;
  end(): Promise<void>;
}

/** Takes the place of Pulumi's CLI: for each call it writes its arguments and its input, a line of base64 each. */
const PULUMI = `#!/bin/sh
{
  printf '%s\\0' "$@" | base64 | tr -d '\\n'
  echo
  base64 | tr -d '\\n'
  echo
} >> "$PULUMI_CALLS"
`;

export async function startMove(): Promise<Move> {
  const folder = await mkdtemp(join(tmpdir(), 'move-'));
  const [project, temporary, own, bin] = ['project', 'tmp', 'own', 'bin'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  for (const path of [project, temporary, own, bin]) await mkdir(path);
  await copyFile(join(ROOT, 'Pulumi.yaml'), join(project, 'Pulumi.yaml'));
  await writeFile(join(bin, 'pulumi'), PULUMI);
  await chmod(join(bin, 'pulumi'), 0o755);
  const run = async (
    program: string,
    args: readonly string[],
    stdin: string,
    cwd = project,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Ended> => {
    const PATH = `${bin}:${process.env['PATH'] ?? ''}`;
    const child = spawn(program, args, {
      cwd,
      env: { PATH, TMPDIR: temporary, INIT_CWD: own, ...env },
    });
    child.stdin.end(stdin);
    const [stdout, stderr, exit] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    return { stdout, stderr, code: exit[0] as unknown };
  };
  return {
    async write(name, content) {
      await writeFile(join(own, name), content);
      return name;
    },
    async migrate(args, stdin = '') {
      const readStandardInput = () => Promise.resolve(stdin);
      try {
        const stdout = await runMigrate(args, { project, caller: own, readStandardInput });
        return { stdout, stderr: '', code: 0 };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return { stdout: '', stderr: `${error.message}\n`, code: 1 };
      }
    },
    spawnMigrate: (args, stdin = '') =>
      run('node', [join(ROOT, 'migrate/migrate.ts'), ...args], stdin),
    async npmMigrate(options, args) {
      const scripts = { migrate: `node ${join(ROOT, 'migrate/migrate.ts')}` };
      await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'a', scripts }));
      // npm sets INIT_CWD itself.
      return run(
        'npm',
        ['--prefix', project, 'run', ...options, 'migrate', '--', ...args],
        '',
        own,
      );
    },
    stackFile: (stack = 'migrated') => readFile(join(project, `Pulumi.${stack}.yaml`), 'utf8'),
    async rewrite(edit) {
      const file = join(project, 'Pulumi.migrated.yaml');
      await writeFile(file, edit(await readFile(file, 'utf8')));
    },
    async written() {
      const names = await Promise.all(
        [project, temporary].map(async (path) =>
          (await readdir(path)).map((name) => join(path, name)),
        ),
      );
      return Promise.all(names.flat().map((name) => readFile(name, 'utf8')));
    },
    async runCommands(script) {
      const calls = join(own, 'calls');
      const ended = await run('sh', [], script, project, { PULUMI_CALLS: calls });
      if (ended.code !== 0 || ended.stderr !== '') throw new Error(ended.stderr);
      const lines = (await readFile(calls, 'utf8')).split('\n').slice(0, -1);
      const decode = (line = '') => Buffer.from(line, 'base64').toString();
      return lines.flatMap((line, index) =>
        index % 2 === 0
          ? [{ args: decode(line).split('\0').slice(0, -1), stdin: decode(lines[index + 1]) }]
          : [],
      );
    },
    end: () => rm(folder, { recursive: true }),
  };
}

/** The stack file once Pulumi's CLI has done that; a secret is `{secure: <its plain value>}`. */
export function withSecrets(stackYaml: string, calls: readonly PulumiCall[]): string {
  const { config } = parse(stackYaml) as { readonly config: Record<string, unknown> };
  for (const { args, stdin } of calls) {
    const steps = (args[args.indexOf('--path') + 1] ?? '').split(/[.[\]]+/).filter(Boolean);
    const last = steps.pop() ?? '';
    let place: unknown = config;
    for (const step of steps) place = Reflect.get(place as object, step);
    Reflect.set(place as object, last, { secure: stdin });
  }
  return stringify({ config }, { defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN' });
}
