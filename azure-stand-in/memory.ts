// What accounts remember from one call to the next. Each kind of thing is declared by the file
// that owns the kind, with `perAccount`, so that this one knows none of them.

/** Stands for the memory of one account of one server: a key, by which things are found. */
export interface AccountMemory {
  readonly subdomain: string;
}

/** The memories of all accounts of one server. */
export class Memories {
  readonly #memories = new Map<string, AccountMemory>();

  of(subdomain: string): AccountMemory {
    const memory = this.#memories.get(subdomain) ?? { subdomain };
    this.#memories.set(subdomain, memory);
    return memory;
  }
}

/**
 * Declares a kind of thing that each account of each server has one of, such as a book of its files.
 * It ends with its server.
 *
 * @param create makes the thing, on first use
 */
export function perAccount<T>(create: (memory: AccountMemory) => T): (memory: AccountMemory) => T {
  const kept = new WeakMap<AccountMemory, T>();
  return (memory) => {
    const thing = kept.get(memory) ?? create(memory);
    kept.set(memory, thing);
    return thing;
  };
}
