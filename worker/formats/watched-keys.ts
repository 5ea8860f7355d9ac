// Finds the keys of JSON objects that decide something, at any depth and however they are spelled: in
// another case, with escapes, or with a letter that folds to an ASCII one.

import { BACKSLASH } from './ascii.ts';
import { NONE, valueEnd, type OnKey } from './json-scan.ts';

/** A key that was found. */
export interface Mention {
  /** In lower case. */
  readonly key: string;
  /** It was written just so. */
  readonly isExact: boolean;
  /** 1: a member of the whole object. Lists count as well. */
  readonly depth: number;
  /** The member of the whole object that it is in, or is. */
  readonly member: string;
  /** After its colon. */
  readonly valueStart: number;
}

/** Which keys to find, in lower case. */
export interface WatchedKeys {
  readonly find: readonly string[];
  /** What is below these was made up by the caller, such as schemas, and is not looked into. */
  readonly ignore: readonly string[];
  /** Members of the whole object in which nothing is ignored. */
  readonly always: readonly string[];
  /** A text with more of them is not read to its end. */
  readonly most: number;
}

/** Longer ones are not watched. */
const MAX_KEY_LENGTH = 24;

const NOT_WATCHED = -1;

/** Finds keys in one text after the other. */
export class KeyWatch {
  readonly #keys: WatchedKeys;
  /** The lengths and first letters of the keys, so that no text is made of most others. */
  readonly #outlines: ReadonlySet<number>;
  readonly #shortest: number;
  readonly #folded = new Uint8Array(MAX_KEY_LENGTH);

  constructor(keys: WatchedKeys) {
    this.#keys = keys;
    const all = [...keys.find, ...keys.ignore];
    this.#shortest = Math.min(...all.map(({ length }) => length));
    this.#outlines = new Set(all.map((key) => outlineOf(key.length, key.charCodeAt(0))));
  }

  /** Begins a text. */
  begin(bytes: Uint8Array): KeySearch {
    const mentions: Mention[] = [];
    let member = '';
    let ignoredUntil = 0;

    const see: OnKey = (keyStart, keyEnd, depth, valueStart) => {
      if (keyStart < ignoredUntil) return true;
      // However it is spelled, a key has at least a byte for each letter, and two quotes.
      if (keyEnd - keyStart - 2 < this.#shortest) return true;
      const length = foldKey(bytes, keyStart + 1, keyEnd - 1, this.#folded);
      const outline = outlineOf(length, this.#folded[0] ?? 0);
      if (length === NOT_WATCHED || !this.#outlines.has(outline)) return true;
      const key = String.fromCharCode(...this.#folded.subarray(0, length));
      const isExact = isWritten(bytes, keyStart + 1, keyEnd - 1, this.#folded);
      const { find, ignore, always, most } = this.#keys;
      if (isExact && ignore.includes(key) && !always.includes(member)) {
        ignoredUntil = valueEnd(bytes, valueStart);
        if (ignoredUntil === NONE) return false;
      }
      if (find.includes(key)) mentions.push({ key, isExact, depth, member, valueStart });
      return mentions.length <= most;
    };

    return {
      mentions,
      onMember(key, keyStart, keyEnd, valueStart) {
        member = key;
        return see(keyStart, keyEnd, 1, valueStart);
      },
      onKey: (keyStart, keyEnd, depth, valueStart) => see(keyStart, keyEnd, depth + 1, valueStart),
    };
  }
}

/** The search in one text. */
export interface KeySearch {
  readonly mentions: readonly Mention[];
  /** Begins a member of the whole object. @returns false where there are too many keys */
  readonly onMember: (key: string, keyStart: number, keyEnd: number, valueStart: number) => boolean;
  /** Sees a key inside of the member. */
  readonly onKey: OnKey;
}

function outlineOf(length: number, first: number): number {
  return length * 256 + first;
}

/**
 * Folds a key to lower-case ASCII.
 *
 * @returns its length; NOT_WATCHED for one that is too long or has other characters
 */
function foldKey(bytes: Uint8Array, start: number, end: number, folded: Uint8Array): number {
  let length = 0;
  for (let at = start; at < end;) {
    let code = bytes[at] ?? 0;
    if (code === BACKSLASH) {
      // Of the short escapes none is a letter; one that is not an escape at all is 0 here.
      code = parseInt(String.fromCharCode(...bytes.subarray(at + 2, at + 6)), 16) || 0;
      at += 6;
    } else if (code < 0x80) {
      at++;
    } else {
      const isPair = code < 0xe0;
      code = isPair
        ? ((code & 0x1f) << 6) | ((bytes[at + 1] ?? 0) & 0x3f)
        : ((code & 0x0f) << 12) |
          (((bytes[at + 1] ?? 0) & 0x3f) << 6) |
          ((bytes[at + 2] ?? 0) & 0x3f);
      at += isPair ? 2 : 3;
    }
    const letter = foldLetter(code);
    if (letter === NOT_WATCHED || length === MAX_KEY_LENGTH) return NOT_WATCHED;
    folded[length++] = letter;
  }
  return length;
}

/** https://www.unicode.org/Public/UCD/latest/ucd/CaseFolding.txt, and the dotless i, which becomes an I. */
function foldLetter(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code + 0x20;
  if (code < 0x80) return code;
  if (code === 0x17f) return 0x73;
  if (code === 0x212a) return 0x6b;
  return code === 0x131 || code === 0x130 ? 0x69 : NOT_WATCHED;
}

function isWritten(bytes: Uint8Array, start: number, end: number, folded: Uint8Array): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== folded[at - start]) return false;
  return true;
}
