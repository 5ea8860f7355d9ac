// Owns: the command line of `npm run bench`.
import { parseArgs } from 'node:util';
import { UserError } from '../../local/user-error.ts';
import type { Workload } from './workload.ts';
import { WORKLOADS } from './workloads.ts';

export interface BenchOptions {
  readonly workloads: readonly Workload[];
  readonly rounds: number;
  /** Where the results go as JSON. */
  readonly json: string | undefined;
  readonly help: boolean;
}

const DEFAULT_ROUNDS = '9';

export const HELP = `Measures the Worker against a bare pass-through Worker, or with a large stack against a small one,
in workerd on this machine.

  npm run bench -- [options]

  --only NAME   measure this workload only; may be given more than once
  --rounds N    measured rounds of each workload (default ${DEFAULT_ROUNDS})
  --json FILE   write every round's numbers to FILE
  --help        this text

Workloads:
${WORKLOADS.map(({ name, what }) => `  ${name.padEnd(14)}${what}`).join('\n')}

A ratio is the gateway's time over the baseline's in the same round. The baseline is the pass-through
Worker, or for rows that compare two stacks the gateway with the smaller one. The median over the rounds
is held against the goal, and against the limit where there is one; a limit missed is exit code 1.`;

/** @throws UserError that names the option and what it takes */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { only, rounds, json, help } = parse(args);
  if (!/^[1-9]\d{0,2}$/.test(rounds)) {
    throw new UserError(`--rounds takes a number from 1 to 999, not "${rounds}".`);
  }
  for (const name of only ?? []) {
    if (!WORKLOADS.some((workload) => workload.name === name)) {
      const names = WORKLOADS.map((workload) => workload.name).join(', ');
      throw new UserError(`--only takes one of ${names}; not "${name}".`);
    }
  }
  return {
    workloads: WORKLOADS.filter(({ name }) => only === undefined || only.includes(name)),
    rounds: Number(rounds),
    json,
    help,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true },
        rounds: { type: 'string', default: DEFAULT_ROUNDS },
        json: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UserError(`${reason}. npm run bench -- --help lists the options.`);
  }
}
