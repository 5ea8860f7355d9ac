// What an account remembers from one call to the next. Each API family declares its own store with
// `perAccount`, so this file does not depend on any of them.

/** The memory of one account of one server: the key by which its stores are found. */
export interface AccountMemory {
  readonly subdomain: string;
}

/** The memories of all accounts of one server. */
export class AccountMemories {
  readonly #memories = new Map<string, AccountMemory>();

  of(subdomain: string): AccountMemory {
    const memory = this.#memories.get(subdomain) ?? { subdomain };
    this.#memories.set(subdomain, memory);
    return memory;
  }
}

/**
 * Declares a store of which each account of each server has one. It ends with its server.
 *
 * @param create makes the store, on first use
 */
export function perAccount<T>(create: (memory: AccountMemory) => T): (memory: AccountMemory) => T {
  const stores = new WeakMap<AccountMemory, T>();
  return (memory) => {
    const store = stores.get(memory) ?? create(memory);
    stores.set(memory, store);
    return store;
  };
}
