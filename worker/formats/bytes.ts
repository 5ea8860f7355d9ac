// Byte arrays: from text, to text, from a stream, and put together.

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

/** Throws where bytes are not UTF-8. */
const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

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
  return shortAscii(bytes) ?? STRICT.decode(bytes);
}

/** Measured: up to here a loop costs less than the decoder. */
const SHORT_TEXT_BYTES = 40;

function shortAscii(bytes: Uint8Array): string | undefined {
  if (bytes.length > SHORT_TEXT_BYTES) return undefined;
  let text = '';
  for (const byte of bytes) {
    if (byte >= 0x80) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
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

/** Counts bytes that are going to be held; false where there is no room for them. */
export type Hold = (bytes: number) => boolean;

/** Bytes that are collected in one array, so that memory does not depend on how they were cut. */
export class ByteBuffer {
  readonly #hold: Hold;
  #bytes = new Uint8Array();
  #length = 0;

  /** @param hold counts what the array takes; by default nothing is counted */
  constructor(hold: Hold = () => true) {
    this.#hold = hold;
  }

  get length(): number {
    return this.#length;
  }

  /** Appends bytes. @returns false where there is no room for them: then nothing was appended */
  add(bytes: Uint8Array): boolean {
    const length = this.#length + bytes.length;
    if (length > this.#bytes.length && !this.#grow(length)) return false;
    this.#bytes.set(bytes, this.#length);
    this.#length = length;
    return true;
  }

  /** Removes that many bytes from the front. */
  drop(length: number): void {
    this.#bytes.copyWithin(0, length, this.#length);
    this.#length -= length;
  }

  /** Removes all bytes, and keeps the memory for the next ones. */
  clear(): void {
    this.#length = 0;
  }

  /** All bytes. The next change of the buffer changes them. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(length: number): boolean {
    const capacity = Math.max(MIN_CAPACITY, 2 ** Math.ceil(Math.log2(length)));
    if (!this.#hold(capacity - this.#bytes.length)) return false;
    const grown = new Uint8Array(capacity);
    grown.set(this.view());
    this.#bytes = grown;
    return true;
  }
}

const MIN_CAPACITY = 1024;
