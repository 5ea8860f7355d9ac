import { DRAIN_MS, MAX_DRAINED_BODY_BYTES, MAX_DRAINS } from '../contract/limits.ts';
import { discardUpTo } from '../formats/read-stream.ts';
import type { SharedTimer } from '../shared-timer.ts';
import { declaredLength } from './read-body.ts';

/** The drains of one isolate. */
export class Drains {
  #running = 0;

  /**
   * Reads a short body to its end and drops it. A client whose connection ends while it still writes
   * would not see the refusal. Of many bodies at once only some are read. Never rejects.
   */
  async drain(request: Request, timer: SharedTimer): Promise<void> {
    const body: ReadableStream<Uint8Array> | null = request.body;
    const isLong = declaredLength(request) > MAX_DRAINED_BODY_BYTES;
    if (request.bodyUsed || body === null || isLong || this.#running === MAX_DRAINS) return;
    this.#running += 1;
    const done = discardUpTo(body, MAX_DRAINED_BODY_BYTES).catch(() => undefined);
    await timer.waitFor(DRAIN_MS, done);
    // Not when it is done: nothing runs for a request that has been answered.
    this.#running -= 1;
  }
}
