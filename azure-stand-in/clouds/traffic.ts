// Everything that the clouds were asked, in order, and ways to disturb it: requests that fail and requests
// that wait.
import type { CloudReply } from './exchange.ts';

/** One request, once it is answered. */
export interface Asked {
  readonly cloud: 'azure' | 'login' | 'cloudflare';
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** What it is about, where the path does not say it: see `subjectOf`. */
  readonly subject?: string | undefined;
}

/** Answers requests in place of the cloud. */
export interface Fault {
  /** Compared with `METHOD path`. */
  readonly match: RegExp;
  readonly reply: CloudReply;
  /** How often; default always. */
  readonly times?: number;
}

/** A request that waits at the cloud. */
export interface Held {
  /** Resolves when the request has arrived. */
  readonly arrived: Promise<unknown>;
  /** Lets it go on, and later ones like it. */
  release(): void;
}

/** Log, faults and holds of both clouds. */
export class Traffic {
  readonly log: Asked[] = [];
  readonly #faults: { fault: Fault; left: number }[] = [];
  #holds: { match: RegExp; arrive: () => void; released: Promise<unknown> }[] = [];
  readonly #listeners: ((asked: Asked) => void)[] = [];

  fail(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? Infinity });
  }

  /** Ends all faults. */
  heal(): void {
    this.#faults.length = 0;
  }

  hold(match: RegExp): Held {
    const arrival = Promise.withResolvers<undefined>();
    const gate = Promise.withResolvers<undefined>();
    const arrive = () => {
      arrival.resolve(undefined);
    };
    const held = { match, arrive, released: gate.promise };
    const release = () => {
      // A later hold of the same request must not find this one.
      this.#holds = this.#holds.filter((each) => each !== held);
      gate.resolve(undefined);
    };
    this.#holds.push(held);
    return { arrived: arrival.promise, release };
  }

  /** Called after each request that changed something. */
  onChange(listener: (asked: Asked) => void): void {
    this.#listeners.push(listener);
  }

  /** The reply of a fault, once whatever holds the request has let it go. */
  async disturb(method: string, path: string): Promise<CloudReply | undefined> {
    const line = `${method} ${path}`;
    const held = this.#holds.find(({ match }) => match.test(line));
    held?.arrive();
    await held?.released;
    const found = this.#faults.find(({ fault, left }) => left > 0 && fault.match.test(line));
    if (found === undefined) return undefined;
    found.left -= 1;
    return found.fault.reply;
  }

  record(asked: Asked): void {
    this.log.push(asked);
    if (asked.method === 'GET' || asked.status >= 400) return;
    for (const listener of this.#listeners) listener(asked);
  }
}
