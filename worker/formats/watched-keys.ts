// Finds the keys of JSON objects that decide something, at any depth and however they are spelled: in
// another case, with escapes, or with a letter that folds to an ASCII one.

import { BACKSLASH } from './ascii.ts';
import { encode } from './bytes.ts';
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
  /** Members of the whole object in which nothing is ignored, without underscores. */
  readonly always: readonly string[];
  /** A text with more of them is not read to its end. */
  readonly most: number;
}

/** Longer ones are not watched. */
const MAX_KEY_LENGTH = 24;

const NOT_WATCHED = -1;

interface WatchedKey {
  readonly key: string;
  readonly letters: Uint8Array;
  readonly isIgnored: boolean;
}

/** Finds keys in one text after the other. */
export class KeyWatch {
  readonly #keys: WatchedKeys;
  /** By length and first letter, so that most other keys are compared with none. */
  readonly #byOutline: ReadonlyMap<number, readonly WatchedKey[]>;
  readonly #shortest: number;
  readonly #folded = new Uint8Array(MAX_KEY_LENGTH);

  constructor(keys: WatchedKeys) {
    this.#keys = keys;
    const all = [...keys.find, ...keys.ignore].map((key) => ({
      key,
      letters: encode(key),
      isIgnored: keys.ignore.includes(key),
    }));
    this.#shortest = Math.min(...all.map(({ letters }) => letters.length));
    this.#byOutline = Map.groupBy(all, ({ letters }) => outlineOf(letters.length, letters[0] ?? 0));
  }

  /** Begins a text. */
  begin(bytes: Uint8Array): KeySearch {
    const mentions: Mention[] = [];
    let member = '';
    let ignoredUntil = 0;

    const see: OnKey = (keyStart, keyEnd, depth, valueStart) => {
      if (keyStart < ignoredUntil) return true;
      const found = this.#find(bytes, keyStart + 1, keyEnd - 1);
      if (found === undefined) return true;
      const isExact = isWritten(bytes, keyStart + 1, keyEnd - 1, found.letters);
      if (found.isIgnored) {
        if (!isExact || this.#keys.always.includes(plainOf(member))) return true;
        ignoredUntil = valueEnd(bytes, valueStart);
        return ignoredUntil !== NONE;
      }
      mentions.push({ key: found.key, isExact, depth, member, valueStart });
      return mentions.length <= this.#keys.most;
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

  /** The watched key that is written between two positions. */
  #find(bytes: Uint8Array, start: number, end: number): WatchedKey | undefined {
    // However it is spelled, a key has at least a byte for each letter.
    if (end - start < this.#shortest) return undefined;
    const length = foldKey(bytes, start, end, this.#folded);
    if (length === NOT_WATCHED) return undefined;
    const candidates = this.#byOutline.get(outlineOf(length, this.#folded[0] ?? 0));
    return candidates?.find(({ letters }) => isWritten(this.#folded, 0, length, letters));
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

/** A name in lower case and without underscores, as other parsers may compare it. */
function plainOf(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
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
      // No short escape is a letter. One that is not valid becomes 0.
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

function isWritten(bytes: Uint8Array, start: number, end: number, letters: Uint8Array): boolean {
  if (end - start !== letters.length) return false;
  for (let at = start; at < end; at++) if (bytes[at] !== letters[at - start]) return false;
  return true;
}
