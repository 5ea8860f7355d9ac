// The command line of `npm run migrate`.
import { parseArgs } from 'node:util';
import { UserError } from '../local/user-error.ts';

export interface MigrateOptions {
  /** Where the variables are; `-` is standard input. A later one wins. */
  readonly files: readonly string[];
  readonly stack: string;
  /** Name of the environment in a wrangler file. */
  readonly env: string | undefined;
  /** Users for variables that have none. */
  readonly users: readonly string[];
  /** Write the commands that set the keys, and nothing else. */
  readonly commands: boolean;
  readonly help: boolean;
}

export const HELP = `Writes a stack file from the variables of the JavaScript proxies.

  npm run migrate -- <file> … [options]

  <file>         .env, .dev.vars or other lines of NAME=value, wrangler.toml, wrangler.json(c);
                 - reads lines from standard input; several files together are one set
  --stack NAME   stack to write, as Pulumi.NAME.yaml (default migrated)
  --env NAME     environment of the wrangler file, env.NAME.vars
  --user NAME    without CHIT_USERS: a user who gets a random key; repeatable
  --commands     write no file, but the commands that put the keys into it:
                 npm run --silent migrate -- <file> … --commands | sh
  --help         this text

It writes no key into a file, and overwrites none.`;

/** @throws UserError that names the option and what it takes */
export function parseOptions(args: readonly string[]): MigrateOptions {
  const { values, positionals } = parse(args);
  // https://www.pulumi.com/docs/iac/concepts/stacks/#create-stack
  if (!/^[\w.-]{1,100}$/.test(values.stack)) {
    throw new UserError('--stack takes up to 100 letters, digits, ".", "_" and "-".');
  }
  if (positionals.length === 0 && !values.help) {
    throw new UserError(
      'Which file? npm run migrate -- wrangler.toml, or .env, or - to paste lines. --help lists the options.',
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

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        stack: { type: 'string', default: 'migrated' },
        env: { type: 'string' },
        user: { type: 'string', multiple: true, default: [] },
        commands: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UserError(`${reason}. npm run migrate -- --help lists the options.`);
  }
}
