// The command line of `npm run migrate`.
import { parseCommandLine } from '../command-line/parse-command-line.ts';
import { UserError } from '../command-line/user-error.ts';

export interface MigrateOptions {
  /** Where the variables are; `-` is standard input. A later one wins. */
  readonly files: readonly string[];
  readonly stack: string;
  /** Name of the environment in a wrangler file. */
  readonly env: string | undefined;
  /** Users for variables that do not have any. */
  readonly users: readonly string[];
  /** Print the commands that set the keys, and nothing else. */
  readonly commands: boolean;
  readonly help: boolean;
}

export const HELP = `Turns the variables of the JavaScript proxies into a stack file.

  npm run migrate -- <file> … [options]

  <file>         .env, .dev.vars or other lines of NAME=value, wrangler.toml, wrangler.json(c);
                 - reads lines from standard input; several files are read as one set
  --stack NAME   the stack to write, as Pulumi.NAME.yaml (default migrated)
  --env NAME     the environment of the wrangler file, env.NAME.vars
  --user NAME    without CHIT_USERS: add a user with a random key; repeatable
  --commands     do not write a file; print the commands that set the keys in it:
                 npm run --silent migrate -- <file> … --commands | sh
  --help         print this text

It never writes a key into a file and never overwrites a file.`;

/** @throws UserError that names the option and what it takes */
export function parseOptions(args: readonly string[]): MigrateOptions {
  const { values, positionals } = parseCommandLine(
    {
      command: 'npm run migrate',
      options: {
        stack: { type: 'string', default: 'migrated' },
        env: { type: 'string' },
        user: { type: 'string', multiple: true, default: [] },
        commands: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    },
    args,
  );
  // https://www.pulumi.com/docs/iac/concepts/stacks/#create-stack
  if (!/^[\w.-]{1,100}$/.test(values.stack)) {
    throw new UserError('--stack takes up to 100 letters, digits, ".", "_" and "-".');
  }
  if (positionals.length === 0 && !values.help) {
    throw new UserError(
      'Name a file: npm run migrate -- wrangler.toml, or .env, or - to paste lines. --help lists the options.',
    );
  }
  return {
    files: positionals,
    stack: values.stack,
    env: values.env,
    users: values.user,
    commands: values.commands,
    help: values.help,
  };
}
