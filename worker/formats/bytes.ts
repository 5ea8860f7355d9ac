// Byte arrays: from text, to text, from a stream, and put together.

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

/**
 * A decoder that throws where bytes are not UTF-8.
 *
 * @param ignoreBOM a byte order mark in front stays in the text
 */
export function strictDecoder(ignoreBOM: boolean): TextDecoder {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM });
}

const STRICT = strictDecoder(false);

/** The bytes of a text, in UTF-8. */
export function encode(text: string): ReturnType<TextEncoder['encode']> {
  return ENCODER.encode(text);
}

/** The text of bytes. What is not UTF-8 becomes U+FFFD. */
export function decode(bytes: Uint8Array | ArrayBuffer): string {
  return DECODER.decode(bytes);
}

/** @throws TypeError where the bytes are not UTF-8 */
export function decodeStrictly(bytes: Uint8Array): string {
  return STRICT.decode(bytes);
}

/** All chunks in one array. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const [first, second] = chunks;
  if (first !== undefined && second === undefined) return first;
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/**
 * Reads a stream to its end, but not on past the limit.
 *
 * @returns its bytes; undefined where there are more
 * @throws where the stream breaks
 */
export async function readUpTo(
  stream: ReadableStream<Uint8Array> | null,
  limitBytes: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream ?? []) {
    length += chunk.length;
    if (length > limitBytes) return undefined;
    chunks.push(chunk);
  }
  return concat(chunks);
}

/**
 * Reads a stream to its end and keeps nothing, but does not read on past the limit.
 *
 * @throws where the stream breaks
 */
export async function discardUpTo(
  stream: ReadableStream<Uint8Array>,
  limitBytes: number,
): Promise<void> {
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > limitBytes) return;
  }
}

/** Has the option that the runtime's types lack: https://streams.spec.whatwg.org/#byob-reader-read */
interface ByteReader {
  read(
    into: Uint8Array<ArrayBuffer>,
    options: { readonly min: number },
  ): Promise<{ readonly value?: Uint8Array | undefined }>;
}

/**
 * Reads that many bytes into one array, without a copy.
 *
 * @throws where the stream breaks, or ends before
 */
export async function readExactly(
  stream: ReadableStream<Uint8Array>,
  length: number,
): Promise<Uint8Array> {
  const reader: ByteReader = stream.getReader({ mode: 'byob' });
  const { value } = await reader.read(new Uint8Array(length), { min: length });
  if (value?.length !== length) throw new Error('cut short');
  return value;
}
