// Owns: what a row of the benchmark is made of. The rows themselves are in workloads.ts.
import type { MetricName } from './metrics.ts';
import type { StackSize } from './stack.ts';

/** What a figure is held against. */
export interface Bound {
  /** What we aim at; missing it is reported. */
  readonly goal: number;
  /** What must not be passed: it fails the run. Without it the row fails nothing yet. */
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
}

/** What the upstream answers with. */
export type Answer =
  | { readonly kind: 'chat' | 'embeddings'; readonly bytes: number }
  | {
      readonly kind: 'stream';
      /** Content events, each of them a network write of its own, as Azure writes them. */
      readonly events: number;
      /** Time between two of them in ms; 0: one burst. */
      readonly intervalMs: number;
      /** All events in one network write instead, which hides what each of them costs upstream. */
      readonly merged?: boolean;
    };

/** How much is sent in one round, to each side. */
export interface Load {
  /** Turns that the two sides take within a round. */
  readonly turns: number;
  readonly requestsPerTurn: number;
  /** Requests under way at once. */
  readonly concurrency: number;
}

/** Whose time is measured: the least that a proxy can do, or the gateway with a stack. */
export type Contender =
  { readonly kind: 'pass-through' } | ({ readonly kind: 'gateway' } & StackSize);

/** A row that sends requests to both sides and compares them. */
export interface LoadWorkload extends Load {
  readonly kind: 'load';
  readonly name: string;
  /** For the table: what is sent, and what is measured. */
  readonly what: string;
  readonly metric: MetricName;
  readonly ask: Ask;
  readonly answer: Answer;
  readonly bound: Bound;
  /** Default: the pass-through. */
  readonly baseline?: Contender;
  /** Default: the gateway with the smallest stack that knows the workloads' models. */
  readonly subject?: Contender;
  /** Each round has processes of its own, so that a request is their first. */
  readonly fresh?: true;
}

/** A row that looks at the built file. */
export interface BundleWorkload {
  readonly kind: 'bundle';
  readonly name: string;
  readonly what: string;
  /** In bytes. */
  readonly bound: Bound;
}

export type Workload = LoadWorkload | BundleWorkload;
