// Guesses which known word a mistyped one was meant to be. A guess is shown in a message, never used.

/** The distance of words of which one contains the other: a little more than one letter. */
const CONTAINED = 1.1;

/**
 * The candidate nearest to `word`, or undefined when none is near. Near means: ignoring case and
 * separators, at most a third of the letters differ (one letter of two or three), or one word contains
 * the other.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = fold(word);
  if (typed === '') return undefined;
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const known = fold(candidate);
    const contained = typed.length > 3 && (known.includes(typed) || typed.includes(known));
    const distance = Math.min(editDistance(typed, known), contained ? CONTAINED : Infinity);
    if (
      distance < bestDistance &&
      distance < known.length &&
      distance <= Math.max(CONTAINED, known.length / 3)
    ) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * The candidate that `word` spells wrongly: the same digits, and at most two other letters, one in a short
 * word. Stricter than `nearest`, because a new model or location must not be taken for a slip of an old one.
 */
export function misspelled(word: string, candidates: readonly string[]): string | undefined {
  const typed = fold(word);
  const limit = typed.length < 9 ? 1 : 2;
  const same = digits(typed);
  const distances = candidates.flatMap((candidate) => {
    const known = fold(candidate);
    // Both tests are cheap, and leave few of hundreds of candidates for the distance.
    if (Math.abs(known.length - typed.length) > limit || digits(known) !== same) return [];
    const distance = editDistance(typed, known, limit);
    return distance > limit ? [] : [{ candidate, distance }];
  });
  return distances.toSorted((a, b) => a.distance - b.distance)[0]?.candidate;
}

function digits(word: string): string {
  return word.replaceAll(/\D/g, '');
}

function fold(word: string): string {
  // No known word is longer, and the cost of the distance is the product of both lengths.
  return word
    .slice(0, 64)
    .toLowerCase()
    .replaceAll(/[-_. ]/g, '');
}

/**
 * Letters to add, drop, replace or swap with their neighbour:
 * https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance#Optimal_string_alignment_distance
 *
 * @param most of more letters the exact number does not matter; the fewer, the cheaper
 */
function editDistance(from: string, to: string, most = Infinity): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 0; i < from.length; i++) {
    const next = new Array<number>(to.length + 1).fill(Infinity);
    next[0] = i + 1;
    let least = i + 1;
    // A cell farther from the diagonal needs more letters than `most`.
    const end = Math.min(to.length, i + most + 1);
    for (let j = Math.max(0, i - most); j < end; j++) {
      const swapped = i > 0 && j > 0 && from[i] === to[j - 1] && from[i - 1] === to[j];
      const distance = Math.min(
        at(row, j) + (from[i] === to[j] ? 0 : 1),
        at(row, j + 1) + 1,
        at(next, j) + 1,
        swapped ? at(before, j - 1) + 1 : Infinity,
      );
      next[j + 1] = distance;
      least = Math.min(least, distance);
    }
    // A swap reaches over one row, and costs one letter.
    if (least > most + 1) return Infinity;
    [before, row] = [row, next];
  }
  return at(row, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
