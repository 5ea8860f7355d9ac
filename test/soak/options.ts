// The command line of `npm run soak`.
import { parseArgs } from 'node:util';
import { UserError } from '../../local/user-error.ts';
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

  --minutes N   how long (default 15)
  --clients N   requests at a time (default 200)
  --seed N      what is random (default: another one each time, which is printed)
  --help        this text

A finding is exit code 1. Needs /proc, so Linux.`;

/** @throws UserError that names the option and what it takes */
export function parseOptions(args: readonly string[]): SoakCommand {
  const { minutes, clients, seed, help } = parse(args);
  return {
    minutes: wholeNumber('--minutes', minutes),
    clients: wholeNumber('--clients', clients),
    seed: wholeNumber('--seed', seed ?? String(freshSeed())),
    help,
  };
}

function wholeNumber(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UserError(`${option} takes a whole number from 1, not "${text}".`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        minutes: { type: 'string', default: '15' },
        clients: { type: 'string', default: '200' },
        seed: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UserError(`${reason}. npm run soak -- --help lists the options.`);
  }
}
