// The command line of `npm run bench`.
import { parseCommandLine, readNumber } from '../../command-line/parse-command-line.ts';
import { UserError } from '../../command-line/user-error.ts';
import { COMPARISONS } from './rows/comparisons.ts';
import { HOSTILE } from './rows/hostile.ts';
import type { Workload } from './rows/workload.ts';
import { WORKLOADS } from './rows/workloads.ts';

export interface BenchOptions {
  /** Undefined: all of them, and the words for the pictures. */
  readonly only: readonly string[] | undefined;
  /** Undefined: as many as each workload has. */
  readonly rounds: number | undefined;
  /** Where the results go as JSON. */
  readonly json: string | undefined;
  /** Whether docs/performance.md and its pictures are written. */
  readonly report: boolean;
  readonly help: boolean;
}

function list(workloads: readonly Workload[]) {
  return workloads.map(({ name, what }) => `  ${name.padEnd(22)}${what}`).join('\n');
}

/** All rows of rows/hostile.ts. */
const HOSTILE_GROUP = 'hostile';

export const HELP = `Measures the Worker against a bare pass-through Worker, or with a large stack against a small one,
in workerd on this machine.

  npm run bench -- [options]

  --only NAME   measure this workload only; may be given more than once; "hostile" is a group of them
  --rounds N    measured rounds of each workload (default: each has its own number)
  --json FILE   write every round's numbers to FILE
  --report      write the tables and pictures of docs/performance.md
  --help        this text

Workloads:
${list(WORKLOADS)}

For comparison, never judged:
${list(COMPARISONS)}

A ratio is the gateway's time over the baseline's in the same round. The baseline is the pass-through
Worker, or for rows that compare two stacks the gateway with the smaller one. Rows of hostile requests have
absolute goals. The median over the rounds is compared with the goal, and with the limit where there is one;
a limit missed is exit code 1.`;

/** @throws UserError that names the option and what it takes */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseCommandLine(
    {
      command: 'npm run bench',
      options: {
        only: { type: 'string', multiple: true },
        rounds: { type: 'string' },
        json: { type: 'string' },
        report: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    },
    args,
  );
  const { json, report, help } = values;
  const rounds =
    values.rounds === undefined ? undefined : readNumber('--rounds', values.rounds, 1, 999);
  const names = [...WORKLOADS, ...COMPARISONS].map(({ name }) => name);
  for (const name of values.only ?? []) {
    if (name !== HOSTILE_GROUP && !names.includes(name)) {
      const all = [...names, HOSTILE_GROUP].join(', ');
      throw new UserError(`--only takes one of ${all}; not "${name}".`);
    }
  }
  const only = values.only?.flatMap((name) =>
    name === HOSTILE_GROUP ? HOSTILE.map((row) => row.name) : [name],
  );
  if (report && only !== undefined) {
    throw new UserError('--report needs every workload: leave out --only.');
  }
  return { only, rounds, json, report, help };
}
