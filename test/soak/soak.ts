// A soak: clients that send requests without a pause until the end, and the results.
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dice } from '../fuzz/dice.ts';
import { send } from './client.ts';
import { growthOf, sample, type Sample } from './gauges.ts';
import { Ledger, type Tally } from './ledger.ts';
import { planRequest } from './plan.ts';
import { startSoaked } from './stack.ts';
import { startFailingUpstream } from './upstream.ts';

export interface SoakOptions {
  readonly seed: number;
  readonly clients: number;
  /** How long a slow answer takes. */
  readonly slowMs: number;
  /** The longest time that a client waits before a retry, even when Azure asks for a longer wait. */
  readonly longestWaitMs: number;
  /** Called before each request; false ends the soak. */
  readonly goesOn: (requests: number) => boolean;
  /** Between two looks at memory and sockets; undefined: none. */
  readonly gauge?: { readonly everyMs: number; readonly warmUpMs: number };
}

export interface Soak {
  readonly findings: readonly string[];
  readonly tallies: ReadonlyMap<string, Tally>;
  /** After the warm-up. */
  readonly samples: readonly Sample[];
  /** When all clients had gone. */
  readonly atTheEnd: Sample | undefined;
}

/** How long stragglers may take before they count as lost. */
const PATIENCE_MS = 20_000;

/** Runs a soak. */
export async function soak(options: SoakOptions): Promise<Soak> {
  const { seed, clients, slowMs, longestWaitMs, goesOn, gauge } = options;
  const ledger = new Ledger();
  const upstream = await startFailingUpstream(seed, slowMs, (attempt) => {
    ledger.addAttempt(attempt);
  });
  const worker = await startSoaked(upstream.url, (line) => {
    ledger.addOutput(line);
  });
  const ending = { crashed: false };
  void worker.exited.then(() => {
    ending.crashed = true;
  });
  const agent = new Agent({ keepAlive: true });
  const dice = new Dice(seed, 1);
  const samples: Sample[] = [];
  const startMs = performance.now();
  const watch =
    gauge &&
    setInterval(() => {
      if (performance.now() - startMs > gauge.warmUpMs) samples.push(sample(worker.pid));
    }, gauge.everyMs);
  let requests = 0;
  const client = async () => {
    while (!ending.crashed && goesOn(requests)) {
      const request = planRequest(dice, ++requests);
      const received = ledger.begin(request);
      const view = await send(worker.url, agent, request, received);
      ledger.addView(request.id, view);
      const waitMs = Math.min(view.retryAfterMs, longestWaitMs);
      if (waitMs > 0) await sleep(waitMs);
    }
  };
  try {
    await Promise.all(Array.from({ length: clients }, client));
    clearInterval(watch);
    const endMs = performance.now();
    while (ledger.open > 0 && performance.now() - endMs < PATIENCE_MS) await sleep(20);
    agent.destroy();
    const atTheEnd = gauge === undefined ? undefined : await settled(worker.pid, clients);
    ledger.close();
    const crash = ending.crashed ? ['workerd ended'] : [];
    const findings = [...crash, ...ledger.findings, ...growthOf(samples)];
    if (atTheEnd !== undefined && atTheEnd.sockets > clients) {
      findings.push(`${atTheEnd.sockets} sockets stay open when all clients have gone`);
    }
    return { findings, tallies: ledger.tallies, samples, atTheEnd };
  } finally {
    clearInterval(watch);
    agent.destroy();
    await worker.stop();
    await upstream.close();
  }
}

/** Once the sockets of clients are closed; those to Azure may stay. */
async function settled(pid: number, most: number): Promise<Sample> {
  const startMs = performance.now();
  for (;;) {
    const now = sample(pid);
    if (now.sockets <= most || performance.now() - startMs > PATIENCE_MS) return now;
    await sleep(100);
  }
}
