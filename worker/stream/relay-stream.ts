// A streamed answer from its first byte to its end: the way that was chosen for it, and what
// the client and Azure are told when either is gone.

import { concat } from '../formats/bytes.ts';
import { inspectEvents } from './event-filter.ts';
import { errorBody, toWireError } from '../contract/errors.ts';
import { abandon, type Opening } from '../azure/first-bytes.ts';
import { dataEvent, readEvents } from './server-sent-events.ts';
import { relayOpening } from './fast.ts';
import { inspect } from './inspected.ts';
import { openLink, type Sink, type Source } from './ends.ts';
import type { StreamPlan } from './plan.ts';
import { relaySmoothly } from './typewriter.ts';
import { keepTail, type Usage } from '../request/ask-for-usage.ts';

/**
 * How a stream ended. `ended_early`: as if it were whole, but without the event that says so.
 * `upstream_stalled`: it was silent for too long.
 */
export type StreamOutcome =
  'complete' | 'client_left' | 'upstream_cut' | 'ended_early' | 'upstream_stalled';

export interface RelayOptions extends Omit<StreamPlan, 'way'> {
  /** `counted`: it is no stream of events, and passes until its tokens are found. */
  readonly way: StreamPlan['way'] | 'counted';
  /** Aborted when the client is gone. */
  readonly client: AbortSignal;
  /** Where its first bytes were waited for before. */
  readonly opening?: Opening | undefined;
  readonly onFirstByte: () => void;
  readonly onUsage: (usage: Usage) => void;
  /** In milliseconds. */
  readonly now: () => number;
}

/**
 * Copies `from` to `to` until either ends. When Azure's side breaks, the client gets one error
 * event, in the form its SDK raises, and never a `[DONE]` that was not sent.
 */
export async function relayStream(
  from: Source,
  to: Sink,
  options: RelayOptions,
): Promise<StreamOutcome> {
  const { way, usage, chunks, typewriter, client } = options;
  const tail = usage ? keepTail() : undefined;
  const onChunk = (chunk: Uint8Array) => {
    options.onFirstByte();
    tail?.add(chunk);
  };
  const link = openLink(from, to, options.timeouts, client, onChunk, options.opening);
  const events = readEvents();
  const isCounted = way === 'counted';
  // What is no stream of events has no place for comments.
  if (isCounted) link.hush();
  let isWhole = true;
  try {
    if (way === 'fast' && (await relayOpening(link, events, chunks))) {
      link.release();
      await from.pipeTo(to, { preventClose: true, preventAbort: true, signal: client });
    } else if (isCounted) {
      for (let chunk; (chunk = await link.read());) await link.write(chunk);
    } else {
      const inspector = inspectEvents(options);
      const batches = inspect(link, events, inspector);
      if (way !== 'typewriter') {
        // What came together goes in one piece.
        for (let batch; (batch = await batches());) await link.write(concat(batch));
      } else if (typewriter === 'events') {
        for (let batch; (batch = await batches());) {
          for (const event of batch) await link.write(event);
        }
      } else {
        await relaySmoothly(batches, link, inspector, options.now);
      }
      // Nobody knows how every other stream ends.
      isWhole = inspector.ended || chunks === 'other';
    }
    if (tail) options.onUsage(tail.usage());
    link.release();
    await (isWhole ? to.close() : tell(to));
    return isWhole ? 'complete' : 'ended_early';
  } catch {
    link.release();
    const timeoutMs = link.stalledMs();
    let outcome: StreamOutcome = timeoutMs ? 'upstream_stalled' : 'upstream_cut';
    if (client.aborted) outcome = 'client_left';
    try {
      // What is no stream of events has no place for an error.
      if (isCounted || client.aborted) await to.abort();
      else await tell(to, timeoutMs);
    } catch {
      outcome = 'client_left';
    }
    // Where it was not Azure that broke, it must not go on either.
    void abandon(from);
    return outcome;
  }
}

/** Ends the client's stream with the error. */
function tell(to: Sink, timeoutMs?: number): Promise<void> {
  const { error } = toWireError(
    timeoutMs ? { kind: 'upstream_timeout', timeoutMs } : { kind: 'upstream_stream_interrupted' },
  );
  return new Blob([dataEvent(errorBody(error))]).stream().pipeTo(to);
}
