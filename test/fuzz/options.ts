// The command line of `npm run fuzz`.
import { randomInt } from 'node:crypto';
import { parseCommandLine, readNumber } from '../../command-line/parse-command-line.ts';

export interface FuzzOptions {
  readonly count: number;
  readonly seed: number;
  /** The first request's. */
  readonly index: number;
  readonly help: boolean;
}

export const HELP = `Sends fuzzed requests to the Worker in workerd on this machine and checks what must hold for each.

  npm run fuzz -- [options]

  --count N     requests (default 100000; 1 with --index)
  --seed N      the seed that they are made from (default: a new one each time, which is printed)
  --index N     begin with this request, to reproduce a finding
  --help        print this text

A finding is exit code 1.`;

/** @throws UserError that names the option and what it takes */
export function parseOptions(args: readonly string[]): FuzzOptions {
  const { values } = parseCommandLine(
    {
      command: 'npm run fuzz',
      options: {
        count: { type: 'string' },
        seed: { type: 'string' },
        index: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    },
    args,
  );
  const { count, seed, index, help } = values;
  return {
    count: readNumber('--count', count ?? (index === undefined ? '100000' : '1'), 0, MOST),
    seed: seed === undefined ? freshSeed() : readNumber('--seed', seed, 0, MOST),
    index: index === undefined ? 0 : readNumber('--index', index, 0, MOST),
    help,
  };
}

const MOST = 999_999_999;

export function freshSeed(): number {
  return randomInt(MOST + 1);
}
