// The command line of `npm run fuzz`.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { UserError } from '../../local/user-error.ts';

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
  --seed N      what they are made from (default: another one each time, which is printed)
  --index N     begin with this request: has a finding again
  --help        this text

A finding is exit code 1.`;

/** @throws UserError that names the option and what it takes */
export function parseOptions(args: readonly string[]): FuzzOptions {
  const { count, seed, index, help } = parse(args);
  return {
    count: wholeNumber('--count', count ?? (index === undefined ? '100000' : '1')),
    seed: wholeNumber('--seed', seed ?? String(freshSeed())),
    index: wholeNumber('--index', index ?? '0'),
    help,
  };
}

export function freshSeed(): number {
  return randomInt(1_000_000_000);
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UserError(`${option} takes a whole number of up to nine digits, not "${text}".`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        count: { type: 'string' },
        seed: { type: 'string' },
        index: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UserError(`${reason}. npm run fuzz -- --help lists the options.`);
  }
}
