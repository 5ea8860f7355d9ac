// Carries out a delivery plan on a response: waits, writes at a pace, cuts.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryPlan } from './delivery-plan.ts';
import type { Fault } from '../faults/fault.ts';
import { aborted, type Holds } from '../faults/hold.ts';
import type { Pace } from '../faults/pace.ts';
import { deliverRaw, isRaw } from './raw-delivery.ts';
import type { RequestEnd } from '../reading/received-request.ts';

/** What a delivery needs besides its plan. */
export interface Delivery {
  readonly response: ServerResponse;
  readonly fault: Fault;
  readonly pace: Pace;
  readonly holds: Holds;
  /** Aborts when the connection closes. */
  readonly signal: AbortSignal;
}

/** Delivers the plan; resolves when the response has ended, complete or not. */
export async function deliver(plan: DeliveryPlan, delivery: Delivery): Promise<RequestEnd> {
  const { response, fault, pace, signal } = delivery;
  if (fault['slow-headers'] === true) await wait(delivery);
  if (hasLeft(signal)) return 'client-left';
  if (fault.reset === true) return cut(response, 'reset');
  if (isRaw(fault)) {
    deliverRaw(plan, fault, response);
    return 'fault';
  }
  response.writeHead(plan.status, plan.headers);
  if (fault['slow-first-byte'] === true) {
    response.flushHeaders();
    await wait(delivery);
  }
  const startMs = performance.now();
  let writes = 0;
  for (const step of plan.steps) {
    if (step.kind === 'wait') await wait(delivery);
    else if (step.kind === 'cut') return await cutAfterFlush(delivery);
    else {
      // Without a turn of the event loop in between, two writes reach the network as one.
      if (writes > 0) await pauseUntil(startMs + writes * pace.intervalMs, pace, signal);
      writes += 1;
      if (!hasLeft(signal) && !response.write(step.bytes)) await drained(response, signal);
    }
    if (hasLeft(signal)) return 'client-left';
  }
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.end(resolve);
  });
  return response.writableFinished ? 'complete' : 'client-left';
}

function hasLeft(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Waits as long as the fault says. */
export async function wait({
  fault,
  holds,
  signal,
}: Pick<Delivery, 'fault' | 'holds' | 'signal'>): Promise<void> {
  if (fault.hold !== undefined) await holds.wait(fault.hold, signal);
  else if (fault.ms !== undefined) await sleepUntilAbort(fault.ms, signal);
  else await aborted(signal);
}

async function pauseUntil(dueMs: number, pace: Pace, signal: AbortSignal): Promise<void> {
  if (pace.intervalMs === 0) await nextTurn();
  else await sleepUntilAbort(Math.max(0, dueMs - performance.now()), signal);
}

async function sleepUntilAbort(ms: number, signal: AbortSignal): Promise<void> {
  // Rejects only when the signal aborts, which the caller checks.
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

async function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  // Rejects only when the signal aborts, which the caller checks.
  await once(response, 'drain', { signal }).catch(() => undefined);
}

async function cutAfterFlush({ response, fault, signal }: Delivery): Promise<RequestEnd> {
  response.flushHeaders();
  // The callback of an empty write runs when all earlier writes have left the process.
  const flushed = Promise.withResolvers<undefined>();
  response.socket?.write('', () => {
    flushed.resolve(undefined);
  });
  await Promise.race([flushed.promise, aborted(signal)]);
  return cut(response, fault.cut ?? 'fin');
}

function cut(response: ServerResponse, how: string): RequestEnd {
  if (how === 'reset') response.socket?.resetAndDestroy();
  else response.socket?.destroySoon();
  return 'fault';
}
