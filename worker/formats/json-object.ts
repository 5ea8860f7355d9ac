// Reading only the top level of a JSON object. A long value, such as a prompt, an image or a list of
// tokens, is skipped and not parsed: Azure reports whether it is valid.

import {
  BACKSLASH,
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COLON,
  COMMA,
  CR,
  END,
  LF,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
  SPACE,
  TAB,
} from './ascii.ts';
import { parseJson } from './json.ts';
import type { TextPieces } from './text-pieces.ts';

/** Where a top-level member is. All positions are in characters of the text. */
export interface Member {
  readonly key: string;
  /** After the brace or the comma before it. */
  readonly start: number;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  /** After the comma that follows it; for the last member the end of its value. */
  readonly end: number;
  /** undefined: it is long, and was not parsed. */
  readonly value: unknown;
}

/** A JSON object that was read. Of a repeated key the last one counts, as in `JSON.parse`. */
export interface JsonText {
  readonly members: readonly Member[];
  readonly has: (key: string) => boolean;
  /** A member's value; undefined where there is none, or a long one is not valid JSON. */
  readonly get: (key: string) => unknown;
  /** The text of a member's value. */
  readonly valueText: (key: string) => string | undefined;
  readonly whole: () => string;
}

/** In characters. A longer value is parsed only when it is needed. */
const SHORT_VALUE = 1024;

/**
 * Reads an object; undefined where the text is not one.
 *
 * @param most members that it may have; by default any number
 * @throws where the bytes of the text are not UTF-8
 */
export function readObject({ next, whole }: TextPieces, most?: number): JsonText | undefined {
  const members = readMembers(next, whole, most);
  if (!members) return undefined;
  const find = (key: string) => members.findLast((member) => member.key === key);
  const textOf = ({ valueStart, valueEnd }: Member) => whole().slice(valueStart, valueEnd);
  return {
    members,
    has: (key) => find(key) !== undefined,
    get(key) {
      const member = find(key);
      return member && (member.value === undefined ? parseJson(textOf(member)) : member.value);
    },
    valueText(key) {
      const member = find(key);
      return member && textOf(member);
    },
    whole,
  };
}

function readMembers(
  next: TextPieces['next'],
  whole: TextPieces['whole'],
  most: number | undefined,
): readonly Member[] | undefined {
  let piece = next() ?? '';
  /** Where the piece begins, in the text. */
  let base = 0;
  /** The cursor, in the piece. */
  let at = 0;

  const members: Member[] = [];
  if (skipSpace() !== OPENING_BRACE) return undefined;
  at++;
  for (;;) {
    const start = place();
    const opening = skipSpace();
    if (opening === CLOSING_BRACE && members.length === 0) break;
    const keyStart = place();
    if (opening !== QUOTE || !skipString()) return undefined;
    const keyEnd = place();
    const key = parseJson(textFrom(keyStart));
    if (typeof key !== 'string' || skipSpace() !== COLON) return undefined;
    at++;
    const first = skipSpace();
    const valueStart = place();
    if (!skipValue(first)) return undefined;
    const valueEnd = place();
    const isShort = valueEnd - valueStart <= SHORT_VALUE;
    const value = isShort ? parseJson(textFrom(valueStart)) : undefined;
    if (isShort && value === undefined) return undefined;
    const closing = skipSpace();
    const end = closing === COMMA ? place() : valueEnd;
    members.push({ key, start, keyStart, keyEnd, valueStart, valueEnd, end, value });
    if (closing === CLOSING_BRACE) break;
    if (closing !== COMMA || members.length === most) return undefined;
    at++;
  }
  at++;
  return skipSpace() === END ? members : undefined;

  /** The cursor, in the text. */
  function place(): number {
    return base + at;
  }

  /** The text from a position to the cursor. */
  function textFrom(start: number): string {
    return start >= base ? piece.slice(start - base, at) : whole().slice(start, place());
  }

  /** The code at the cursor; END after the last character. */
  function peek(): number {
    while (at === piece.length) {
      const following = next();
      if (following === undefined) return END;
      base += at;
      at = 0;
      piece = following;
    }
    return piece.charCodeAt(at);
  }

  /** Moves past white space. @returns the code there */
  function skipSpace(): number {
    for (;;) {
      const code = peek();
      if (code !== SPACE && code !== LF && code !== CR && code !== TAB) return code;
      at++;
    }
  }

  /** Moves past the string that begins at the cursor; false where it does not end. */
  function skipString(): boolean {
    at++;
    let isEscaped = false;
    while (peek() !== END) {
      if (isEscaped) at++;
      const quote = piece.indexOf('"', at);
      const to = quote === -1 ? piece.length : quote;
      let from = to;
      while (from > at && piece.charCodeAt(from - 1) === BACKSLASH) from--;
      isEscaped = (to - from) % 2 === 1;
      at = to;
      if (quote !== -1 && !isEscaped) {
        at++;
        return true;
      }
    }
    return false;
  }

  /** Moves past the value that begins at the cursor. Iterative: depth costs no stack. */
  function skipValue(first: number): boolean {
    if (first === QUOTE) return skipString();
    if (first !== OPENING_BRACE && first !== OPENING_BRACKET) {
      while (!endsScalar(peek())) at++;
      return true;
    }
    let depth = 0;
    for (;;) {
      const code = peek();
      if (code === QUOTE) {
        if (!skipString()) return false;
        continue;
      }
      if (code === END) return false;
      at++;
      if (code === OPENING_BRACE || code === OPENING_BRACKET) depth++;
      else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) depth--;
      if (depth === 0) return true;
    }
  }
}

function endsScalar(code: number): boolean {
  return code === COMMA || code === CLOSING_BRACE || code <= SPACE;
}
