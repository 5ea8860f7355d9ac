// Moves through JSON text as bytes, without parsing it: nothing is allocated, whatever the text holds. The
// structure is checked, and the contents of strings are not.

import {
  BACKSLASH,
  CLOSING_BRACE,
  COLON,
  COMMA,
  CR,
  DASH,
  DOT,
  END,
  LF,
  NINE,
  OPENING_BRACE,
  OPENING_BRACKET,
  PLUS,
  QUOTE,
  SMALL_E,
  SPACE,
  TAB,
  ZERO,
} from './ascii.ts';
import { encode } from './bytes.ts';

/** How deeply values may be nested. .NET's parser, which Azure's services use, allows 64 by default. */
const MAX_DEPTH = 512;

/** Up to here a loop finds the end of a string faster than the native search. */
const SHORT_STRING_BYTES = 32;

/** From an opening bracket or brace to the closing one, in ASCII. */
const TO_CLOSING = 2;

const TRUE = encode('true');
const FALSE = encode('false');
const NULL = encode('null');

/**
 * Sees each key of the objects inside a value.
 *
 * @param keyStart of its quote
 * @param depth of the object that has the key; 1 for the value that is scanned
 * @param valueStart after the key's colon
 */
export type OnKey = (keyStart: number, keyEnd: number, depth: number, valueStart: number) => void;

/** A cursor in JSON text. Each method moves it past something, or returns that it is not there. */
export class JsonScanner {
  readonly bytes: Uint8Array;
  /** The cursor. */
  at: number;
  readonly #closings = new Uint8Array(MAX_DEPTH);

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Moves past white space. @returns the byte there, or END */
  skipSpace(): number {
    const { bytes } = this;
    for (; this.at < bytes.length; this.at++) {
      const byte = bytes[this.at] ?? END;
      if (byte !== SPACE && byte !== LF && byte !== CR && byte !== TAB) return byte;
    }
    return END;
  }

  /** Moves past the string that begins at the cursor; false where it does not end. */
  skipString(): boolean {
    const { bytes } = this;
    const { length } = bytes;
    let at = this.at + 1;
    while (at < length) {
      const near = Math.min(at + SHORT_STRING_BYTES, length);
      while (at < near) {
        const byte = bytes[at];
        if (byte === QUOTE) {
          this.at = at + 1;
          return true;
        }
        at += byte === BACKSLASH ? 2 : 1;
      }
      const quote = bytes.indexOf(QUOTE, at);
      if (quote === -1) return false;
      let from = quote;
      while (from > at && bytes[from - 1] === BACKSLASH) from--;
      at = quote + 1;
      if ((quote - from) % 2 === 0) {
        this.at = at;
        return true;
      }
    }
    return false;
  }

  /**
   * Moves past the value that begins at the cursor, or after white space. Iterative: depth costs no stack.
   *
   * @returns false where it is not JSON, or nested too deeply
   */
  skipValue(onKey?: OnKey): boolean {
    let depth = 0;
    for (;;) {
      const first = this.skipSpace();
      if (first === OPENING_BRACE || first === OPENING_BRACKET) {
        this.at++;
        const closing = first + TO_CLOSING;
        if (this.skipSpace() !== closing) {
          if (depth === MAX_DEPTH) return false;
          this.#closings[depth++] = closing;
          if (closing === CLOSING_BRACE && !this.#skipKey(depth, onKey)) return false;
          continue;
        }
        this.at++;
      } else if (first === QUOTE) {
        if (!this.skipString()) return false;
      } else if (!this.#skipScalar(first)) {
        return false;
      }
      for (;;) {
        if (depth === 0) return true;
        const closing = this.#closings[depth - 1];
        const next = this.skipSpace();
        if (next === COMMA) {
          this.at++;
          if (closing === CLOSING_BRACE && !this.#skipKey(depth, onKey)) return false;
          break;
        }
        if (next !== closing) return false;
        this.at++;
        depth--;
      }
    }
  }

  /** Moves past a key and its colon. */
  #skipKey(depth: number, onKey: OnKey | undefined): boolean {
    if (this.skipSpace() !== QUOTE) return false;
    const start = this.at;
    if (!this.skipString()) return false;
    const end = this.at;
    if (this.skipSpace() !== COLON) return false;
    this.at++;
    onKey?.(start, end, depth, this.at);
    return true;
  }

  #skipScalar(first: number): boolean {
    if (first === DASH || isDigit(first)) return this.#skipNumber(first);
    return this.#skipWord(TRUE) || this.#skipWord(FALSE) || this.#skipWord(NULL);
  }

  #skipWord(word: Uint8Array): boolean {
    const { bytes, at } = this;
    for (let index = 0; index < word.length; index++) {
      if (bytes[at + index] !== word[index]) return false;
    }
    this.at = at + word.length;
    return true;
  }

  /** https://www.rfc-editor.org/rfc/rfc8259#section-6 */
  #skipNumber(first: number): boolean {
    if (first === DASH) this.at++;
    if (this.bytes[this.at] === ZERO) this.at++;
    else if (!this.#skipDigits()) return false;
    if (this.bytes[this.at] === DOT) {
      this.at++;
      if (!this.#skipDigits()) return false;
    }
    // Lower case is upper case with one bit more.
    if (((this.bytes[this.at] ?? 0) | SPACE) !== SMALL_E) return true;
    this.at++;
    const sign = this.bytes[this.at];
    if (sign === PLUS || sign === DASH) this.at++;
    return this.#skipDigits();
  }

  #skipDigits(): boolean {
    const start = this.at;
    while (isDigit(this.bytes[this.at] ?? END)) this.at++;
    return this.at > start;
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}
