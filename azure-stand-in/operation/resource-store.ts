import { createHash } from 'node:crypto';

/** Something that has an id. */
interface Identified {
  readonly id: string;
}

/** The items of one kind that one account has: by id, in the order in which they came. */
export class ResourceStore<T extends Identified> {
  readonly #items = new Map<string, T>();
  readonly #name: string;
  #made = 0;

  /**
   * @param kind what the items are, such as `response`
   * @param owner the account's subdomain
   */
  constructor(kind: string, owner: string) {
    this.#name = `${kind} ${owner}`;
  }

  /** A text to make ids from. No other call, store or account gets the same. */
  nextSource(): string {
    this.#made += 1;
    return `${this.#name} ${this.#made}`;
  }

  /** `prefix` and 32 hex digits, different for each call. */
  nextId(prefix: string): string {
    const source = `${prefix} ${this.nextSource()}`;
    return prefix + createHash('sha256').update(source).digest('hex').slice(0, 32);
  }

  /** Keeps the item. One that is there already keeps its place. */
  put(item: T): T {
    this.#items.set(item.id, item);
    return item;
  }

  get(id: string | undefined): T | undefined {
    return id === undefined ? undefined : this.#items.get(id);
  }

  /** True when it was there. */
  remove(id: string): boolean {
    return this.#items.delete(id);
  }

  /** The oldest first. */
  all(): readonly T[] {
    return [...this.#items.values()];
  }
}
