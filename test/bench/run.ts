// `npm run bench`: builds the bundle, measures the requested workloads, prints the tables,
// writes the requested files and sets the exit code. Leaves no process running, also on errors and
// on Ctrl-C.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildLedger, buildWorker } from '../../infra/bundle/bundle.ts';
import { report } from '../../command-line/user-error.ts';
import { COMPARISONS } from './rows/comparisons.ts';
import { readMachine } from './report/machine.ts';
import { measureFlood } from './measure/flood.ts';
import { measureHostileBodies } from './measure/hostile-bodies.ts';
import { measureLedgerPairs } from './measure/ledger-pairs.ts';
import { compare, measure } from './measure/measure.ts';
import { HELP, parseOptions, type BenchOptions } from './options.ts';
import { writeReport, type Findings } from './report/report.ts';
import {
  byFigure,
  toRateResult,
  toResult,
  toSizeResult,
  toWorst,
  type Result,
} from './report/result.ts';
import { Rig } from './sides/rig.ts';
import { formatTable } from './report/table.ts';
import { measureWords } from './measure/words.ts';
import { readingsOf, type Workload } from './rows/workload.ts';
import { WORKLOADS } from './rows/workloads.ts';

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
  buildLedger(root);
  const rig = await Rig.start(bundle);
  stopOnSignal(rig);
  try {
    const findings = await findOut(rig, bundle, options);
    print(findings);
    if (options.json !== undefined) {
      writeFileSync(options.json, `${JSON.stringify(findings, null, 2)}\n`);
    }
    if (options.report) writeReport(root, findings);
    const failed = findings.results.filter(({ verdict }) => verdict === 'FAIL');
    for (const { name } of failed) console.error(`${name} is over its limit.`);
    if (failed.length > 0) process.exitCode = 1;
  } finally {
    await rig.stop();
  }
}

async function findOut(rig: Rig, bundle: string, options: BenchOptions): Promise<Findings> {
  const startMs = performance.now();
  const findAll = async (workloads: readonly Workload[]): Promise<readonly Result[]> => {
    const results: Result[] = [];
    for (const workload of workloads) {
      const { name } = workload;
      if (options.only !== undefined && !options.only.includes(name)) continue;
      process.stderr.write(`${name} … `);
      const fromMs = performance.now();
      const found = await resultsOf(rig, workload, bundle, options.rounds);
      results.push(...found);
      const verdicts = found.map(({ verdict }) => verdict ?? 'measured').join(', ');
      process.stderr.write(`${verdicts}, ${((performance.now() - fromMs) / 1000).toFixed(0)} s\n`);
    }
    return results;
  };
  const results = await findAll(WORKLOADS);
  const comparisons = await findAll(COMPARISONS);
  const words = options.only === undefined ? await measureWords(rig) : [];
  const seconds = Math.round((performance.now() - startMs) / 1000);
  return { machine: readMachine(), seconds, results, comparisons, words };
}

async function resultsOf(
  rig: Rig,
  workload: Workload,
  bundle: string,
  rounds: number | undefined,
): Promise<readonly Result[]> {
  if (workload.kind === 'bundle') {
    const file = readFileSync(bundle);
    const { length } = workload.compressed ? gzipSync(file) : file;
    return [toSizeResult(workload, length)];
  }
  const count = rounds ?? workload.rounds;
  if (workload.kind === 'ledger-pairs') {
    return [toRateResult(workload, await measureLedgerPairs(rig, workload, count))];
  }
  if (workload.kind === 'hostile-bodies') {
    const bodies = await measureHostileBodies(rig, count);
    const results = bodies.map(({ name, what, rounds: measured }) =>
      toResult({ ...workload, name, what }, compare(workload.metric, measured)),
    );
    return [toWorst(workload, results)];
  }
  const measured =
    workload.kind === 'flood'
      ? await measureFlood(rig, workload, count)
      : await measure(rig, workload, count);
  return readingsOf(workload).map((reading) =>
    toResult(reading, compare(reading.metric, measured)),
  );
}

function print({ machine, seconds, results, comparisons }: Findings): void {
  if (results.length > 0) console.log(`\n${formatTable(results)}`);
  for (const { name, worstOf } of results) {
    if (worstOf === undefined) continue;
    console.log(`\nAll of ${name}; the baseline's body is an ordinary one:\n`);
    console.log(formatTable(byFigure(worstOf)));
  }
  if (comparisons.length > 0) {
    console.log(`\nFor comparison, the baseline being the pass-through:\n`);
    console.log(formatTable(comparisons));
  }
  console.log(`\nMedians of the rounds, on ${machine.cores} cores, ${seconds} s.`);
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
