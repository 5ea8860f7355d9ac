// Named gates at which answers wait, so that tests decide when a slow answer goes on.
import { once } from 'node:events';

/** A set of gates. A gate is opened once and stays open, also when it is opened before a wait. */
export class Holds {
  readonly #gates = new Map<string, PromiseWithResolvers<undefined>>();

  /** Opens the gate. */
  release(name: string): void {
    this.#gate(name).resolve(undefined);
  }

  /** Resolves when the gate is open or the signal aborts. */
  async wait(name: string, signal: AbortSignal): Promise<void> {
    await Promise.race([this.#gate(name).promise, aborted(signal)]);
  }

  #gate(name: string): PromiseWithResolvers<undefined> {
    const gate = this.#gates.get(name) ?? Promise.withResolvers<undefined>();
    this.#gates.set(name, gate);
    return gate;
  }
}

/** Resolves when the signal aborts. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
