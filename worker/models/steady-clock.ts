/**
 * A clock that does not go back: where the given one is set back, time stands still for that moment and
 * goes on from there.
 *
 * @param now milliseconds, of any clock
 */
export function steadyClock(now: () => number): () => number {
  let last = -Infinity;
  let offset = 0;
  return () => {
    const time = now() + offset;
    if (time >= last) {
      last = time;
      return time;
    }
    offset += last - time;
    return last;
  };
}
