// Numbers that are spread more evenly than random ones, so that few requests already divide as the
// weights say.

/** The fraction of the golden ratio, whose multiples keep the greatest distance from each other. */
const STEP = (Math.sqrt(5) - 1) / 2;

/**
 * An endless sequence in [0, 1). Of n numbers, about n · w lie in any interval of width w.
 * https://en.wikipedia.org/wiki/Low-discrepancy_sequence#Additive_recurrence
 *
 * @param start where it begins, in [0, 1); a random one keeps isolates that start together from
 *   choosing the same accounts in the same order
 */
export function evenNumbers(start: number): () => number {
  let position = start;
  return () => {
    position = (position + STEP) % 1;
    return position;
  };
}
