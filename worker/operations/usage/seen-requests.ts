// How the requests ended that this isolate has answered. Nothing is stored: another isolate has seen others.

import type { LogLine, StreamOutcome } from '../../contract/log.ts';

/** How often a failure occurred. */
export interface ErrorCount {
  /** Of the gateway's own failure; `azure_400` where Azure refused the request; how a stream broke off. */
  readonly code: string;
  readonly count: number;
}

export class SeenRequests {
  /** By code. There are only as many as the gateway has failures and Azure has statuses. */
  readonly #errors = new Map<string, number>();
  readonly #since: number;
  #requests = 0;

  /** @param since milliseconds since 1970 */
  constructor(since: number) {
    this.#since = since;
  }

  record(line: Pick<LogLine, 'status' | 'error' | 'outcome'>): void {
    this.#requests++;
    const code = codeOf(line);
    if (code !== undefined) this.#errors.set(code, (this.#errors.get(code) ?? 0) + 1);
  }

  /** Since when, in milliseconds since 1970, and what; the most frequent failure first. */
  summary(): {
    readonly since: number;
    readonly requests: number;
    readonly errors: readonly ErrorCount[];
  } {
    const errors = [...this.#errors].map(([code, count]) => ({ code, count }));
    errors.sort((one, other) => other.count - one.count);
    return { since: this.#since, requests: this.#requests, errors };
  }
}

/** Outcomes of streams that began with status 200. */
const BROKEN: ReadonlySet<StreamOutcome | undefined> = new Set<StreamOutcome>([
  'failed',
  'upstream_cut',
  'upstream_stalled',
]);

function codeOf({
  status,
  error,
  outcome,
}: Pick<LogLine, 'status' | 'error' | 'outcome'>): string | undefined {
  if (error !== undefined) return error;
  if (status >= 400) return `azure_${status}`;
  return BROKEN.has(outcome) ? outcome : undefined;
}
