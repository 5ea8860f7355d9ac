// How long Azure may be silent.

import type { TimeoutsBinding } from '../contract/env.ts';
import { FIRST_BYTE_TIMEOUT_MS, HEADERS_TIMEOUT_MS } from '../contract/limits.ts';

/** In milliseconds. */
export interface Timeouts {
  readonly headersMs: number;
  /** From the headers to a stream's first byte. */
  readonly firstByteMs: number;
  /** Between two pieces of a stream; undefined: without limit. */
  readonly idleMs: number | undefined;
}

/** The timeouts of a model, from seconds. */
export function toTimeouts({ headers, firstByte, idle }: TimeoutsBinding = {}): Timeouts {
  return {
    headersMs: headers === undefined ? HEADERS_TIMEOUT_MS : headers * 1000,
    firstByteMs: firstByte === undefined ? FIRST_BYTE_TIMEOUT_MS : firstByte * 1000,
    idleMs: idle === undefined ? undefined : idle * 1000,
  };
}

const DEFAULTS = toTimeouts();

/** The timeouts for a request; the defaults where it names no model. */
export function timeoutsOf(model: { readonly timeouts: Timeouts } | undefined): Timeouts {
  return model === undefined ? DEFAULTS : model.timeouts;
}
