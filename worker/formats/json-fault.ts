// Where a text stops being JSON, for the message about it. The scan that judges a request only says that it
// does: a position in it would cost every request.

import { CLOSING_BRACE, COLON, COMMA, OPENING_BRACE, OPENING_BRACKET, QUOTE } from './ascii.ts';
import { decode } from './bytes.ts';
import { MAX_DEPTH, NONE, skipSpace, stringEnd, valueEnd } from './json-scan.ts';

/** People write shorter ones. */
const MAX_SEARCHED_BYTES = 256 * 1024;

/** A place in a text, both from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** The place of the first fault; undefined where there is none, or the text is long or deep. */
export function findJsonFault(bytes: Uint8Array): TextPlace | undefined {
  if (bytes.length > MAX_SEARCHED_BYTES) return undefined;
  const at = faultAt(bytes);
  if (at === NONE) return undefined;
  const lines = decode(bytes.subarray(0, at)).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

function faultAt(bytes: Uint8Array): number {
  const closings: (number | undefined)[] = [];
  let wanted: 'key' | 'value' | 'next' = 'value';
  let isFirst = false;
  let at = 0;
  for (;;) {
    at = skipSpace(bytes, at);
    const byte = bytes[at];
    const closing = closings.at(-1);
    if (closing !== undefined && byte === closing && (wanted === 'next' || isFirst)) {
      closings.pop();
      at++;
      wanted = 'next';
    } else if (wanted === 'next') {
      if (closing === undefined) return at === bytes.length ? NONE : at;
      if (byte !== COMMA) return at;
      at++;
      wanted = closing === CLOSING_BRACE ? 'key' : 'value';
    } else if (wanted === 'key') {
      const end = byte === QUOTE ? stringEnd(bytes, at) : NONE;
      if (end === NONE) return at;
      at = skipSpace(bytes, end);
      if (bytes[at] !== COLON) return at;
      at++;
      wanted = 'value';
    } else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
      if (closings.length === MAX_DEPTH) return NONE;
      // From an opening bracket or brace to the closing one, in ASCII.
      closings.push(byte + 2);
      at++;
      wanted = byte === OPENING_BRACE ? 'key' : 'value';
      isFirst = true;
      continue;
    } else {
      // A string or a scalar: nothing that is nested.
      const end = valueEnd(bytes, at);
      if (end === NONE) return at;
      at = end;
      wanted = 'next';
    }
    isFirst = false;
  }
}
