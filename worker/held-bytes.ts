// How many bytes the requests of one isolate hold at the moment. They share its 128 MB:
// https://developers.cloudflare.com/workers/platform/limits/

import { MAX_HELD_IN_ALL, MAX_HELD_BY_LARGE, SMALL_HOLDING } from './contract/limits.ts';
import type { Hold } from './formats/bytes.ts';

/** The bytes that all requests of an isolate hold. */
export class HeldBytes {
  #total = 0;

  /** In bytes. */
  get total(): number {
    return this.#total;
  }

  /** Counts more, if there is room. */
  add(bytes: number, limit: number): boolean {
    if (this.#total + bytes > limit) return false;
    this.#total += bytes;
    return true;
  }

  remove(bytes: number): void {
    this.#total -= bytes;
  }
}

/** What one request holds. */
export class Holding {
  readonly #all: HeldBytes;
  #bytes = 0;

  constructor(all: HeldBytes) {
    this.#all = all;
  }

  /**
   * Counts that many bytes more.
   *
   * @returns false where there is no room for them: then they must not be held. Requests that hold little
   *   always find some room that large ones cannot take.
   */
  readonly add: Hold = (bytes) => {
    const isSmall = this.#bytes + bytes <= SMALL_HOLDING;
    if (!this.#all.add(bytes, isSmall ? MAX_HELD_IN_ALL : MAX_HELD_BY_LARGE)) return false;
    this.#bytes += bytes;
    return true;
  };

  /** Counts that many bytes less. */
  remove(bytes: number): void {
    this.#bytes -= bytes;
    this.#all.remove(bytes);
  }

  /** Nothing is held any more. */
  end(): void {
    this.remove(this.#bytes);
  }
}
