// Waiting for a stream's first bytes before anything goes to the client: until then another
// account may be asked, and a failure has a status of its own.

import type { GatewayError } from '../contract/errors.ts';
import { PING_INTERVAL_MS } from '../contract/limits.ts';
import type { Patience } from '../wait.ts';
import { err, ok, type Result } from '../contract/result.ts';

/** Azure's answer. */
export interface Answer {
  readonly response: Response;
  /** Of a stream of events. */
  readonly opening?: Opening | undefined;
}

/** A stream that is being read. */
export interface Opening {
  readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  /** The first read. */
  readonly first: Promise<ReadableStreamReadResult<Uint8Array>>;
  /** How much patience is left where there was nothing yet. */
  readonly patienceMs?: number;
}

/** Cancels what nobody will read. Where that fails, it has ended. */
export function abandon(stream: { readonly cancel: () => Promise<void> }): Promise<void> {
  return stream.cancel().catch(() => undefined);
}

/**
 * Opens a stream. Waits no longer than until clients have to be told that somebody is there.
 *
 * @param firstByteMs how long Azure may take
 * @param mayBeEmpty whether a stream without a byte can be whole
 */
export async function openStream(
  body: ReadableStream<Uint8Array>,
  firstByteMs: number,
  mayBeEmpty: boolean,
  wait: Patience['wait'],
): Promise<Result<Opening, GatewayError>> {
  const interrupted = err({ kind: 'upstream_stream_interrupted' } as const);
  const reader = body.getReader();
  const first = reader.read();
  const waitMs = Math.min(firstByteMs, PING_INTERVAL_MS);
  try {
    const read = await wait(waitMs, first);
    if (read?.done && !mayBeEmpty) return interrupted;
    if (read) return ok({ reader, first });
    if (waitMs < firstByteMs) return ok({ reader, first, patienceMs: firstByteMs - waitMs });
    void abandon(reader);
    return err({ kind: 'upstream_timeout', timeoutMs: firstByteMs });
  } catch {
    return interrupted;
  }
}
