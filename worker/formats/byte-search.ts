/** The first occurrence at or after an index, or -1. */
type Search = (bytes: Uint8Array, from?: number) => number;

/** A search for a pattern. Boyer-Moore-Horspool: on ordinary content it steps over a whole pattern at a time. */
export function searchFor(pattern: Uint8Array): Search {
  const skip = new Uint16Array(256).fill(pattern.length);
  const last = pattern.length - 1;
  for (let index = 0; index < last; index++) skip[pattern[index] ?? 0] = last - index;
  return (bytes, from = 0) => {
    for (let at = from; at + last < bytes.length; at += skip[bytes[at + last] ?? 0] ?? 1) {
      let index = last;
      while (index >= 0 && bytes[at + index] === pattern[index]) index--;
      if (index < 0) return at;
    }
    return -1;
  };
}

/** Whether bytes contain a pattern. */
export function containing(pattern: Uint8Array): (bytes: Uint8Array) => boolean {
  const search = searchFor(pattern);
  return (bytes) => search(bytes) >= 0;
}
