// The two keys of each account.
import { createHash } from 'node:crypto';

/** Account id in lower case -> how often each of its keys was regenerated. */
export type Regenerated = Readonly<Record<string, readonly [number, number]>>;

export class AccountKeys {
  readonly #regenerated: Map<string, readonly [number, number]>;

  constructor(regenerated: Regenerated = {}) {
    this.#regenerated = new Map(Object.entries(regenerated));
  }

  get state(): Regenerated {
    return Object.fromEntries(this.#regenerated);
  }

  of(accountId: string): readonly [string, string] {
    const [first, second] = this.#regenerated.get(accountId.toLowerCase()) ?? [0, 0];
    const key = (index: number, count: number) =>
      createHash('sha512')
        .update(`${accountId.toLowerCase()} ${index} ${count}`)
        .digest('hex')
        .slice(0, 84);
    return [key(1, first), key(2, second)];
  }

  regenerate(accountId: string, index: 1 | 2): void {
    const [first, second] = this.#regenerated.get(accountId.toLowerCase()) ?? [0, 0];
    const counts = index === 1 ? ([first + 1, second] as const) : ([first, second + 1] as const);
    this.#regenerated.set(accountId.toLowerCase(), counts);
  }
}
