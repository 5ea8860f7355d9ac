import type { FailureFrames } from '../delivery/stream-failure.ts';
import type { Refusal } from './refusal.ts';

/** A whole JSON body, status 200. */
interface JsonAnswer {
  readonly kind: 'json';
  readonly body: unknown;
}

/** A body of any kind, such as audio or text. */
interface BytesAnswer {
  readonly kind: 'bytes';
  /** Default 200. */
  readonly status?: number;
  /** With `content-type`; `content-length` is added. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** A stream of server-sent events, each a whole frame that ends in an empty line. */
export interface EventsAnswer {
  readonly kind: 'events';
  readonly frames: readonly Buffer[];
  /** How a failure in the middle is reported; default: as chat does it. */
  readonly failureFrames?: FailureFrames;
  /** Besides `content-type`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What an operation returns. */
export type Answer = JsonAnswer | BytesAnswer | EventsAnswer | Refusal;
