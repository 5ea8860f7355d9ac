// What Azure would bill, counted when an answer is made, whatever then becomes of it: a client that leaves
// does not stop the model. Whether a status is billed:
// https://learn.microsoft.com/azure/foundry/openai/how-to/manage-costs, "HTTP error response code and
// billing status": what was processed is billed, such as a 400 of the content filter or of an input limit,
// or a 408; what was not processed is not, such as a 401 or a 429. Of other statuses it says nothing.
import { addMeters, NO_METERS, toMeters, type Meters, type Usage } from './usage.ts';

/** One request to one deployment that Azure processed. */
export interface BillEntry extends Meters {
  /** The account's subdomain. */
  readonly account: string;
  readonly deployment: string;
  /** The base model. */
  readonly model: string;
  /** What rate limit messages call it: `ChatCompletions_Create`. */
  readonly operation: string;
  readonly status: number;
  /** The request's `x-ms-client-request-id`. */
  readonly clientRequestId: string | undefined;
  /** `user` of the body. */
  readonly user: string | undefined;
}

/** The sum of all entries that agree in these. */
export interface BillTotal extends Meters {
  readonly account: string;
  readonly deployment: string;
  readonly model: string;
  readonly requests: number;
}

/** What a server billed since its start. */
export interface Bill {
  /** The newest, in their order. */
  readonly entries: readonly BillEntry[];
  /** Entries that are only in the totals. */
  readonly dropped: number;
  /** One for each account and deployment. */
  readonly totals: readonly BillTotal[];
}

/** A load test sends millions of requests. */
const MAX_ENTRIES = 100_000;

/** Keeps the bill of one server. */
export class BillBook {
  #entries: BillEntry[] = [];
  #dropped = 0;
  readonly #totals = new Map<string, BillTotal>();

  /** Adds an entry with what the request used. */
  add(subject: Omit<BillEntry, keyof Meters>, usage: Usage): void {
    const meters = toMeters(usage);
    const { account, deployment, model } = subject;
    this.#entries.push({ ...subject, ...meters });
    if (this.#entries.length >= 2 * MAX_ENTRIES) {
      this.#dropped += this.#entries.length - MAX_ENTRIES;
      this.#entries = this.#entries.slice(-MAX_ENTRIES);
    }
    const key = JSON.stringify([account, deployment, model]);
    const total = this.#totals.get(key) ?? {
      account,
      deployment,
      model,
      requests: 0,
      ...NO_METERS,
    };
    const { requests } = total;
    this.#totals.set(key, { ...total, ...addMeters(total, meters), requests: requests + 1 });
  }

  /** As it is now. Later requests do not change it. */
  read(): Bill {
    return {
      entries: [...this.#entries],
      dropped: this.#dropped,
      totals: [...this.#totals.values()],
    };
  }
}

/** Whether a status that a fault put in the answer's place is billed. */
export function isBilled(status: number, isProcessed: boolean): boolean {
  return isProcessed || status === 408;
}
