// Owns: `npm run bench`: builds the bundle, measures the workloads asked for, prints the table and
// sets the exit code. Leaves no process behind, also on errors and on Ctrl-C.
import { statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { buildWorker } from '../../infra/bundle.ts';
import { report } from '../../local/user-error.ts';
import { measure } from './measure.ts';
import { findMetric } from './metrics.ts';
import { HELP, parseOptions, type BenchOptions } from './options.ts';
import { toResult, toSizeResult, type Result } from './result.ts';
import { Rig } from './rig.ts';
import { formatTable } from './table.ts';
import type { Workload } from './workload.ts';

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else await bench(options);
} catch (error) {
  // Once stopped by a signal, every request that was under way fails.
  process.stderr.write('\n');
  if (process.exitCode === undefined) report(error);
}

async function bench(options: BenchOptions): Promise<void> {
  const root = dirname(dirname(import.meta.dirname));
  const bundle = join(root, buildWorker(root).contentFile);
  const rig = await Rig.start(bundle);
  stopOnSignal(rig);
  const startMs = performance.now();
  const results: Result[] = [];
  try {
    for (const workload of options.workloads) {
      process.stderr.write(`${workload.name} … `);
      results.push(await resultOf(rig, workload, bundle, options.rounds));
      process.stderr.write(`${results.at(-1)?.verdict ?? ''}\n`);
    }
  } finally {
    await rig.stop();
  }
  const seconds = (performance.now() - startMs) / 1000;
  console.log(`\n${formatTable(results)}\n`);
  console.log(
    `Medians of ${options.rounds} rounds on ${availableParallelism()} cores, ${seconds.toFixed(0)} s.`,
  );
  if (options.json !== undefined) writeJson(options.json, options.rounds, results);
  const failed = results.filter(({ verdict }) => verdict === 'FAIL');
  for (const { name } of failed) console.error(`${name} is over its limit.`);
  if (failed.length > 0) process.exitCode = 1;
}

/** Exit codes as shells give them: 128 and the signal's number. */
function stopOnSignal(rig: Rig): void {
  for (const [signal, exitCode] of [
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      process.exitCode = exitCode;
      void rig.stop().finally(() => process.exit());
    });
  }
}

async function resultOf(
  rig: Rig,
  workload: Workload,
  bundle: string,
  rounds: number,
): Promise<Result> {
  if (workload.kind === 'bundle') return toSizeResult(workload, statSync(bundle).size);
  const unit = findMetric(workload.metric).compare === 'ratio' ? 'ratio' : 'ms';
  return toResult(workload, unit, await measure(rig, workload, rounds));
}

function writeJson(file: string, rounds: number, results: readonly Result[]): void {
  const machine = { node: process.version, cores: availableParallelism(), rounds };
  writeFileSync(file, `${JSON.stringify({ ...machine, results }, null, 2)}\n`);
}
