// Keeping the things of one kind that one account has: under their ids, in the order in which
// they came. Must not know what they are.
import { createHash } from 'node:crypto';

/** Something that has an id. */
interface Identified {
  readonly id: string;
}

/** The things of one kind that one account has. */
export class Shelf<T extends Identified> {
  readonly #things = new Map<string, T>();
  readonly #owner: string;
  #made = 0;

  /** @param owner the account's subdomain: no two accounts give the same id */
  constructor(owner: string) {
    this.#owner = owner;
  }

  /** `prefix` and 32 hex digits, which no other thing with that prefix has. */
  nextId(prefix: string): string {
    this.#made += 1;
    const source = `${prefix} ${this.#owner} ${this.#made}`;
    return prefix + createHash('sha256').update(source).digest('hex').slice(0, 32);
  }

  /** Keeps the thing, in its place when it is there already. */
  put(thing: T): T {
    this.#things.set(thing.id, thing);
    return thing;
  }

  get(id: string | undefined): T | undefined {
    return id === undefined ? undefined : this.#things.get(id);
  }

  /** True when it was there. */
  remove(id: string): boolean {
    return this.#things.delete(id);
  }

  /** The oldest first. */
  all(): readonly T[] {
    return [...this.#things.values()];
  }
}
