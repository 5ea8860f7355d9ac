// The responses an account keeps, which one with `store: false` is not among. Kept in memory, so
// they end with the server.
import { perAccount } from '../memory.ts';
import type { Item } from './item.ts';

/** One response, with what a later one needs to continue from it. */
export interface KeptResponse {
  readonly id: string;
  readonly body: object;
  /** What `input_items` lists. */
  readonly inputItems: readonly Item[];
  /** The whole conversation so far, its output included. */
  readonly context: readonly Item[];
  /** Of a response in the background that nobody has looked at: what it will be. */
  readonly pending?: object;
}

/** The responses of one account. */
export class ResponseBook {
  readonly #kept = new Map<string, KeptResponse>();
  readonly #owner: string;
  #made = 0;

  /** @param owner the account's subdomain: no two accounts give the same id */
  constructor(owner: string) {
    this.#owner = owner;
  }

  /** A text that no other call gets, for ids. */
  nextSource(): string {
    this.#made += 1;
    return `response ${this.#owner} ${this.#made}`;
  }

  find(id: string): KeptResponse | undefined {
    return this.#kept.get(id);
  }

  keep(response: KeptResponse): void {
    this.#kept.set(response.id, response);
  }

  /** True when there was one. */
  remove(id: string): boolean {
    return this.#kept.delete(id);
  }

  /** An item of any response, for `item_reference`. */
  findItem(id: string): Item | undefined {
    for (const { context } of this.#kept.values()) {
      const found = context.find((item) => item.id === id);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** The book of one account. */
export const responsesOf = perAccount(({ subdomain }) => new ResponseBook(subdomain));
