// The waits of one request. They share one timer, since starting and stopping a timer costs as much
// as a step of the gateway.

type TimerHandle = ReturnType<typeof setTimeout>;

interface Wait {
  readonly ms: number;
  /** By the clock, in ms. */
  readonly dueAt: number;
  readonly giveUp: () => void;
}

/** A timer for everything that one request waits for, one thing after another. */
export class SharedTimer {
  readonly #now: () => number;
  #handle: TimerHandle | undefined;
  /** By the clock, in ms; Infinity: it is not running. */
  #firesAt = Infinity;
  #wait: Wait | undefined;
  #isStopped = false;

  /** @param now milliseconds, of any clock */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * The value of a promise; undefined if it has none after so many ms, or the timer is stopped.
   *
   * @throws Error where another wait is under way: that is a bug
   */
  async waitFor<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
    if (this.#isStopped) {
      // A late rejection is not an error of the Worker's.
      promise.catch(() => undefined);
      return undefined;
    }
    if (this.#wait !== undefined) {
      promise.catch(() => undefined);
      throw new Error('two waits at once');
    }
    const { promise: late, resolve } = Promise.withResolvers<undefined>();
    const giveUp = () => {
      resolve(undefined);
    };
    const dueAt = this.#now() + ms;
    this.#wait = { ms, dueAt, giveUp };
    // If the timer already runs and fires earlier, #fire restarts it.
    if (dueAt < this.#firesAt) this.#start(ms);
    try {
      return await Promise.race([promise, late]);
    } finally {
      this.#wait = undefined;
    }
  }

  /** Ends the wait under way and all later ones. */
  stop(): void {
    this.#isStopped = true;
    this.#disarm();
    this.#wait?.giveUp();
  }

  #disarm(): void {
    if (this.#handle !== undefined) clearTimeout(this.#handle);
  }

  #start(ms: number): void {
    this.#disarm();
    this.#firesAt = this.#now() + ms;
    this.#handle = setTimeout(() => {
      this.#fire();
    }, ms);
  }

  /** The timer may have been started for an earlier, shorter wait. */
  #fire(): void {
    this.#firesAt = Infinity;
    if (this.#wait === undefined) return;
    const { ms, dueAt, giveUp } = this.#wait;
    const leftMs = dueAt - this.#now();
    // Never more than the whole wait: the clock may have been set back.
    if (leftMs > 0) this.#start(Math.min(leftMs, ms));
    else giveUp();
  }
}
