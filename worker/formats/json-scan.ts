// Finds where JSON values end, in bytes and without parsing them: nothing is allocated, whatever they hold.
// The structure is checked, and the contents of strings are not. Positions are local variables throughout:
// measured, a cursor in an object costs twice as much.

import {
  BACKSLASH,
  CLOSING_BRACE,
  COLON,
  COMMA,
  CR,
  DASH,
  DOT,
  LF,
  NINE,
  OPENING_BRACE,
  OPENING_BRACKET,
  PLUS,
  QUOTE,
  SMALL_E,
  SMALL_F,
  SMALL_N,
  SMALL_T,
  SPACE,
  TAB,
  ZERO,
} from './ascii.ts';
import { encode } from './bytes.ts';

/** There is no such thing at the position. */
export const NONE = -1;

/** How deeply values may be nested. .NET's parser, which Azure's services use, allows 64 by default. */
export const MAX_DEPTH = 512;

/** Up to here a loop finds the end of a string faster than the native search. */
const SHORT_STRING_BYTES = 32;

/** From an opening bracket or brace to the closing one, in ASCII. */
const TO_CLOSING = 2;

/**
 * Sees each key of the objects inside a value.
 *
 * @param keyStart of its quote
 * @param depth of the object that has the key; 1 for the value itself
 * @param valueStart after the key's colon
 * @returns false to end the scan as if the value were not JSON
 */
export type OnKey = (
  keyStart: number,
  keyEnd: number,
  depth: number,
  valueStart: number,
) => boolean;

/** The end of the white space at a position. */
export function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at];
    if (byte !== SPACE && byte !== LF && byte !== CR && byte !== TAB) return at;
    at++;
  }
}

/** The end of the string whose quote is at a position. */
export function stringEnd(bytes: Uint8Array, start: number): number {
  const { length } = bytes;
  let at = start + 1;
  while (at < length) {
    const near = Math.min(at + SHORT_STRING_BYTES, length);
    while (at < near) {
      const byte = bytes[at];
      if (byte === QUOTE) return at + 1;
      at += byte === BACKSLASH ? 2 : 1;
    }
    const quote = bytes.indexOf(QUOTE, at);
    if (quote === NONE) return NONE;
    let from = quote;
    while (from > at && bytes[from - 1] === BACKSLASH) from--;
    at = quote + 1;
    if ((quote - from) % 2 === 0) return at;
  }
  return NONE;
}

/**
 * The end of the value at a position, or after white space there; NONE where it is not JSON, or nested
 * too deeply. Iterative: depth costs no stack.
 */
export function valueEnd(bytes: Uint8Array, start: number, onKey?: OnKey): number {
  /** The brackets that close what is open. */
  const closings: number[] = [];
  let depth = 0;
  let at = start;
  for (;;) {
    // Tested here as well: mostly there is no white space, and a call costs more than the test.
    if ((bytes[at] ?? 0) <= SPACE) at = skipSpace(bytes, at);
    const first = bytes[at];
    if (first === OPENING_BRACE || first === OPENING_BRACKET) {
      const closing = first + TO_CLOSING;
      at = skipSpace(bytes, at + 1);
      if (bytes[at] !== closing) {
        if (depth === MAX_DEPTH) return NONE;
        closings[depth++] = closing;
        if (closing === CLOSING_BRACE) at = entryStart(bytes, at, depth, onKey);
        if (at === NONE) return NONE;
        continue;
      }
      at++;
    } else {
      at = first === QUOTE ? stringEnd(bytes, at) : scalarEnd(bytes, at);
      if (at === NONE) return NONE;
    }
    for (;;) {
      if (depth === 0) return at;
      const closing = closings[depth - 1];
      if ((bytes[at] ?? 0) <= SPACE) at = skipSpace(bytes, at);
      const next = bytes[at++];
      if (next === COMMA) {
        if (closing === CLOSING_BRACE) at = entryStart(bytes, at, depth, onKey);
        if (at === NONE) return NONE;
        break;
      }
      if (next !== closing) return NONE;
      depth--;
    }
  }
}

/** The position after a key and its colon. */
function entryStart(
  bytes: Uint8Array,
  at: number,
  depth: number,
  onKey: OnKey | undefined,
): number {
  const keyStart = skipSpace(bytes, at);
  if (bytes[keyStart] !== QUOTE) return NONE;
  const keyEnd = stringEnd(bytes, keyStart);
  if (keyEnd === NONE) return NONE;
  const colon = skipSpace(bytes, keyEnd);
  if (bytes[colon] !== COLON) return NONE;
  const isWanted = onKey?.(keyStart, keyEnd, depth, colon + 1) ?? true;
  return isWanted ? colon + 1 : NONE;
}

function scalarEnd(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first === SMALL_T) return wordEnd(bytes, at, TRUE);
  if (first === SMALL_F) return wordEnd(bytes, at, FALSE);
  if (first === SMALL_N) return wordEnd(bytes, at, NULL);
  return numberEnd(bytes, at);
}

const TRUE = encode('true');
const FALSE = encode('false');
const NULL = encode('null');

function wordEnd(bytes: Uint8Array, start: number, word: Uint8Array): number {
  for (let index = 0; index < word.length; index++) {
    if (bytes[start + index] !== word[index]) return NONE;
  }
  return start + word.length;
}

/** https://www.rfc-editor.org/rfc/rfc8259#section-6 */
function numberEnd(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === DASH ? start + 1 : start;
  at = bytes[at] === ZERO ? at + 1 : digitsEnd(bytes, at);
  // Nothing that goes on a number comes before the comma.
  if (bytes[at] === COMMA) return at;
  if (at !== NONE && bytes[at] === DOT) at = digitsEnd(bytes, at + 1);
  if (at === NONE) return NONE;
  // A letter in lower case is the one in upper case with one bit more.
  if (((bytes[at] ?? 0) | SPACE) !== SMALL_E) return at;
  at++;
  const sign = bytes[at];
  return digitsEnd(bytes, sign === PLUS || sign === DASH ? at + 1 : at);
}

/** The end of one digit or more. */
function digitsEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at] ?? 0;
    if (byte < ZERO || byte > NINE) return at > start ? at : NONE;
    at++;
  }
}
