// Reading the top level of a JSON object, as bytes. A value is parsed only when it is asked for, and only
// if it is short: a value that decides something always is.

import {
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COLON,
  COMMA,
  END,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
  SMALL_N,
} from './ascii.ts';
import { decodeStrictly } from './bytes.ts';
import { JsonScanner } from './json-scanner.ts';
import { parseJson } from './json.ts';
import type { KeyWatch, Mention } from './watched-keys.ts';

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

/** A longer value is not parsed: tiny values take a hundred times their size in memory. */
const MAX_VALUE_BYTES = 64 * 1024;

export interface ReadOptions {
  /** Members that it may have; by default any number. */
  readonly most?: number;
  /** Which keys to find. */
  readonly watch?: KeyWatch;
}

/** Reads an object; undefined where the bytes are not one in UTF-8. */
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
  search: ReturnType<KeyWatch['begin']> | undefined,
): readonly Member[] | undefined {
  const scanner = new JsonScanner(bytes, byteOrderMarkLength(bytes));
  const members: Member[] = [];
  if (scanner.skipSpace() !== OPENING_BRACE) return undefined;
  scanner.at++;
  for (;;) {
    const start = scanner.at;
    const opening = scanner.skipSpace();
    if (opening === CLOSING_BRACE && members.length === 0) break;
    const keyStart = scanner.at;
    if (opening !== QUOTE || !scanner.skipString()) return undefined;
    const keyEnd = scanner.at;
    const key = parse(bytes.subarray(keyStart, keyEnd));
    if (typeof key !== 'string' || scanner.skipSpace() !== COLON) return undefined;
    scanner.at++;
    scanner.skipSpace();
    const valueStart = scanner.at;
    search?.onMember(key, keyStart, keyEnd, valueStart);
    if (!scanner.skipValue(search?.onKey)) return undefined;
    const valueEnd = scanner.at;
    const closing = scanner.skipSpace();
    const end = closing === COMMA ? scanner.at : valueEnd;
    members.push({ key, start, keyStart, keyEnd, valueStart, valueEnd, end });
    if (closing === CLOSING_BRACE) break;
    if (closing !== COMMA || members.length === most) return undefined;
    scanner.at++;
  }
  scanner.at++;
  return scanner.skipSpace() === END ? members : undefined;
}

/** A value inside a text, as far as it can be told without parsing it. */
export type ValueSketch =
  | { readonly kind: 'text'; readonly text: string | undefined }
  | { readonly kind: 'object' | 'list'; readonly isEmpty: boolean }
  | { readonly kind: 'null' | 'other' };

/** Describes the value that begins at a position, or after white space. The text of a long one is undefined. */
export function sketchValue(bytes: Uint8Array, at: number): ValueSketch {
  const scanner = new JsonScanner(bytes, at);
  const first = scanner.skipSpace();
  const start = scanner.at;
  if (first === QUOTE) {
    scanner.skipString();
    const isShort = scanner.at - start <= MAX_VALUE_BYTES;
    const text = isShort ? parse(bytes.subarray(start, scanner.at)) : undefined;
    return { kind: 'text', text: typeof text === 'string' ? text : undefined };
  }
  if (first !== OPENING_BRACE && first !== OPENING_BRACKET) {
    return { kind: first === SMALL_N ? 'null' : 'other' };
  }
  scanner.at++;
  const next = scanner.skipSpace();
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
