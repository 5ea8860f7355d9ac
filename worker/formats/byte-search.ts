/** The first occurrence at or after an index, or -1. */
type Search = (bytes: Uint8Array, from?: number) => number;

/**
 * A search for a pattern. Boyer-Moore-Horspool: on ordinary content it steps over a whole pattern at a time.
 * On content that is made to be compared again and again, Knuth-Morris-Pratt takes over, so that the time is
 * linear in any case.
 */
export function searchFor(pattern: Uint8Array): Search {
  const skip = new Uint16Array(256).fill(pattern.length);
  const last = pattern.length - 1;
  for (let index = 0; index < last; index++) skip[pattern[index] ?? 0] = last - index;
  return (bytes, from = 0) => {
    // Fewer comparisons than bytes are ordinary.
    let left = bytes.length - from + pattern.length;
    for (let at = from; at + last < bytes.length; at += skip[bytes[at + last] ?? 0] ?? 1) {
      let index = last;
      while (index >= 0 && bytes[at + index] === pattern[index]) index--;
      if (index < 0) return at;
      left -= last - index + 1;
      if (left < 0) return searchLinearly(pattern, bytes, at);
    }
    return -1;
  };
}

/** Whether bytes contain a pattern. */
export function containing(pattern: Uint8Array): (bytes: Uint8Array) => boolean {
  const search = searchFor(pattern);
  return (bytes) => search(bytes) >= 0;
}

/** https://en.wikipedia.org/wiki/Knuth–Morris–Pratt_algorithm */
function searchLinearly(pattern: Uint8Array, bytes: Uint8Array, from: number): number {
  const borders = bordersOf(pattern);
  const [first] = pattern;
  let matched = 0;
  for (let at = from; at < bytes.length; at++) {
    if (matched === 0 && bytes[at] !== first) continue;
    matched = extended(pattern, borders, matched, bytes[at]);
    if (matched === pattern.length) return at - pattern.length + 1;
  }
  return -1;
}

/** Of each beginning of the pattern, the length of the longest shorter one that it ends with. */
function bordersOf(pattern: Uint8Array): Uint16Array {
  const borders = new Uint16Array(pattern.length + 1);
  for (let end = 1; end < pattern.length; end++) {
    borders[end + 1] = extended(pattern, borders, borders[end] ?? 0, pattern[end]);
  }
  return borders;
}

/** How much of the pattern the bytes end with, after one more. */
function extended(
  pattern: Uint8Array,
  borders: Uint16Array,
  matched: number,
  byte: number | undefined,
): number {
  let length = matched;
  while (length > 0 && pattern[length] !== byte) length = borders[length] ?? 0;
  return pattern[length] === byte ? length + 1 : 0;
}
