// Reading a stream of bytes, with as much memory as has arrived.

import type { Hold } from './bytes.ts';

/** How a stream is read. */
export interface ReadLimits {
  /** A stream with more bytes is not read on. */
  readonly limitBytes: number;
  /** The length that was declared. Memory is taken as bytes arrive, whatever it says. */
  readonly declaredBytes?: number;
  /** Counts the memory. */
  readonly hold: Hold;
}

/** Has the option that the runtime's types lack: https://streams.spec.whatwg.org/#byob-reader-read */
interface ByteReader {
  read(
    into: Uint8Array<ArrayBuffer>,
    options: { readonly min: number },
  ): Promise<{ readonly value?: Uint8Array<ArrayBuffer> | undefined }>;
  cancel(): Promise<void>;
}

/** Pieces double up to the longest, so that memory follows what has arrived. */
const FIRST_PIECE_BYTES = 64 * 1024;
const LONGEST_PIECE_BYTES = 4 * 1024 * 1024;

/**
 * Reads a stream to its end into one array. The runtime itself puts together what came in small pieces.
 *
 * @throws where the stream breaks, or ends before its declared length
 */
export async function readUpTo(
  stream: ReadableStream<Uint8Array> | null,
  { limitBytes, declaredBytes = Infinity, hold }: ReadLimits,
): Promise<Uint8Array | 'too_long' | 'no_room'> {
  if (stream === null || declaredBytes === 0) return new Uint8Array();
  const reader: ByteReader = stream.getReader({ mode: 'byob' });
  // One byte more than the limit shows that there are too many.
  const most = Math.min(declaredBytes, limitBytes + 1);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const giveUp = async () => {
    for (const piece of pieces) free(piece);
    await reader.cancel();
  };
  let length = 0;
  while (length < most) {
    const wanted = Math.max(FIRST_PIECE_BYTES, length);
    const size = Math.min(wanted, LONGEST_PIECE_BYTES, most - length);
    if (!hold(size)) {
      await giveUp();
      return 'no_room';
    }
    const { value } = await reader.read(new Uint8Array(size), { min: size });
    if (value !== undefined) pieces.push(value);
    length += value?.length ?? 0;
    if (value?.length === size) continue;
    // The end; without a value somebody has cancelled the stream.
    if (value === undefined || declaredBytes < Infinity) throw new Error('cut short');
    break;
  }
  if (length <= limitBytes) return join(pieces, length);
  await giveUp();
  return 'too_long';
}

/** One array, of which only a part is there twice at any time. */
function join(pieces: readonly Uint8Array<ArrayBuffer>[], length: number): Uint8Array {
  const [first] = pieces;
  if (first?.length === length) return first;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
    free(piece);
  }
  return whole;
}

/** Gives memory back at once: the collector sees only the small object that points to it. */
function free({ buffer }: Uint8Array<ArrayBuffer>): void {
  buffer.transfer(0);
}

/** Small enough for many at once. */
const DISCARD_BYTES = 4096;

/**
 * Reads a stream to its end and keeps nothing, but does not read on past the limit.
 *
 * @throws where the stream breaks
 */
export async function discardUpTo(
  stream: ReadableStream<Uint8Array>,
  limitBytes: number,
): Promise<void> {
  const reader: ByteReader = stream.getReader({ mode: 'byob' });
  let buffer = new Uint8Array(DISCARD_BYTES);
  for (let left = limitBytes; left > 0;) {
    const { value } = await reader.read(buffer, { min: 1 });
    if (value === undefined || value.length === 0) return;
    left -= value.length;
    buffer = new Uint8Array(value.buffer);
  }
}
