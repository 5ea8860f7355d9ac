// The measuring: rounds in which the two sides take turns, so that whatever else the machine
// does meets both. Knows no workload by name.
import { Agent } from 'node:http';
import { sendMany, type Errand } from '../traffic/client.ts';
import { findMetric, type Exchange, type MetricName, type Sample, type Usage } from './metrics.ts';
import { buildAnswer, buildRequest, contentType } from '../traffic/payload.ts';
import { readCpuMs } from './process-cpu.ts';
import { readMemoryKib, readPeakKib, resetPeak } from './process-memory.ts';
import type { Rig } from '../sides/rig.ts';
import type { Contender, LoadWorkload } from '../rows/workload.ts';

/** Rounds that are thrown away: the code is compiled and the connections are opened in them. */
export const WARM_UP_ROUNDS = 1;

const SIDES = ['baseline', 'gateway'] as const;

export type Side = (typeof SIDES)[number];

/** What both sides did in one round. */
export type Round = Readonly<Record<Side, Sample>>;

/** One number for each round. */
export interface Comparison {
  /** In the metric's unit. */
  readonly baseline: readonly number[];
  readonly gateway: readonly number[];
  /** Ratio, difference, or the gateway's number, as the metric says. */
  readonly compared: readonly number[];
}

interface Contestant {
  readonly pid: number;
  readonly errand: Errand;
  readonly agent: Agent;
}

type Contestants = Readonly<Record<Side, Contestant>>;

/**
 * Runs a workload on both sides, in processes that serve it alone.
 *
 * @throws when any answer is not the expected one
 */
export async function measure(
  rig: Rig,
  workload: LoadWorkload,
  rounds: number,
): Promise<readonly Round[]> {
  const { fresh } = workload;
  const measured: Round[] = [];
  let contestants = await enterBoth(rig, workload);
  try {
    const warmUps = fresh === undefined ? WARM_UP_ROUNDS : 0;
    for (let round = -warmUps; round < rounds; round++) {
      if (fresh !== undefined) {
        await leave(rig, contestants);
        contestants = await enterBoth(rig, workload);
        await serve(workload, contestants, fresh.served);
      }
      const samples = await runRound(workload, contestants, round);
      if (round >= 0) measured.push(samples);
    }
  } finally {
    await leave(rig, contestants);
  }
  return measured;
}

/** What rounds say in one metric. */
export function compare(name: MetricName, rounds: readonly Round[]): Comparison {
  const metric = findMetric(name);
  const baseline = rounds.map((round) => metric.of(round.baseline));
  const gateway = rounds.map((round) => metric.of(round.gateway));
  const compared = gateway.map((ours, round) => {
    const theirs = baseline[round] ?? NaN;
    switch (metric.compare) {
      case 'ratio':
        return ours / theirs;
      case 'difference':
        return ours - theirs;
      case 'none':
        return ours;
    }
  });
  return { baseline, gateway, compared };
}

async function enterBoth(rig: Rig, workload: LoadWorkload): Promise<Contestants> {
  const { baseline = { kind: 'pass-through' }, subject = { kind: 'gateway' } } = workload;
  return {
    baseline: await enter(rig, workload, baseline),
    gateway: await enter(rig, workload, subject),
  };
}

async function leave(rig: Rig, contestants: Contestants): Promise<void> {
  for (const side of SIDES) contestants[side].agent.destroy();
  await rig.stopSides();
}

async function enter(rig: Rig, workload: LoadWorkload, contender: Contender): Promise<Contestant> {
  const worker = await rig.startSide(contender);
  const { opener, pieces } = buildAnswer(workload.answer);
  const isRefused = workload.ask.isRefused === true;
  return {
    pid: worker.pid,
    agent: new Agent({ keepAlive: true, maxSockets: workload.concurrency }),
    errand: {
      workload: workload.name,
      url: new URL(workload.ask.path, worker.url),
      body: buildRequest(workload.ask),
      contentType: contentType(workload.ask),
      statuses: [isRefused ? 401 : 200],
      expected: isRefused
        ? undefined
        : Buffer.concat(contender.kind === 'gateway' ? pieces : [opener, ...pieces]),
      isRefused,
      side: JSON.stringify(contender),
    },
  };
}

async function serve(
  { concurrency }: LoadWorkload,
  contestants: Contestants,
  count: number,
): Promise<void> {
  for (const side of SIDES) {
    const { errand, agent } = contestants[side];
    await sendMany(errand, agent, count, concurrency);
  }
}

async function runRound(
  { turns, requestsPerTurn, concurrency }: LoadWorkload,
  contestants: Contestants,
  round: number,
): Promise<Round> {
  const exchanges: Record<Side, Exchange[]> = { baseline: [], gateway: [] };
  for (const side of SIDES) resetPeak(contestants[side].pid);
  const before = readAll(contestants);
  for (let turn = 0; turn < turns; turn++) {
    // Who goes first changes with every turn and every round.
    const order = (round + turn) % 2 === 0 ? SIDES : SIDES.toReversed();
    for (const side of order) {
      const { errand, agent } = contestants[side];
      exchanges[side].push(...(await sendMany(errand, agent, requestsPerTurn, concurrency)));
    }
  }
  const after = readAll(contestants);
  const sample = (side: Side): Sample => ({
    before: before[side],
    after: after[side],
    exchanges: exchanges[side],
    sentBytes: exchanges[side].length * contestants[side].errand.body.length,
    concurrency,
  });
  return { baseline: sample('baseline'), gateway: sample('gateway') };
}

function readAll(contestants: Contestants): Readonly<Record<Side, Usage>> {
  return {
    baseline: readUsage(contestants.baseline.pid),
    gateway: readUsage(contestants.gateway.pid),
  };
}

/** What a process has used up to now. */
export function readUsage(pid: number): Usage {
  return { cpuMs: readCpuMs(pid), memoryKib: readMemoryKib(pid), peakKib: readPeakKib(pid) };
}
