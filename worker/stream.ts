// Owns: the way of a streamed answer. Its first events are read here, to drop Azure's opener; all
// others are piped natively and never reach JavaScript, since cost per event decides everything.

import { errorBody } from './errors.ts';
import { MAX_OPENER_BYTES, PING_INTERVAL_MS } from './limits.ts';
import { dataEvent, eventData, eventEnd, PING } from './sse.ts';

/** How a stream ended. */
export type StreamOutcome = 'complete' | 'client_left' | 'upstream_cut';

export interface RelayOptions {
  readonly dropsOpener: boolean;
  /** Aborted when the client is gone. */
  readonly client: AbortSignal;
  readonly onFirstByte: () => void;
}

/**
 * Copies `from` to `to` until either ends. When Azure's side breaks, the client gets one error
 * event, in the form its SDK raises, and never a `[DONE]` that was not sent.
 */
export async function relayStream(
  from: ReadableStream<Uint8Array>,
  to: WritableStream<Uint8Array>,
  options: RelayOptions,
): Promise<StreamOutcome> {
  try {
    await relayOpening(from, to, options);
    await from.pipeTo(to, { preventClose: true, preventAbort: true });
  } catch {
    return await endBroken(from, to, options.client);
  }
  await to.close().catch(() => undefined);
  return 'complete';
}

/** Relays up to and including the first event that is worth showing. */
async function relayOpening(
  from: ReadableStream<Uint8Array>,
  to: WritableStream<Uint8Array>,
  { dropsOpener, onFirstByte }: RelayOptions,
): Promise<void> {
  const reader = from.getReader();
  const writer = to.getWriter();
  // Reasoning models are silent for minutes; proxies in between must not take that for the end.
  const pings = setInterval(() => {
    writer.write(PING).catch(() => undefined);
  }, PING_INTERVAL_MS);
  try {
    let pending: Uint8Array = new Uint8Array();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        if (pending.length > 0) await writer.write(pending);
        return;
      }
      onFirstByte();
      pending = pending.length === 0 ? value : concat(pending, value);
      if (dropsOpener) {
        pending = withoutOpeners(pending);
        const mayBeOpener = pending.length < MAX_OPENER_BYTES && eventEnd(pending) === -1;
        if (mayBeOpener) continue;
      }
      clearInterval(pings);
      await writer.write(pending);
      return;
    }
  } finally {
    clearInterval(pings);
    reader.releaseLock();
    writer.releaseLock();
  }
}

function withoutOpeners(bytes: Uint8Array): Uint8Array {
  let rest = bytes;
  for (;;) {
    const end = eventEnd(rest);
    if (end === -1 || !isOpener(rest.subarray(0, end))) return rest;
    rest = rest.subarray(end);
  }
}

/**
 * Azure opens with `choices: []` and `prompt_filter_results`; clients that read `choices[0]` crash
 * on it (open-webui/open-webui#1759 and two dozen like it). A chunk with `usage` is wanted.
 */
function isOpener(event: Uint8Array): boolean {
  const data = eventData(event);
  if (!data?.startsWith('{')) return false;
  try {
    const chunk = JSON.parse(data) as { choices?: unknown; usage?: unknown; error?: unknown };
    const empty = Array.isArray(chunk.choices) && chunk.choices.length === 0;
    return empty && (chunk.usage === undefined || chunk.usage === null) && !('error' in chunk);
  } catch {
    return false;
  }
}

/** Ends a relay of which one side broke: tells whichever side is still there. */
async function endBroken(
  from: ReadableStream<Uint8Array>,
  to: WritableStream<Uint8Array>,
  client: AbortSignal,
): Promise<StreamOutcome> {
  const writer = to.getWriter();
  try {
    if (!client.aborted) {
      await writer.write(INTERRUPTED);
      await writer.close();
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

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}
