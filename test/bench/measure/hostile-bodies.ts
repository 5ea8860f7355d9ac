// The CPU of hostile bodies. The baseline gets an ordinary body of the same length and kind, so that its
// column shows what the upload itself costs.
import { Agent } from 'node:http';
import { hostileBodies, type HostileBody } from '../../hostile/bodies.ts';
import { HOSTILE_SCALE, ISOLATE_HEAP_MIB, STRICT_GATEWAY } from '../rows/hostile.ts';
import { CHAT, LEAST_GATEWAY, MIB } from '../rows/shapes.ts';
import type { Ask } from '../rows/workload.ts';
import type { Rig } from '../sides/rig.ts';
import { sendMany, type Errand } from '../traffic/client.ts';
import { UNCHECKED } from '../traffic/headers.ts';
import { buildRequest, contentType } from '../traffic/payload.ts';
import { readUsage, WARM_UP_ROUNDS, type Round } from './measure.ts';
import type { Sample } from './metrics.ts';

/** In each round, of each body. One body alone would be noise: what it leaves is collected later. */
const BYTES_PER_ROUND = 16 * MIB;

export interface MeasuredBody {
  readonly name: string;
  /** For the table. */
  readonly what: string;
  readonly rounds: readonly Round[];
}

interface Target {
  readonly url: string;
  readonly pid: number;
  readonly agent: Agent;
}

/**
 * Sends every hostile body, one request after the other.
 *
 * @throws UserError when the gateway does not answer one with 200 or 400
 */
export async function measureHostileBodies(
  rig: Rig,
  rounds: number,
): Promise<readonly MeasuredBody[]> {
  const agents = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })] as const;
  try {
    const least = await rig.startSide(LEAST_GATEWAY, ISOLATE_HEAP_MIB);
    const strict = await rig.startSide(STRICT_GATEWAY, ISOLATE_HEAP_MIB);
    const baseline = { url: least.url, pid: least.pid, agent: agents[0] };
    const gateway = { url: strict.url, pid: strict.pid, agent: agents[1] };
    const measured: MeasuredBody[] = [];
    for (const body of hostileBodies(HOSTILE_SCALE)) {
      const ordinary = ordinaryBody(body);
      const seen: Round[] = [];
      for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
        const samples = {
          baseline: await sample(baseline, ordinary),
          gateway: await sample(gateway, body),
        };
        if (round >= 0) seen.push(samples);
      }
      measured.push({ name: body.name, what: describe(body), rounds: seen });
    }
    return measured;
  } finally {
    for (const agent of agents) agent.destroy();
    await rig.stopSides();
  }
}

async function sample({ url, pid, agent }: Target, body: HostileBody): Promise<Sample> {
  const errand: Errand = {
    workload: UNCHECKED,
    url: new URL(body.path, url),
    body: body.bytes,
    contentType: body.contentType,
    statuses: [200, 400],
    expected: undefined,
    isRefused: false,
    side: body.name,
  };
  const count = Math.ceil(BYTES_PER_ROUND / body.bytes.length);
  const before = readUsage(pid);
  const exchanges = await sendMany(errand, agent, count, 1);
  const sentBytes = count * body.bytes.length;
  return { before, after: readUsage(pid), exchanges, sentBytes, concurrency: 1 };
}

/** What a client sends without bad intent. */
function ordinaryBody({ name, path, contentType: type, bytes: { length } }: HostileBody) {
  const isForm = type !== contentType(CHAT);
  const ask: Ask = isForm
    ? { path, model: 'whisper', bytes: length, body: 'form' }
    : { ...CHAT, path, bytes: length };
  return {
    name: `ordinary, in place of ${name}`,
    path,
    contentType: contentType(ask),
    bytes: buildRequest(ask),
  };
}

function describe({ contentType: type, bytes: { length } }: HostileBody): string {
  return `${type === contentType(CHAT) ? 'JSON' : 'form'} of ${(length / MIB).toFixed(1)} MiB`;
}
