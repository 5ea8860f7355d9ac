// How the gateway and the ledger talk. The ledger is uploaded once and keeps its code, so this protocol
// is frozen: it knows counters and amounts, and nothing of users, models or prices. ledger/ implements it.

/**
 * The span over which a counter counts, in UTC: `week` begins on Mondays, `total` never ends. `open`
 * counts what is under way: a reservation gives it back when it is settled.
 */
export type Period = 'open' | 'minute' | 'day' | 'week' | 'month' | 'total';

/** An amount that grows with the units that are granted: `base + each × units`. Integers. */
export interface Amount {
  readonly base: number;
  readonly each: number;
}

/** What a request may take of one counter. */
export interface CounterAsk extends Amount {
  /** Unique in its object, period included: `user alice usd month`. */
  readonly key: string;
  readonly per: Period;
  /** `spent + reserved` never exceeds it by a reservation. */
  readonly limit: number;
  /** Amounts whose crossing is reported once in each span, in ascending order. */
  readonly marks?: readonly number[];
}

/** What is set aside before a request is sent. */
export interface ReserveRequest {
  /** Of the reservation. Repeating a call repeats its reply and changes nothing. */
  readonly id: string;
  /** Who and what the amounts are recorded for: a user and a model. */
  readonly subject: string;
  readonly item: string;
  readonly counters: readonly CounterAsk[];
  readonly units: UnitsAsk;
  /** What is recorded if the reservation is never settled. By name: `outputTokens`. */
  readonly tally: Readonly<Record<string, Amount>>;
  /** After this time without `settle`, everything that was reserved counts as spent. */
  readonly expiresInMs: number;
  /** Granted in full, whatever the limits are: it was spent already. */
  readonly force?: boolean;
}

/** How many units (tokens of output) a request wants. */
export interface UnitsAsk {
  /** With fewer it is refused. */
  readonly least: number;
  /** Up to here it gets whatever is left. */
  readonly whole: number;
  /** It never gets more. */
  readonly most: number;
  /** Above `whole` it gets at most this fraction of what is left: one request must not lock out others. */
  readonly share: number;
}

/** A counter in its present span. */
export interface CounterState {
  readonly key: string;
  readonly spent: number;
  readonly reserved: number;
  /** Unix milliseconds of the span's end; null: it does not end by itself. */
  readonly resetsAt: number | null;
}

/** A mark of a counter in one span. */
export interface Mark {
  readonly key: string;
  readonly mark: number;
  /** Unix milliseconds of the span's beginning. */
  readonly since: number;
}

/** A mark that was reached and not announced yet. */
export interface ReachedMark extends Mark, Pick<CounterState, 'spent' | 'resetsAt'> {}

export type ReserveReply =
  | {
      readonly kind: 'granted';
      readonly units: number;
      /** After the reservation, in the order of the request. */
      readonly states: readonly CounterState[];
    }
  | {
      readonly kind: 'refused';
      /** The counter that has too little. */
      readonly key: string;
      /** What is left of it is too little even at the beginning of a span. */
      readonly neverFits: boolean;
      readonly states: readonly CounterState[];
      readonly reached: readonly ReachedMark[];
    }
  | Moved;

/** The object was handed over to the next generation of the ledger. */
export interface Moved {
  readonly kind: 'moved';
}

/** What a request really took. */
export interface SettleRequest {
  readonly id: string;
  /** By key of a counter; undefined, and a counter that is missing here: all that was reserved. */
  readonly used?: Readonly<Record<string, number>> | undefined;
  /** Undefined: that of the reservation. */
  readonly tally?: Readonly<Record<string, number>> | undefined;
}

export type SettleReply =
  | {
      /** `unknown`: settled before, or expired. Nothing changes. */
      readonly kind: 'settled' | 'unknown';
      readonly reached: readonly ReachedMark[];
    }
  | Moved;

/** A message about reached marks, sent by the object until it is accepted. */
export interface AnnounceRequest {
  readonly marks: readonly Mark[];
  /** HTTPS, gets `body` by POST as JSON. */
  readonly url: string;
  readonly body: string;
}

export interface ReadRequest {
  readonly counters: readonly { readonly key: string; readonly per: Period }[];
  /** Default: all. */
  readonly subject?: string;
  /** Days in UTC, `2026-11-27`, both included. */
  readonly from: string;
  readonly to: string;
  /** The place where the last reply ended. */
  readonly after?: string;
}

/** What one subject took of one item on one day: that of the reservation. */
export interface UsageRow {
  readonly day: string;
  readonly subject: string;
  readonly item: string;
  readonly tally: Readonly<Record<string, number>>;
}

export type ReadReply =
  | {
      readonly kind: 'read';
      readonly states: readonly CounterState[];
      /** Sorted by day, subject and item. At most `MAX_USAGE_ROWS`. */
      readonly rows: readonly UsageRow[];
      /** Set if there are more rows: to be passed as `after`. */
      readonly next?: string;
    }
  | Moved;

/** Rows of one reply. */
export const MAX_USAGE_ROWS = 5000;

/** Everything that an object has, for its successor. */
export type LedgerDump = Readonly<Record<string, readonly LedgerDumpRow[]>>;

/** A row of a table. */
export type LedgerDumpRow = readonly (string | number | null)[];

/** An object of the ledger. Calls do not throw but for broken storage. */
export interface LedgerObject {
  reserve(request: ReserveRequest): Promise<ReserveReply>;
  settle(request: SettleRequest): Promise<SettleReply>;
  announce(request: AnnounceRequest): Promise<void>;
  read(request: ReadRequest): Promise<ReadReply>;
  /** Closes the object and gives what it has. Repeating it gives the same. */
  handOver(): Promise<LedgerDump>;
  /** Whether it has ever been used, or has taken over from another. */
  isNew(): Promise<boolean>;
  /** Takes what the former object had. Does nothing in an object that is not new. */
  takeOver(dump: LedgerDump): Promise<void>;
}

/** The ledger as the gateway sees it: https://developers.cloudflare.com/durable-objects/api/namespace/ */
export interface LedgerNamespace {
  idFromName(name: string): unknown;
  get(id: unknown): LedgerObject;
}
