// The memory of requests at the same time, most of which are never complete.
import { dial, headOf, type Dialled } from '../../hostile/dial.ts';
import { ISOLATE_HEAP_MIB, STRICT_GATEWAY } from '../rows/hostile.ts';
import { LEAST_GATEWAY } from '../rows/shapes.ts';
import type { Flood, FloodWorkload } from '../rows/workload.ts';
import type { Rig } from '../sides/rig.ts';
import { UNCHECKED, USER_KEY, WORKLOAD_HEADER } from '../traffic/headers.ts';
import { readUsage, type Round, type Side } from './measure.ts';
import type { Sample } from './metrics.ts';
import { resetPeak } from './process-memory.ts';

/** Pieces of this size show how far a write has come. */
const PIECE_BYTES = 64 * 1024;

/** So many answers in a row, while no byte is taken, show that the process takes no more. */
const STILL_ANSWERS = 50;

interface Target {
  readonly url: string;
  readonly pid: number;
}

/** @throws Error when the gateway does not answer a whole body with 200 or 400 */
export async function measureFlood(
  rig: Rig,
  { flood }: FloodWorkload,
  rounds: number,
): Promise<readonly Round[]> {
  const measured: Round[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const least = await rig.startSide(LEAST_GATEWAY, ISOLATE_HEAP_MIB);
      const baseline = await sample(least, flood, 'baseline');
      const strict = await rig.startSide(STRICT_GATEWAY, ISOLATE_HEAP_MIB);
      measured.push({ baseline, gateway: await sample(strict, flood, 'gateway') });
      await rig.stopSides();
    }
  } finally {
    await rig.stopSides();
  }
  return measured;
}

async function sample({ url, pid }: Target, flood: Flood, side: Side): Promise<Sample> {
  await sendShort(url, flood.connections);
  const body = flood.buildBody(side);
  resetPeak(pid);
  const before = readUsage(pid);
  const dialled = Array.from({ length: flood.connections }, () => dial(url));
  try {
    for (const each of dialled) send(each, flood, body);
    if (body.length === flood.declaredBytes) await expectAnswers(dialled);
    else await settle(url, dialled);
    return {
      before,
      after: readUsage(pid),
      exchanges: [],
      sentBytes: flood.connections * body.length,
      concurrency: flood.connections,
    };
  } finally {
    for (const { socket } of dialled) socket.destroy();
  }
}

/** As many requests without a body: the heap and the tables of connections grow once. */
async function sendShort(url: string, count: number): Promise<void> {
  const dialled = Array.from({ length: count }, () => dial(url));
  for (const { socket } of dialled) socket.write(headOf('/nothing', { 'content-length': '0' }));
  for (const { status } of dialled) await status;
  for (const { socket } of dialled) socket.destroy();
}

function send({ socket }: Dialled, flood: Flood, body: Buffer): void {
  socket.write(
    headOf(flood.path, {
      ...(flood.hasKey && { authorization: `Bearer ${USER_KEY}` }),
      'content-type': flood.contentType,
      'content-length': String(flood.declaredBytes),
      [WORKLOAD_HEADER]: UNCHECKED,
    }),
  );
  for (let at = 0; at < body.length; at += PIECE_BYTES) {
    socket.write(body.subarray(at, at + PIECE_BYTES));
  }
}

async function expectAnswers(dialled: readonly Dialled[]): Promise<void> {
  for (const { status } of dialled) {
    const seen = await status;
    if (seen !== 200 && seen !== 400) throw new Error(`a hostile body was answered with ${seen}`);
  }
}

/** Resolves when the process has taken all that it takes. */
async function settle(url: string, dialled: readonly Dialled[]): Promise<void> {
  let left = NaN;
  for (let still = 0; still < STILL_ANSWERS; still++) {
    await (await fetch(`${url}/health`)).arrayBuffer();
    const now = dialled.reduce((sum, { socket }) => sum + socket.writableLength, 0);
    if (now !== left) still = 0;
    left = now;
  }
}
