// Byte arrays: from text, to text, from a stream, and put together.

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

/**
 * Throws where bytes are no UTF-8.
 *
 * @param ignoreBOM a byte order mark in front stays in the text
 */
export function strictDecoder(ignoreBOM: boolean): TextDecoder {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM });
}

const STRICT = strictDecoder(false);

/** In UTF-8. */
export function encode(text: string): ReturnType<TextEncoder['encode']> {
  return ENCODER.encode(text);
}

/** What is no UTF-8 becomes U+FFFD. */
export function decode(bytes: Uint8Array | ArrayBuffer): string {
  return DECODER.decode(bytes);
}

/** @throws where the bytes are no UTF-8 */
export function decodeStrictly(bytes: Uint8Array): string {
  return STRICT.decode(bytes);
}

/** All of them, one behind the other. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const [first, second] = chunks;
  if (first && !second) return first;
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/**
 * Reads a stream to its end, but never on past the limit.
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

/** With the option that the runtime's types do not have: https://streams.spec.whatwg.org/#byob-reader-read */
interface ByteReader {
  read(
    into: Uint8Array<ArrayBuffer>,
    options: { readonly min: number },
  ): Promise<{ readonly value?: Uint8Array | undefined }>;
}

/**
 * Reads so many bytes into one array, without a copy.
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
