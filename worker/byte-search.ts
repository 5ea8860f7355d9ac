// Owns: finding a pattern in bytes.

/** The first occurrence at or after an index, or -1. */
type Search = (bytes: Uint8Array, from?: number) => number;

/** Boyer-Moore-Horspool: on ordinary content it steps over a whole pattern at a time. */
export function searchFor(pattern: Uint8Array): Search {
  const skip = new Uint16Array(256).fill(pattern.length);
  const last = pattern.length - 1;
  for (let index = 0; index < last; index++) skip[pattern[index] ?? 0] = last - index;
  return (bytes, from = 0) => {
    let at = from;
    while (at + last < bytes.length) {
      const tail = bytes[at + last] ?? 0;
      if (tail === pattern[last]) {
        let index = last - 1;
        while (index >= 0 && bytes[at + index] === pattern[index]) index--;
        if (index < 0) return at;
      }
      at += skip[tail] ?? 1;
    }
    return -1;
  };
}
