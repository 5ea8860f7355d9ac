// The items of a JSON list, one at a time, so that a long list is never parsed as a whole.

import { CLOSING_BRACKET, COMMA, OPENING_BRACKET } from './ascii.ts';
import { NONE, skipSpace, valueEnd } from './json-scan.ts';

/** The items of a list, as JSON. A value that is not a list has none. */
export function* listItems(bytes: Uint8Array): Generator<Uint8Array> {
  let at = skipSpace(bytes, 0);
  if (bytes[at] !== OPENING_BRACKET) return;
  at = skipSpace(bytes, at + 1);
  while (at < bytes.length && bytes[at] !== CLOSING_BRACKET) {
    const end = valueEnd(bytes, at);
    if (end === NONE) return;
    yield bytes.subarray(at, end);
    at = skipSpace(bytes, end);
    if (bytes[at] === COMMA) at = skipSpace(bytes, at + 1);
  }
}
