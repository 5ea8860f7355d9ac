// How the requests ended that this isolate has answered. Nothing is stored: another isolate has seen others.

import type { LogLine } from '../../contract/log.ts';

/** How often a failure occurred. */
export interface ErrorCount {
  /** Of the gateway's own failure; `azure_400` where Azure refused the request. */
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

  record({ status, error }: Pick<LogLine, 'status' | 'error'>): void {
    this.#requests++;
    const code = error ?? (status >= 400 ? `azure_${status}` : undefined);
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
