// Numbers that are spread more evenly than random ones, so that few requests already divide
// as the weights say.

/** The golden ratio's fraction, whose multiples keep the greatest distance from each other. */
const STEP = 0.618_033_988_75;

/**
 * An endless sequence in [0, 1): of n numbers n · w lie in any interval of width w, but for a few.
 * https://en.wikipedia.org/wiki/Low-discrepancy_sequence#Additive_recurrence
 *
 * @param position where it begins, in [0, 1); a random one keeps isolates that start together from
 *   going in step
 */
export function evenNumbers(position: number): () => number {
  return () => (position = (position + STEP) % 1);
}
