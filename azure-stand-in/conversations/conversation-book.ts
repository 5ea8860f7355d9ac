// The conversations an account keeps.
import { perAccount } from '../operation/account-memory.ts';
import type { Item } from '../responses/item.ts';

/** One conversation, the oldest item first. */
export interface Conversation {
  readonly id: string;
  readonly createdS: number;
  readonly metadata: unknown;
  readonly items: readonly Item[];
}

/** The conversations of one account. */
class ConversationBook {
  readonly #kept = new Map<string, Conversation>();
  readonly #owner: string;
  #made = 0;

  /** @param owner the account's subdomain: no two accounts give the same id */
  constructor(owner: string) {
    this.#owner = owner;
  }

  /** A text that no other call gets, for ids. */
  nextSource(): string {
    this.#made += 1;
    return `conversation ${this.#owner} ${this.#made}`;
  }

  find(id: string): Conversation | undefined {
    return this.#kept.get(id);
  }

  keep(conversation: Conversation): void {
    this.#kept.set(conversation.id, conversation);
  }

  remove(id: string): void {
    this.#kept.delete(id);
  }
}

/** The book of one account. */
export const conversationsOf = perAccount(({ subdomain }) => new ConversationBook(subdomain));
