// Owns: the measuring: rounds in which the two sides take turns, so that whatever else the machine
// does meets both. Knows no workload by name.
import { Agent } from 'node:http';
import { sendMany, type Errand } from './client.ts';
import { findMetric, type Exchange, type Sample } from './metrics.ts';
import { buildAnswer, buildRequest, contentType } from './payload.ts';
import { readCpuMs } from './process-cpu.ts';
import { SIDES, type Rig, type Side } from './rig.ts';
import type { LoadWorkload } from './workload.ts';

/** Rounds that are thrown away: the code is compiled and the connections are opened in them. */
const WARM_UP_ROUNDS = 2;

/** One number for each round. */
export interface Comparison {
  /** In ms per request. */
  readonly passThrough: readonly number[];
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
 * Measures a workload on both sides, in fresh processes.
 *
 * @throws when any answer is not the expected one
 */
export async function measure(
  rig: Rig,
  workload: LoadWorkload,
  rounds: number,
): Promise<Comparison> {
  const contestants = {
    'pass-through': await enter(rig, workload, 'pass-through'),
    gateway: await enter(rig, workload, 'gateway'),
  };
  const metric = findMetric(workload.metric);
  const passThrough: number[] = [];
  const gateway: number[] = [];
  try {
    for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
      const samples = await runRound(workload, contestants, round);
      if (round < 0) continue;
      passThrough.push(metric.of(samples['pass-through']));
      gateway.push(metric.of(samples.gateway));
    }
  } finally {
    for (const side of SIDES) contestants[side].agent.destroy();
    await rig.stopSides();
  }
  const compared = gateway.map((ours, round) => {
    const theirs = passThrough[round] ?? NaN;
    return metric.compare === 'ratio' ? ours / theirs : ours - theirs;
  });
  return { passThrough, gateway, compared };
}

async function enter(rig: Rig, workload: LoadWorkload, side: Side): Promise<Contestant> {
  const worker = await rig.startSide(side);
  const { opener, pieces } = buildAnswer(workload.answer);
  return {
    pid: worker.pid,
    agent: new Agent({ keepAlive: true, maxSockets: workload.concurrency }),
    errand: {
      workload: workload.name,
      url: new URL(workload.ask.path, worker.url),
      body: buildRequest(workload.ask),
      contentType: contentType(workload.ask),
      expected: Buffer.concat(side === 'gateway' ? pieces : [opener, ...pieces]),
      side,
    },
  };
}

async function runRound(
  { turns, requestsPerTurn, concurrency }: LoadWorkload,
  contestants: Contestants,
  round: number,
): Promise<Readonly<Record<Side, Sample>>> {
  const exchanges: Record<Side, Exchange[]> = { 'pass-through': [], gateway: [] };
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
  return { 'pass-through': sample('pass-through'), gateway: sample('gateway') };
}

function readAll(contestants: Contestants): Readonly<Record<Side, number>> {
  return {
    'pass-through': readCpuMs(contestants['pass-through'].pid),
    gateway: readCpuMs(contestants.gateway.pid),
  };
}
