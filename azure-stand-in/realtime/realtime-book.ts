// What an account remembers of realtime: how many sessions there were, and open WebRTC calls.
import { perAccount } from '../operation/account-memory.ts';

/** The sessions and calls of one account. */
class RealtimeBook {
  readonly #owner: string;
  readonly #calls = new Map<string, string>();
  #made = 0;

  /** @param owner the account's subdomain: no two accounts give the same id */
  constructor(owner: string) {
    this.#owner = owner;
  }

  /** A text that no other session or call gets, for ids. */
  nextSource(): string {
    this.#made += 1;
    return `realtime ${this.#owner} ${this.#made}`;
  }

  /** The deployment of a call. */
  findCall(id: string): string | undefined {
    return this.#calls.get(id);
  }

  /** In the place of what was kept of it before. */
  keepCall(id: string, deployment: string): void {
    this.#calls.set(id, deployment);
  }
}

/** The book of one account. */
export const realtimeOf = perAccount(({ subdomain }) => new RealtimeBook(subdomain));
