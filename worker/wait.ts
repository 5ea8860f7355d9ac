// How long a request waits for somebody. All its waits share one timer, since to start and stop
// one costs as much as a step of the gateway.

export interface Patience {
  /**
   * What a promise gives; undefined where it gives nothing in time, or all waiting ended meanwhile.
   * One thing is waited for at a time.
   */
  readonly wait: <T>(ms: number, promise: Promise<T>) => Promise<T | undefined>;
  /** Nothing is waited for any more. */
  readonly end: () => void;
}

/**
 * Patience of one request.
 *
 * @param now milliseconds, of whatever clock
 */
export function patience(now: () => number): Patience {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let firesAt = Infinity;
  let dueAt = Infinity;
  let giveUp: (() => void) | undefined;
  let isOver = false;
  const disarm = () => {
    if (timer) clearTimeout(timer);
  };
  const arm = () => {
    disarm();
    firesAt = dueAt;
    timer = setTimeout(fire, dueAt - now());
  };
  // Set for what was waited for before, it may be early for what is waited for now.
  const fire = () => {
    firesAt = Infinity;
    if (dueAt <= now()) giveUp?.();
    else if (dueAt < Infinity) arm();
  };
  return {
    async wait(ms, promise) {
      if (isOver) return undefined;
      const { promise: late, resolve } = Promise.withResolvers<undefined>();
      giveUp = () => {
        resolve(undefined);
      };
      dueAt = now() + ms;
      if (dueAt < firesAt) arm();
      try {
        return await Promise.race([promise, late]);
      } finally {
        dueAt = Infinity;
        giveUp = undefined;
      }
    },
    end() {
      isOver = true;
      disarm();
      giveUp?.();
    },
  };
}
