// Waiting for a stream's first bytes before anything goes to the client. Until then another account
// may be tried, and a failure has a status of its own.

import type { RequestContext } from '../context.ts';
import type { Failure } from '../contract/failure.ts';
import { PING_INTERVAL_MS } from '../contract/limits.ts';
import { err, ok, type Result } from '../contract/result.ts';

/** A stream whose reading has begun. */
export interface StartedStream {
  readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  /** The first read. */
  readonly first: Promise<ReadableStreamReadResult<Uint8Array>>;
  /** How long the first read may still take; undefined where it is done. */
  readonly remainingMs: number | undefined;
  /** For how long the client can still do without a sign of life, in ms. */
  readonly patienceMs: number;
}

/** Cancels a stream that will not be read. If that fails, the stream has ended already. */
export async function cancelQuietly(
  stream: { cancel(): Promise<void> } | null | undefined,
): Promise<void> {
  await stream?.cancel().catch(() => undefined);
}

/**
 * Starts a stream. Waits no longer than until the client needs a sign of life.
 *
 * @param firstByteMs how long Azure may take
 * @param mayBeEmpty whether a stream without a byte can be whole
 * @returns the failure as a value, since another account may be tried
 */
export async function awaitFirstBytes(
  body: ReadableStream<Uint8Array>,
  firstByteMs: number,
  mayBeEmpty: boolean,
  { timer, elapsedMs }: Pick<RequestContext, 'timer' | 'elapsedMs'>,
): Promise<Result<StartedStream, Failure>> {
  const reader = body.getReader();
  const first = reader.read();
  const startMs = elapsedMs();
  const waitMs = Math.min(firstByteMs, PING_INTERVAL_MS);
  const read = await timer.waitFor(waitMs, firstRead(first, mayBeEmpty));
  if (read === 'failed') return err({ kind: 'upstream_stream_interrupted' });
  const patienceMs = Math.max(0, PING_INTERVAL_MS - (elapsedMs() - startMs));
  if (read === 'started') return ok({ reader, first, remainingMs: undefined, patienceMs });
  const remainingMs = firstByteMs - waitMs;
  if (remainingMs > 0) return ok({ reader, first, remainingMs, patienceMs });
  void cancelQuietly(reader);
  return err({ kind: 'upstream_timeout', timeoutMs: firstByteMs });
}

async function firstRead(
  first: StartedStream['first'],
  mayBeEmpty: boolean,
): Promise<'started' | 'failed'> {
  try {
    const { done } = await first;
    return !done || mayBeEmpty ? 'started' : 'failed';
  } catch {
    // Broken off: the same as ended without a byte.
    return 'failed';
  }
}
