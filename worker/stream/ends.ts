// Both ends of a stream while JavaScript reads the one and writes to the other.

import { PING_INTERVAL_MS } from '../contract/limits.ts';
import { PING } from './server-sent-events.ts';
import { abandon, type Opening } from '../azure/first-bytes.ts';
import type { StreamPlan } from './plan.ts';

export type Source = ReadableStream<Uint8Array>;
export type Sink = WritableStream<Uint8Array>;

export type Link = ReturnType<typeof openLink>;

/** Locks both ends. A client that goes while Azure is silent ends the reading as well. */
export function openLink(
  from: Source,
  to: Sink,
  timeouts: StreamPlan['timeouts'],
  client: AbortSignal,
  onChunk: (chunk: Uint8Array) => void,
  opening?: Opening,
) {
  const reader = opening?.reader ?? from.getReader();
  const writer = to.getWriter();
  let released = false;
  let left = false;
  let stalledMs: number | undefined;
  /** Read before anything went to the client. */
  let first = opening?.first;
  let patienceMs = opening ? opening.patienceMs : timeouts.firstByteMs;
  const cancel = () => abandon(reader);
  const leave = () => {
    if (released) return;
    left = true;
    void cancel();
  };
  client.addEventListener('abort', leave);
  writer.closed.catch(leave);
  // Reasoning models are silent for minutes; proxies in between must not take that for the end.
  const ping = () => {
    writer.write(PING).catch(() => undefined);
  };
  if (opening?.patienceMs) ping();
  const pings = setInterval(ping, PING_INTERVAL_MS);
  const hush = () => {
    clearInterval(pings);
  };
  return {
    /** The next chunk; undefined where Azure has ended. */
    async read(): Promise<Uint8Array | undefined> {
      const waitMs = patienceMs;
      const timer =
        waitMs &&
        setTimeout(() => {
          stalledMs = waitMs;
          void cancel();
        }, waitMs);
      let value: Uint8Array | undefined;
      try {
        ({ value } = await (first ?? reader.read()));
      } finally {
        if (timer) clearTimeout(timer);
      }
      first = undefined;
      if (left || stalledMs) throw new Error('cancelled');
      patienceMs = timeouts.idleMs;
      if (value) onChunk(value);
      return value;
    },
    /** For how long Azure was silent when that was too long. */
    stalledMs: () => stalledMs,
    /** Resolves when the client has taken the bytes: who waits for it buffers nothing. */
    write: (bytes: Uint8Array) => writer.write(bytes),
    /** Ends the comments: from now on the events tell that somebody is there. */
    hush,
    cancel,
    release() {
      hush();
      if (released) return;
      released = true;
      // Measured: a listener that stays keeps all of the request in memory for long.
      client.removeEventListener('abort', leave);
      reader.releaseLock();
      writer.releaseLock();
    },
  };
}
