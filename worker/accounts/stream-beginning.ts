// Reading a stream up to its first event that decides: part of an answer, or a failure. Chat shows it
// with its first chunk; Responses first say that they were created and are in progress.

import { cancelQuietly, type StartedStream } from '../azure/first-bytes.ts';
import type { AzureAnswer } from '../azure/send.ts';
import type { Failure } from '../contract/failure.ts';
import { MAX_HELD_BYTES } from '../contract/limits.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { concat, type Hold } from '../formats/bytes.ts';
import type { JsonObject } from '../formats/json.ts';
import type { StreamKind } from '../operations/operation.ts';
import type { SharedTimer } from '../shared-timer.ts';
import { readEvents, type EventReader } from '../stream/server-sent-events.ts';
import { classifyFirstEvent, toFailedResponse } from './early-failure.ts';

/** Chunks that are held at most: each costs memory besides its bytes. */
const MAX_HELD_CHUNKS = 256;

export interface Beginning {
  readonly kind: StreamKind;
  readonly timer: SharedTimer;
  /** Milliseconds since the request arrived. */
  readonly elapsedMs: () => number;
  /** Counts the memory; without room for it the rest is not examined. */
  readonly hold: Hold;
}

/** The answer, and whether it was a failure inside a stream, which now has a status of its own. */
export interface ExaminedAnswer extends AzureAnswer {
  readonly wasStream?: boolean;
}

type Read = ReadableStreamReadResult<Uint8Array>;

/** What the beginning of a stream shows, and what was held of it. */
type Shown =
  | { readonly kind: 'answer'; readonly held: readonly Uint8Array[] }
  | { readonly kind: 'failure'; readonly error: JsonObject }
  /** Nothing yet, and a read is under way. */
  | { readonly kind: 'late'; readonly held: readonly Uint8Array[]; readonly pending: Promise<Read> }
  | { readonly kind: 'broken' };

/**
 * Looks for a failure at the beginning of a stream, for no longer than until the client needs a sign of
 * life. What was read is passed on unchanged where there is none.
 *
 * @returns the failure as a value, since another account may be tried
 */
export async function examineBeginning(
  answer: AzureAnswer,
  beginning: Beginning,
): Promise<Result<ExaminedAnswer, Failure>> {
  const { response, stream } = answer;
  const isExamined = stream !== undefined && beginning.kind !== 'other';
  // The first bytes of a stream that is still silent go to the client as they come.
  if (!isExamined || stream.remainingMs !== undefined) return ok(answer);
  const shown = await readBeginning(stream, beginning);
  switch (shown.kind) {
    case 'answer':
      return ok({ response, stream: startWith(shown.held, stream) });
    case 'late':
      return ok(resumeLater(response, stream, shown));
    case 'broken':
      return err({ kind: 'upstream_stream_interrupted' });
    case 'failure':
      void cancelQuietly(stream.reader);
      return ok({ response: toFailedResponse(shown.error, response), wasStream: true });
  }
}

async function readBeginning(
  { reader, first, patienceMs }: StartedStream,
  { kind, timer, elapsedMs, hold }: Beginning,
): Promise<Shown> {
  const endMs = elapsedMs() + patienceMs;
  const events = readEvents(hold);
  const held: Uint8Array[] = [];
  let heldBytes = 0;
  let error: JsonObject | undefined;
  let pending = first;
  for (;;) {
    const read = await readInTime(pending, Math.max(0, endMs - elapsedMs()), timer);
    if (read === 'broken') return { kind: 'broken' };
    if (read === 'late' && error === undefined) return { kind: 'late', held, pending };
    if (read === 'late' || read.done) break;
    // A copy: the chunk may be a small view of a large buffer.
    const chunk = held.length === 0 ? read.value : read.value.slice();
    held.push(chunk);
    heldBytes += chunk.length;
    const found = findDeciding(events, chunk, kind);
    if (found?.kind === 'answer') break;
    if (found?.kind === 'failure') error = found.error;
    if (error !== undefined && hasReason(error)) break;
    // Before the next read: what it gives would have to be held as well.
    const isFull = heldBytes >= MAX_HELD_BYTES || held.length >= MAX_HELD_CHUNKS;
    if (isFull || !hold(chunk.length)) break;
    pending = reader.read();
  }
  // Of a failure without a reason, the rest is not read.
  pending.catch(() => undefined);
  return error === undefined ? { kind: 'answer', held } : { kind: 'failure', error };
}

/** The first event that is more than a prelude; of failures in one chunk, the last one's reason. */
function findDeciding(events: EventReader, chunk: Uint8Array, kind: StreamKind) {
  events.feed(chunk);
  let failure: ReturnType<typeof classifyFirstEvent> | undefined;
  for (let event = events.next(); event !== undefined; event = events.next()) {
    const found = classifyFirstEvent(event, kind);
    if (found.kind === 'answer') return failure ?? found;
    if (found.kind !== 'failure') continue;
    if (hasReason(found.error)) return found;
    failure ??= found;
  }
  return failure;
}

function hasReason(error: JsonObject): boolean {
  return Object.keys(error).length > 0;
}

async function readInTime(
  pending: Promise<Read>,
  ms: number,
  timer: SharedTimer,
): Promise<Read | 'late' | 'broken'> {
  try {
    return (await timer.waitFor(ms, pending)) ?? 'late';
  } catch {
    return 'broken';
  }
}

/** The stream as if it had just been started, with all that was read as its first chunk. */
function startWith(held: readonly Uint8Array[], stream: StartedStream): StartedStream {
  if (held.length < 2) return stream;
  return { ...stream, first: Promise.resolve({ done: false, value: concat(held) }) };
}

/**
 * The same while a read is under way. The stream then passes through JavaScript, which costs more, but
 * is rare: Azure was silent for the whole time.
 */
function resumeLater(
  { status, headers }: Response,
  { reader, patienceMs }: StartedStream,
  { held, pending }: Extract<Shown, { kind: 'late' }>,
): AzureAnswer {
  pending.catch(() => undefined);
  const reads: Promise<Read>[] = [Promise.resolve({ done: false, value: concat(held) }), pending];
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await (reads.shift() ?? reader.read());
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => cancelQuietly(reader),
    },
    { highWaterMark: 0 },
  );
  const response = new Response(body, { status, headers });
  const resumed = (response.body ?? body).getReader();
  const stream = { reader: resumed, first: resumed.read(), remainingMs: undefined, patienceMs };
  return { response, stream };
}
