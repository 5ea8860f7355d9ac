// The command line of `npm run test:clients`.
import { parseCommandLine } from '../../command-line/parse-command-line.ts';
import { UserError } from '../../command-line/user-error.ts';

export interface ClientOptions {
  /** Names of clients; empty: all. */
  readonly only: readonly string[];
  /** Where the results are written as JSON. */
  readonly json: string | undefined;
  readonly list: boolean;
  readonly help: boolean;
}

export const HELP = `Installs real clients from their registries and runs each against the bundle in workerd.

  npm run test:clients -- [options]

  --only NAME    only clients whose name begins with this; repeatable
  --json FILE    also write the results to this file
  --list         print the names of the clients and end
  --help         print this text

What is installed is kept in .clients/. A failed check is exit code 1. A client whose registry or
toolchain is missing on this machine is left out, which is shown and does not count as passed.`;

/** @throws UserError that names the wrong option, or an unknown client */
export function parseOptions(args: readonly string[], names: readonly string[]): ClientOptions {
  const { values, positionals } = parseCommandLine(
    {
      command: 'npm run test:clients',
      options: {
        only: { type: 'string', multiple: true, default: [] },
        json: { type: 'string' },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    },
    args,
  );
  // `--only one two` is read as well.
  const only = [...values.only, ...positionals];
  const unknown = only.find((start) => !names.some((name) => name.startsWith(start)));
  if (unknown !== undefined) {
    throw new UserError(`There is no client "${unknown}". --list prints their names.`);
  }
  return { ...values, json: values.json, only };
}
