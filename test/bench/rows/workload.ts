// The parts of a row of the benchmark. The rows themselves are in workloads.ts and
// comparisons.ts.
import type { MetricName } from '../measure/metrics.ts';
import type { StackSize } from '../sides/stack.ts';

/** What a figure is held against. */
export interface Bound {
  /** What we aim at; missing it is reported. */
  readonly goal: number;
  /** A figure above this fails the run. Absent: the row cannot fail the run. */
  readonly limit?: number;
}

/** A request that is sent again and again, the same bytes every time. */
export interface Ask {
  /** As clients spell it, `/v1/chat/completions`. */
  readonly path: string;
  readonly model: string;
  /** Size of the JSON body, to the byte; of a form, that of its file. */
  readonly bytes: number;
  readonly body: 'json' | 'streamed-json' | 'form';
  /** The request carries an unknown key: both sides answer 401. */
  readonly isRefused?: boolean;
}

/** What the upstream answers with. */
export type Answer =
  { readonly kind: 'chat' | 'embeddings'; readonly bytes: number } | StreamAnswer;

export interface StreamAnswer {
  readonly kind: 'stream';
  /** Content events. */
  readonly events: number;
  /** Time between two writes in ms; 0: one burst. */
  readonly intervalMs: number;
  /**
   * Events in one network write; default 1, as Azure writes them. Infinity hides what each of them
   * costs upstream.
   */
  readonly eventsPerWrite?: number;
}

/** How much is sent in one round, to each side. */
export interface Load {
  /** Turns that the two sides take within a round. */
  readonly turns: number;
  readonly requestsPerTurn: number;
  /** Requests under way at once. */
  readonly concurrency: number;
}

/** Whose time is measured: a Worker of a few lines, or the gateway with a stack. */
export type Contender = SmallWorker | ({ readonly kind: 'gateway' } & StackSize);

/** The name of its file: the two baselines, two designs for comparison, and what calls the ledger. */
export interface SmallWorker {
  readonly kind:
    'pass-through' | 'least-gateway' | 'sleep-per-event' | 'parse-each-event' | 'ledger-caller';
}

/** What is read off the rounds of a load: a row. */
export interface Reading {
  readonly name: string;
  /** For the table: what is sent, and what is measured. */
  readonly what: string;
  readonly metric: MetricName;
  /** Without it the row is there for comparison, and never judged. */
  readonly bound?: Bound;
}

/** A row that sends requests to both sides and compares them. */
export interface LoadWorkload extends Load, Reading {
  readonly kind: 'load';
  readonly ask: Ask;
  readonly answer: Answer;
  /** Measured rounds. */
  readonly rounds: number;
  /** Default: the pass-through. */
  readonly baseline?: Contender;
  /** Default: the gateway with the smallest stack that knows the workloads' models. */
  readonly subject?: Contender;
  /** Each round has processes of its own, which have served so many requests before it. */
  readonly fresh?: { readonly served: number };
  /** Further rows from the same rounds. */
  readonly also?: readonly Reading[];
}

/** Every hostile body is sent to the gateway, and an ordinary one of the same kind to the baseline. */
export interface HostileBodiesWorkload extends Reading {
  readonly kind: 'hostile-bodies';
  readonly rounds: number;
}

/** Requests at the same time, each on a connection of its own, to processes that are new in each round. */
export interface FloodWorkload extends Reading {
  readonly kind: 'flood';
  readonly rounds: number;
  readonly flood: Flood;
}

export interface Flood {
  readonly connections: number;
  readonly path: string;
  readonly contentType: string;
  readonly hasKey: boolean;
  /** The length in the request's head. */
  readonly declaredBytes: number;
  /** What is sent of the body. Where it is shorter, the rest never comes. */
  readonly buildBody: (side: 'baseline' | 'gateway') => Buffer;
}

/** Reservations at one object of the ledger, each of which is settled. It informs, and is never judged. */
export interface LedgerPairsWorkload {
  readonly kind: 'ledger-pairs';
  readonly name: string;
  readonly what: string;
  /** Of each round. */
  readonly pairs: number;
  readonly concurrency: number;
  readonly rounds: number;
}

/** A row that looks at the built file. It informs, and is never judged. */
export interface BundleWorkload {
  readonly kind: 'bundle';
  readonly name: string;
  readonly what: string;
  readonly compressed: boolean;
}

export type MeasuredWorkload = LoadWorkload | HostileBodiesWorkload | FloodWorkload;

/** A row without a metric. */
export type PlainWorkload = BundleWorkload | LedgerPairsWorkload;

export type Workload = MeasuredWorkload | PlainWorkload;

/** The rows that a workload gives. */
export function readingsOf(workload: MeasuredWorkload): readonly Reading[];
export function readingsOf(workload: Workload): readonly (Reading | PlainWorkload)[];
export function readingsOf(workload: Workload): readonly (Reading | PlainWorkload)[] {
  return workload.kind === 'load' ? [workload, ...(workload.also ?? [])] : [workload];
}
