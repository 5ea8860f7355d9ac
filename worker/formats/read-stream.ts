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

const FIRST_READ_BYTES = 64 * 1024;

/**
 * Reads a stream to its end into one array, which doubles as it fills. The runtime itself puts together
 * what came in small pieces.
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
  let bytes = new Uint8Array();
  for (;;) {
    const capacity = Math.min(Math.max(FIRST_READ_BYTES, 2 * bytes.length), most);
    if (!hold(capacity - bytes.length)) {
      free(bytes);
      await reader.cancel();
      return 'no_room';
    }
    const before = bytes.length;
    const grown = new Uint8Array(capacity);
    grown.set(bytes);
    free(bytes);
    const { value } = await reader.read(grown.subarray(before), { min: capacity - before });
    // Cancelled meanwhile.
    if (value === undefined) throw new Error('cut short');
    // Reading moves the memory into a new array.
    bytes = new Uint8Array(value.buffer, 0, before + value.length);
    if (bytes.length < capacity) {
      if (declaredBytes < Infinity) throw new Error('cut short');
      return bytes;
    }
    if (bytes.length > limitBytes) {
      free(bytes);
      await reader.cancel();
      return 'too_long';
    }
    if (bytes.length === most) return bytes;
  }
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
