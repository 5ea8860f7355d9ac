// Waiting for a stream's first bytes before anything goes to the client. Until then another account
// may be tried, and a failure has a status of its own.

import type { Failure } from '../contract/failure.ts';
import { PING_INTERVAL_MS } from '../contract/limits.ts';
import { err, ok, type Result } from '../contract/result.ts';
import type { SharedTimer } from '../shared-timer.ts';

/** A stream whose reading has begun. */
export interface StartedStream {
  readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  /** The first read. */
  readonly first: Promise<ReadableStreamReadResult<Uint8Array>>;
  /** How long the first read may still take; undefined where it is done. */
  readonly remainingMs: number | undefined;
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
  timer: SharedTimer,
): Promise<Result<StartedStream, Failure>> {
  const reader = body.getReader();
  const first = reader.read();
  const waitMs = Math.min(firstByteMs, PING_INTERVAL_MS);
  const started = await timer.waitFor(waitMs, firstRead(reader, first, mayBeEmpty));
  if (started !== undefined) return started;
  const remainingMs = firstByteMs - waitMs;
  if (remainingMs > 0) return ok({ reader, first, remainingMs });
  void cancelQuietly(reader);
  return err({ kind: 'upstream_timeout', timeoutMs: firstByteMs });
}

async function firstRead(
  reader: StartedStream['reader'],
  first: StartedStream['first'],
  mayBeEmpty: boolean,
): Promise<Result<StartedStream, Failure>> {
  try {
    const { done } = await first;
    if (!done || mayBeEmpty) return ok({ reader, first, remainingMs: undefined });
  } catch {
    // Broken off: the same as ended without a byte.
  }
  return err({ kind: 'upstream_stream_interrupted' });
}
