// Reading the top level of a JSON object, as bytes. A value is parsed only when it is asked for, and only
// if it is short: a value that decides something always is.

import {
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COLON,
  COMMA,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
  SMALL_N,
} from './ascii.ts';
import { decodeStrictly } from './bytes.ts';
import { NONE, skipSpace, stringEnd, valueEnd } from './json-scan.ts';
import { parseJson } from './json.ts';
import type { KeySearch, KeyWatch, Mention } from './watched-keys.ts';

/** Where a top-level member is. All positions are in bytes. */
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
}

/** A JSON object that was read. Of a repeated key the last one counts, as in `JSON.parse`. */
export interface JsonText {
  readonly bytes: Uint8Array;
  readonly members: readonly Member[];
  /** The watched keys, at any depth. */
  readonly mentions: readonly Mention[];
  readonly has: (key: string) => boolean;
  /** A member's value; undefined where there is none, or one that is longer than MAX_VALUE_BYTES. */
  readonly get: (key: string) => unknown;
  /** The JSON of a member's value. */
  readonly valueOf: (key: string) => Uint8Array | undefined;
}

/** A longer value is not parsed: tiny values take some thirty times their size in memory. */
const MAX_VALUE_BYTES = 64 * 1024;

export interface ReadOptions {
  /** Members that it may have; by default any number. */
  readonly most?: number;
  /** Which keys to find. */
  readonly watch?: KeyWatch;
}

/**
 * Reads an object; undefined where the bytes are not one, or have more members or keys than they may. What is
 * inside of strings is not checked.
 */
export function readObject(bytes: Uint8Array, options: ReadOptions = {}): JsonText | undefined {
  const search = options.watch?.begin(bytes);
  const members = readMembers(bytes, options.most, search);
  if (members === undefined) return undefined;
  const find = (key: string) => members.findLast((member) => member.key === key);
  const valueOf = (key: string) => {
    const member = find(key);
    return member && bytes.subarray(member.valueStart, member.valueEnd);
  };
  return {
    bytes,
    members,
    mentions: search?.mentions ?? [],
    has: (key) => find(key) !== undefined,
    get(key) {
      const value = valueOf(key);
      return value === undefined || value.length > MAX_VALUE_BYTES ? undefined : parse(value);
    },
    valueOf,
  };
}

function readMembers(
  bytes: Uint8Array,
  most: number | undefined,
  search: KeySearch | undefined,
): readonly Member[] | undefined {
  const members: Member[] = [];
  let at = skipSpace(bytes, byteOrderMarkLength(bytes));
  if (bytes[at] !== OPENING_BRACE) return undefined;
  for (;;) {
    const start = at + 1;
    const keyStart = skipSpace(bytes, start);
    if (bytes[keyStart] === CLOSING_BRACE && members.length === 0) {
      at = keyStart;
      break;
    }
    const keyEnd = bytes[keyStart] === QUOTE ? stringEnd(bytes, keyStart) : NONE;
    if (keyEnd === NONE) return undefined;
    const key = parse(bytes.subarray(keyStart, keyEnd));
    const colon = skipSpace(bytes, keyEnd);
    if (typeof key !== 'string' || bytes[colon] !== COLON) return undefined;
    const valueStart = skipSpace(bytes, colon + 1);
    if (search?.onMember(key, keyStart, keyEnd, valueStart) === false) return undefined;
    const end = valueEnd(bytes, valueStart, search?.onKey);
    if (end === NONE) return undefined;
    at = skipSpace(bytes, end);
    const isLast = bytes[at] !== COMMA;
    const ends = { valueEnd: end, end: isLast ? end : at };
    members.push({ key, start, keyStart, keyEnd, valueStart, ...ends });
    if (isLast) break;
    if (members.length === most) return undefined;
  }
  if (bytes[at] !== CLOSING_BRACE) return undefined;
  return skipSpace(bytes, at + 1) === bytes.length ? members : undefined;
}

/** A value inside a text, as far as it can be told without parsing it. */
export type ValueSketch =
  | { readonly kind: 'text'; readonly text: string | undefined }
  | { readonly kind: 'object' | 'list'; readonly isEmpty: boolean }
  | { readonly kind: 'null' | 'other' };

/** Describes the value that begins at a position, or after white space. The text of a long one is undefined. */
export function sketchValue(bytes: Uint8Array, at: number): ValueSketch {
  const start = skipSpace(bytes, at);
  const first = bytes[start];
  if (first === QUOTE) {
    const end = stringEnd(bytes, start);
    const isShort = end - start <= MAX_VALUE_BYTES;
    const text = isShort ? parse(bytes.subarray(start, end)) : undefined;
    return { kind: 'text', text: typeof text === 'string' ? text : undefined };
  }
  if (first !== OPENING_BRACE && first !== OPENING_BRACKET) {
    return { kind: first === SMALL_N ? 'null' : 'other' };
  }
  const next = bytes[skipSpace(bytes, start + 1)];
  const isEmpty = next === CLOSING_BRACE || next === CLOSING_BRACKET;
  return { kind: first === OPENING_BRACE ? 'object' : 'list', isEmpty };
}

/** The value of JSON text; undefined where it is not JSON in UTF-8. */
function parse(bytes: Uint8Array): unknown {
  try {
    return parseJson(decodeStrictly(bytes));
  } catch {
    return undefined;
  }
}

function byteOrderMarkLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
