// Owns: the measuring: rounds in which the two sides take turns, so that whatever else the machine
// does meets both. Knows no workload by name.
import { Agent } from 'node:http';
import { sendMany, type Errand } from './client.ts';
import { findMetric, type Exchange, type Sample } from './metrics.ts';
import { buildAnswer, buildRequest, contentType } from './payload.ts';
import { readCpuMs } from './process-cpu.ts';
import type { Rig } from './rig.ts';
import type { Contender, LoadWorkload } from './workload.ts';

/** Rounds that are thrown away: the code is compiled and the connections are opened in them. */
const WARM_UP_ROUNDS = 2;

type Side = 'baseline' | 'gateway';

const SIDES: readonly Side[] = ['baseline', 'gateway'];

/** One number for each round. */
export interface Comparison {
  /** In ms per request. */
  readonly baseline: readonly number[];
  /** In ms per request. */
  readonly gateway: readonly number[];
  /** Ratio, or difference in ms, as the metric has it. */
  readonly compared: readonly number[];
}

interface Contestant {
  readonly pid: number;
  readonly errand: Errand;
  readonly agent: Agent;
}

type Contestants = Readonly<Record<Side, Contestant>>;

/**
 * Measures a workload on both sides, in processes that serve this row alone.
 *
 * @throws when any answer is not the expected one
 */
export async function measure(
  rig: Rig,
  workload: LoadWorkload,
  rounds: number,
): Promise<Comparison> {
  const metric = findMetric(workload.metric);
  const baseline: number[] = [];
  const gateway: number[] = [];
  let contestants = await enterBoth(rig, workload);
  try {
    for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
      if (workload.fresh === true) {
        await leave(rig, contestants);
        contestants = await enterBoth(rig, workload);
      }
      const samples = await runRound(workload, contestants, round);
      if (round < 0) continue;
      baseline.push(metric.of(samples.baseline));
      gateway.push(metric.of(samples.gateway));
    }
  } finally {
    await leave(rig, contestants);
  }
  const compared = gateway.map((ours, round) => {
    const theirs = baseline[round] ?? NaN;
    return metric.compare === 'ratio' ? ours / theirs : ours - theirs;
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
  return {
    pid: worker.pid,
    agent: new Agent({ keepAlive: true, maxSockets: workload.concurrency }),
    errand: {
      workload: workload.name,
      url: new URL(workload.ask.path, worker.url),
      body: buildRequest(workload.ask),
      contentType: contentType(workload.ask),
      expected: Buffer.concat(contender.kind === 'gateway' ? pieces : [opener, ...pieces]),
      side: JSON.stringify(contender),
    },
  };
}

async function runRound(
  { turns, requestsPerTurn, concurrency }: LoadWorkload,
  contestants: Contestants,
  round: number,
): Promise<Readonly<Record<Side, Sample>>> {
  const exchanges: Record<Side, Exchange[]> = { baseline: [], gateway: [] };
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
    cpuMs: after[side] - before[side],
    exchanges: exchanges[side],
  });
  return { baseline: sample('baseline'), gateway: sample('gateway') };
}

function readAll(contestants: Contestants): Readonly<Record<Side, number>> {
  return {
    baseline: readCpuMs(contestants.baseline.pid),
    gateway: readCpuMs(contestants.gateway.pid),
  };
}
