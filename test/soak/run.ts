// `npm run soak`: runs it, prints the table and sets the exit code.
import { report } from '../../command-line/user-error.ts';
import { exitOnSignal } from '../support/exit-on-signal.ts';
import { thirds } from './gauges.ts';
import type { Tally } from './ledger.ts';
import { HELP, parseOptions, type SoakCommand } from './options.ts';
import { soak, type Soak } from './soak.ts';

/** Sizes settle in this time, or in a third of a shorter run. */
const WARM_UP_MS = 120_000;

const COLUMNS = ['requests', 'whole', 'busy', 'failed', 'broken', 'left', 'attempts'] as const;

try {
  const command = parseOptions(process.argv.slice(2));
  if (command.help) console.log(HELP);
  else await run(command);
} catch (error) {
  report(error);
}

async function run({ minutes, clients, seed }: SoakCommand): Promise<void> {
  exitOnSignal();
  console.log(`${clients} clients for ${minutes} min, seed ${seed}`);
  const endMs = performance.now() + minutes * 60_000;
  const warmUpMs = Math.min(WARM_UP_MS, minutes * 20_000);
  const result = await soak({
    seed,
    clients,
    slowMs: 250,
    longestWaitMs: 500,
    goesOn: () => performance.now() < endMs,
    gauge: { everyMs: 1000, warmUpMs },
  });
  print(result);
  for (const finding of result.findings) console.error(finding);
  if (result.findings.length > 0) process.exitCode = 1;
}

function print({ tallies, samples, atTheEnd, findings }: Soak): void {
  const line = (name: string, cells: readonly (number | string)[]) => {
    console.log(name.padEnd(22) + cells.map((cell) => String(cell).padStart(10)).join(''));
  };
  line('', COLUMNS);
  const cells = (tally: Tally) => COLUMNS.map((column) => tally[column]);
  for (const [name, tally] of tallies) line(name, cells(tally));
  const all = [...tallies.values()].map(cells);
  line(
    'all',
    COLUMNS.map((_, index) => all.reduce((sum, row) => sum + (row[index] ?? 0), 0)),
  );
  for (const [name, gauge] of [
    ['memory, MB', 'rssMb'],
    ['open sockets', 'sockets'],
  ] as const) {
    const [before, after] = thirds(samples, gauge);
    console.log(
      `${name}: ${before.toFixed(0)} after the warm-up, ${after.toFixed(0)} in the last third, ${(atTheEnd?.[gauge] ?? 0).toFixed(0)} with no clients`,
    );
  }
  console.log(`${findings.length} findings`);
}
