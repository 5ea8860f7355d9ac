// A body's bytes as text, one piece after the other, so that not all of it has to be held.

import { decodeStrictly, strictDecoder } from './bytes.ts';

/** A text that is read from its beginning. */
export interface TextPieces {
  /** The next piece; undefined after the last one. @throws where the bytes are not UTF-8 */
  readonly next: () => string | undefined;
  /** All of it. @throws where the bytes are not UTF-8 */
  readonly whole: () => string;
}

/** Short enough for V8's young generation, in which a text costs no new pages of memory. */
const PIECE_BYTES = 32 * 1024;

/** The text of bytes. */
export function piecesOf(bytes: Uint8Array): TextPieces {
  if (bytes.length <= PIECE_BYTES) return onePiece(decodeStrictly(bytes));
  // A byte order mark inside is an ordinary character, but workerd drops one that begins a piece.
  const decoder = strictDecoder(true);
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let text: string | undefined;
  return {
    next() {
      if (at >= bytes.length) return undefined;
      const piece = bytes.subarray(at, at + PIECE_BYTES);
      at += PIECE_BYTES;
      return decoder.decode(piece, { stream: at < bytes.length });
    },
    whole: () => (text ??= decodeStrictly(bytes)),
  };
}

/** A text that is already whole. */
export function onePiece(text: string): TextPieces {
  let left: string | undefined = text;
  return {
    next() {
      const piece = left;
      left = undefined;
      return piece;
    },
    whole: () => text,
  };
}
