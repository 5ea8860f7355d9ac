// The command line of `npm run soak`.
import { parseCommandLine, readNumber } from '../../command-line/parse-command-line.ts';
import { freshSeed } from '../fuzz/options.ts';

export interface SoakCommand {
  readonly minutes: number;
  readonly clients: number;
  readonly seed: number;
  readonly help: boolean;
}

export const HELP = `Keeps the Worker in workerd on this machine busy while its three accounts fail at random and clients
leave at random, and holds the clients' view of every request against Azure's and the log's.

  npm run soak -- [options]

  --minutes N   how long to run (default 15)
  --clients N   requests at a time (default 200)
  --seed N      the seed of everything random (default: a new one each time, which is printed)
  --help        print this text

A finding is exit code 1. Needs /proc, so Linux.`;

/** @throws UserError that names the option and what it takes */
export function parseOptions(args: readonly string[]): SoakCommand {
  const { values } = parseCommandLine(
    {
      command: 'npm run soak',
      options: {
        minutes: { type: 'string', default: '15' },
        clients: { type: 'string', default: '200' },
        seed: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    },
    args,
  );
  const { minutes, clients, seed, help } = values;
  return {
    minutes: readNumber('--minutes', minutes, 1, MOST),
    clients: readNumber('--clients', clients, 1, MOST),
    seed: seed === undefined ? freshSeed() : readNumber('--seed', seed, 0, MOST),
    help,
  };
}

const MOST = 999_999_999;
