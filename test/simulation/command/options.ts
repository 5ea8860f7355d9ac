// The command line of `npm run simulate`.
import { parseCommandLine, readNumber } from '../../../command-line/parse-command-line.ts';

export interface SimulateCommand {
  readonly seed: number;
  readonly runs: number;
  readonly pictures: boolean;
  readonly help: boolean;
}

export const HELP = `Runs the gateway between random users and random accounts that fail and refuse, in virtual time, and holds
every run against the invariants of docs/failover.md.

  npm run simulate -- [options]

  --seed N      the seed of the first run; the others follow it (default 1)
  --runs N      how many (default 100)
  --pictures    also draw the pictures of docs/failover.md
  --help        print this text

A broken invariant is exit code 1. It is printed with its seed and the smallest scenario that breaks it.`;

/** @throws UserError that names the option and what it takes */
export function parseOptions(args: readonly string[]): SimulateCommand {
  const { values } = parseCommandLine(
    {
      command: 'npm run simulate',
      options: {
        seed: { type: 'string', default: '1' },
        runs: { type: 'string', default: '100' },
        pictures: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    },
    args,
  );
  const { seed, runs, pictures, help } = values;
  return {
    seed: readNumber('--seed', seed, 0, 999_999_999),
    runs: readNumber('--runs', runs, 1, 1_000_000),
    pictures,
    help,
  };
}
