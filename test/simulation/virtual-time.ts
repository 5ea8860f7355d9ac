// Time that passes only from one event to the next, so that hours take a moment and every run of a seed is
// the same.

interface Event {
  readonly at: number;
  readonly run: () => void;
}

/** A clock with its own timers. */
export class VirtualTime {
  /** Milliseconds since the simulation began. */
  now = 0;
  /** By time; of two at the same time the earlier added one comes first. */
  readonly #events: Event[] = [];

  /** Runs something later. @returns the event, for `cancel` */
  after(ms: number, run: () => void): Event {
    const event = { at: this.now + Math.max(0, ms), run };
    let place = this.#events.length;
    while (place > 0 && (this.#events[place - 1]?.at ?? 0) > event.at) place--;
    this.#events.splice(place, 0, event);
    return event;
  }

  cancel(event: unknown): void {
    const place = this.#events.findIndex((each) => each === event);
    if (place >= 0) this.#events.splice(place, 1);
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }

  /** Runs all events. The global timers belong to this clock meanwhile. */
  async run(): Promise<void> {
    const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
    Object.assign(globalThis, {
      setTimeout: (run: () => void, ms = 0) => this.after(ms, run),
      clearTimeout: (event: unknown) => {
        this.cancel(event);
      },
      setInterval: (run: () => void, ms: number) => this.#repeat(run, ms),
      clearInterval: (repeated: Repeated | undefined) => {
        if (repeated !== undefined) this.cancel(repeated.next);
      },
    });
    try {
      for (let event = this.#events.shift(); event !== undefined; event = this.#events.shift()) {
        this.now = event.at;
        event.run();
        await settle();
      }
    } finally {
      Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval });
    }
  }

  #repeat(run: () => void, ms: number): Repeated {
    const again = (): void => {
      run();
      repeated.next = this.after(ms, again);
    };
    const repeated: { next: Event } = { next: this.after(ms, again) };
    return repeated;
  }
}

interface Repeated {
  readonly next: Event;
}

/** Until everything that needs no time is done. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}
