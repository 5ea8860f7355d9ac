// Owns: the way of a streamed answer. Its first events are read here, to drop Azure's opener; all
// others are piped natively and never reach JavaScript, since cost per event decides everything.
// Only streams of an asynchronous content filter are read to the end.

import { concat } from './bytes.ts';
import { classifyFirst, filterEvents } from './chunk-filter.ts';
import { errorBody } from './errors.ts';
import { MAX_OPENER_BYTES, PING_INTERVAL_MS } from './limits.ts';
import { dataEvent, eventEnd, PING } from './sse.ts';

/** How a stream ended. */
export type StreamOutcome = 'complete' | 'client_left' | 'upstream_cut';

export interface RelayOptions {
  /**
   * `none`: bytes are bytes. `opener`: Azure's opener goes. `auto`: that, and where the first chunk
   * tells of an asynchronous content filter, as `all`: every event is looked at.
   */
  readonly filter: 'none' | 'opener' | 'auto' | 'all';
  /** Aborted when the client is gone. */
  readonly client: AbortSignal;
  readonly onFirstByte: () => void;
}

type Source = ReadableStream<Uint8Array>;
type Sink = WritableStream<Uint8Array>;

/**
 * Copies `from` to `to` until either ends. When Azure's side breaks, the client gets one error
 * event, in the form its SDK raises, and never a `[DONE]` that was not sent.
 */
export async function relayStream(
  from: Source,
  to: Sink,
  options: RelayOptions,
): Promise<StreamOutcome> {
  try {
    const unfiltered = await relayOpening(from, to, options);
    if (unfiltered !== undefined) await relayFiltered(from, to, unfiltered);
    else await from.pipeTo(to, { preventClose: true, preventAbort: true });
  } catch {
    return await endBroken(from, to, options.client);
  }
  return to.close().then(
    () => 'complete',
    () => 'client_left',
  );
}

/**
 * Relays up to the first event that is worth showing.
 *
 * @returns what was read from there on, where every event is to be looked at; otherwise that is
 *   relayed too
 */
async function relayOpening(
  from: Source,
  to: Sink,
  { filter, onFirstByte }: RelayOptions,
): Promise<Uint8Array | undefined> {
  const { read, writer, release } = open(from, to);
  // Reasoning models are silent for minutes; proxies in between must not take that for the end.
  const pings = setInterval(() => {
    writer.write(PING).catch(() => undefined);
  }, PING_INTERVAL_MS);
  try {
    let pending: Uint8Array = new Uint8Array();
    for (;;) {
      const { value, done } = await read();
      if (done) {
        if (pending.length > 0) await writer.write(pending);
        return undefined;
      }
      onFirstByte();
      if (filter === 'none') {
        await writer.write(value);
        return undefined;
      }
      pending = pending.length === 0 ? value : concat([pending, value]);
      let end = eventEnd(pending);
      let first = classify(pending, end);
      while (first === 'opener' || first === 'silent') {
        if (first === 'silent') writer.write(pending.subarray(0, end)).catch(() => undefined);
        pending = pending.subarray(end);
        end = eventEnd(pending);
        first = classify(pending, end);
      }
      if (end === -1 && pending.length < MAX_OPENER_BYTES) continue;
      if (filter === 'all' || (filter === 'auto' && first === 'unannotated')) {
        return pending;
      }
      // Not awaited: what is piped next queues behind it.
      writer.write(pending).catch(() => undefined);
      return undefined;
    }
  } finally {
    clearInterval(pings);
    release();
  }
}

/** Relays whole events, without those that clients choke on. */
async function relayFiltered(from: Source, to: Sink, opening: Uint8Array): Promise<void> {
  const { read, writer, release } = open(from, to);
  try {
    let pending = opening;
    for (;;) {
      const { events, rest } = filterEvents(pending);
      for (const event of events) await writer.write(event);
      const { value, done } = await read();
      if (done) {
        if (rest.length > 0) await writer.write(rest);
        return;
      }
      pending = rest.length === 0 ? value : concat([rest, value]);
    }
  } finally {
    release();
  }
}

/** Locks both ends. A client that goes while Azure is silent ends the reading as well. */
function open(from: Source, to: Sink) {
  const reader = from.getReader();
  const writer = to.getWriter();
  let released = false;
  let left = false;
  writer.closed.catch(async (reason: unknown) => {
    if (released) return;
    left = true;
    await reader.cancel(reason).catch(() => undefined);
  });
  const release = () => {
    released = true;
    reader.releaseLock();
    writer.releaseLock();
  };
  const read = async () => {
    const result = await reader.read();
    if (left) throw new Error('the client left');
    return result;
  };
  return { read, writer, release };
}

function classify(bytes: Uint8Array, end: number): ReturnType<typeof classifyFirst> {
  return end === -1 ? 'other' : classifyFirst(bytes.subarray(0, end));
}

/** Ends a relay of which one side broke: tells whichever side is still there. */
async function endBroken(from: Source, to: Sink, client: AbortSignal): Promise<StreamOutcome> {
  const writer = to.getWriter();
  try {
    if (!client.aborted) {
      await writer.write(INTERRUPTED);
      await writer.close();
      // Where it was not Azure that broke, it must not go on either.
      from.cancel().catch(() => undefined);
      return 'upstream_cut';
    }
  } catch {
    // The client is gone as well, or it was the one that broke.
  }
  writer.abort().catch(() => undefined);
  from.cancel().catch(() => undefined);
  return 'client_left';
}

const INTERRUPTED = dataEvent(
  errorBody({
    message: 'The stream from Azure OpenAI broke off: the answer is incomplete. Try again.',
    type: 'server_error',
    param: null,
    code: 'upstream_stream_interrupted',
  }),
);
