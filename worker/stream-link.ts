// Owns: both ends of a stream while JavaScript reads the one and writes to the other.

import { PING_INTERVAL_MS } from './limits.ts';
import { PING } from './sse.ts';

export type Source = ReadableStream<Uint8Array>;
export type Sink = WritableStream<Uint8Array>;

export type Link = ReturnType<typeof openLink>;

/** Locks both ends. A client that goes while Azure is silent ends the reading as well. */
export function openLink(from: Source, to: Sink, onChunk: (chunk: Uint8Array) => void) {
  const reader = from.getReader();
  const writer = to.getWriter();
  let released = false;
  let left = false;
  const cancel = () => reader.cancel().catch(() => undefined);
  writer.closed.catch(async () => {
    if (released) return;
    left = true;
    await cancel();
  });
  // Reasoning models are silent for minutes; proxies in between must not take that for the end.
  const pings = setInterval(() => {
    writer.write(PING).catch(() => undefined);
  }, PING_INTERVAL_MS);
  const hush = () => {
    clearInterval(pings);
  };
  return {
    async read() {
      const result = await reader.read();
      if (left) throw new Error('the client left');
      if (!result.done) onChunk(result.value);
      return result;
    },
    /** Resolves when the client has taken the bytes: who waits for it buffers nothing. */
    write: (bytes: Uint8Array) => writer.write(bytes),
    /** Ends the comments: from now on the events tell that somebody is there. */
    hush,
    cancel,
    release() {
      hush();
      if (released) return;
      released = true;
      reader.releaseLock();
      writer.releaseLock();
    },
  };
}
