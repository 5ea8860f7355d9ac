// Random numbers that a seed repeats.

/** Chances and choices of one request: the same for the same seed and index. */
export class Dice {
  #state: number;

  constructor(seed: number, index: number) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  }

  /** In [0, 1). Mulberry32: https://github.com/bryc/code/blob/master/jshash/PRNGs.md */
  draw(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to `bound`, which is not among them. */
  below(bound: number): number {
    return Math.floor(this.draw() * bound);
  }

  chance(share: number): boolean {
    return this.draw() < share;
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.below(from.length)] ?? from[0];
  }

  /** One of what the entries make, by their weights. */
  weighted<T>(...entries: readonly [weight: number, make: () => T][]): T {
    let left = this.draw() * entries.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, make] of entries) {
      left -= weight;
      if (left < 0) return make();
    }
    throw new RangeError('weighted() needs an entry with a weight');
  }

  /** That many of them, with repetitions. */
  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}
