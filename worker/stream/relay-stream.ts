// A streamed answer from its first byte to its end, in the mode that was planned for it, including what
// each side receives when the other one disconnects.

import { cancelQuietly, type StartedStream } from '../azure/first-bytes.ts';
import { errorBody, toWireError } from '../contract/errors.ts';
import type { Failure } from '../contract/failure.ts';
import type { Facts, StreamOutcome, Usage } from '../contract/log.ts';
import type { Hold } from '../formats/bytes.ts';
import type { StreamKind } from '../operations/operation.ts';
import { StreamEnds, type Sink, type Source } from './ends.ts';
import { relayBeginning, relayEvents, relayInspected } from './fast-and-inspected.ts';
import { EventInspector } from './event-inspector.ts';
import type { StreamPlan } from './plan.ts';
import { eventOf, PING, readEvents } from './server-sent-events.ts';
import { Tail } from './token-counts.ts';
import { relaySmoothly } from './typewriter.ts';

export interface RelayOptions {
  readonly plan: StreamPlan;
  /** Aborted when the client leaves. */
  readonly client: AbortSignal;
  /** Where its first bytes were waited for before. */
  readonly started: StartedStream | undefined;
  /** Counts the memory of what is held back. */
  readonly hold: Hold;
  /** Milliseconds since the request arrived. */
  readonly elapsedMs: () => number;
  /** Milliseconds, of any clock. */
  readonly now: () => number;
}

const INTERRUPTED: Failure = { kind: 'upstream_stream_interrupted' };

/**
 * Copies a stream of events until either end is gone. When Azure's side breaks, the client gets one
 * error event, in the form that its SDK raises, and never a `[DONE]` that was not sent.
 */
export async function relayStream(from: Source, to: Sink, options: RelayOptions): Promise<Facts> {
  const watch = new StreamWatch(options);
  const ends = new StreamEnds(from, to, watch.endsOptions());
  try {
    const inspector = new EventInspector(options.plan);
    const isWhole = await relayByMode(from, to, ends, inspector, options);
    watch.onAzureEnd();
    ends.release();
    await (isWhole ? to.close() : endWithError(to, INTERRUPTED, options.plan.kind));
    if (inspector.hasFailed) return watch.facts('failed');
    return watch.facts(isWhole ? 'complete' : 'ended_early');
  } catch {
    ends.release();
    return watch.facts(await breakOff(from, to, ends, options.plan.kind));
  }
}

/**
 * Copies an answer that is not a stream of events, and counts its tokens. It has no place for pings or
 * errors: when Azure's side breaks, so does the client's.
 */
export async function relayCounted(from: Source, to: Sink, options: RelayOptions): Promise<Facts> {
  const watch = new StreamWatch(options);
  const ends = new StreamEnds(from, to, watch.endsOptions());
  ends.stopPings();
  try {
    for (let chunk = await ends.read(); chunk !== undefined; chunk = await ends.read()) {
      await ends.write(chunk);
    }
    watch.onAzureEnd();
    ends.release();
    await to.close();
    return watch.facts('complete');
  } catch {
    ends.release();
    await to.abort().catch(() => undefined);
    void cancelQuietly(from);
    const azureBroke = ends.azureBroke || ends.stalledMs !== undefined;
    return watch.facts(azureBroke ? outcomeOf(ends) : 'client_left');
  }
}

/** Relays all events. @returns whether the stream was whole, as far as its kind shows that */
async function relayByMode(
  from: Source,
  to: Sink,
  ends: StreamEnds,
  inspector: EventInspector,
  { plan, client, now, hold }: RelayOptions,
): Promise<boolean> {
  const events = readEvents(hold);
  switch (plan.mode) {
    case 'fast': {
      const next = await relayBeginning(ends, plan.kind, events);
      if (next === 'inspect') return relayInspected(ends, inspector, events);
      ends.release();
      await from.pipeTo(to, { preventClose: true, preventAbort: true, signal: client });
      return true;
    }
    case 'inspected':
      return relayInspected(ends, inspector, events);
    case 'events':
      return relayEvents(ends, inspector, events);
    case 'smooth':
      return relaySmoothly(ends, inspector, { events, now });
  }
}

/** Ends both sides after one of them broke. */
async function breakOff(
  from: Source,
  to: Sink,
  ends: StreamEnds,
  kind: StreamKind,
): Promise<StreamOutcome> {
  const outcome = outcomeOf(ends);
  const failure: Failure =
    ends.stalledMs === undefined
      ? INTERRUPTED
      : { kind: 'upstream_timeout', timeoutMs: ends.stalledMs };
  try {
    await (outcome === 'client_left' ? to.abort() : endWithError(to, failure, kind));
    return outcome;
  } catch {
    return 'client_left';
  } finally {
    // Where it was not Azure that broke, it must not go on either.
    void cancelQuietly(from);
  }
}

function outcomeOf({ clientLeft, stalledMs }: StreamEnds): StreamOutcome {
  if (clientLeft) return 'client_left';
  return stalledMs === undefined ? 'upstream_cut' : 'upstream_stalled';
}

/**
 * Ends the client's stream with an error event, in the form that the SDKs raise, and then breaks it off:
 * clients that do not know the event must not take half an answer for a whole one.
 */
async function endWithError(to: Sink, failure: Failure, kind: StreamKind): Promise<void> {
  const writer = to.getWriter();
  await writer.write(errorEvent(failure, kind));
  // Read only after the event was sent, which an abort at once would drop (seen in workerd).
  await writer.write(PING);
  await writer.abort(failure.kind);
}

function errorEvent(failure: Failure, kind: StreamKind): Uint8Array {
  const { error } = toWireError(failure);
  if (kind !== 'response') return eventOf(errorBody(error));
  // Both shapes: https://platform.openai.com/docs/api-reference/responses-streaming/error, and that of the
  // SDKs, which read `error`.
  const { code, message, param } = error;
  const event = { type: 'error', sequence_number: 0, code, message, param, error };
  return eventOf(JSON.stringify(event), 'error');
}

/** What is learned from a stream while it passes. */
class StreamWatch {
  readonly #options: RelayOptions;
  readonly #tail: Tail | undefined;
  #firstByteMs: number | undefined;
  #usage: Usage | undefined;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#tail = options.plan.countTokens ? new Tail(options.hold) : undefined;
  }

  endsOptions() {
    const { plan, client, started } = this.#options;
    const onChunk = (chunk: Uint8Array) => {
      this.#firstByteMs ??= this.#options.elapsedMs();
      this.#tail?.add(chunk);
    };
    return { timeouts: plan.timeouts, client, started, onChunk };
  }

  /** The tokens are at the end of Azure's side, whatever becomes of the client's. */
  onAzureEnd(): void {
    this.#usage = this.#tail?.usage();
  }

  facts(outcome: StreamOutcome): Facts {
    return { firstByteMs: this.#firstByteMs, ...this.#usage, outcome };
  }
}
