// What was spent of each counter in its latest span.
import type { CounterState, Period } from '../worker/contract/ledger.ts';
import type { Reservations } from './reservations.ts';
import { spanAt } from './spans.ts';

/** A counter in its present span. */
export interface Present extends CounterState {
  /** Unix milliseconds of the span's beginning. */
  readonly since: number;
}

type Row = Record<'since' | 'spent', number>;

export class Counters {
  readonly #sql: SqlStorage;
  readonly #reservations: Reservations;
  /** Rows that were read or written; undefined: there is none. */
  readonly #rows = new Map<string, Row | undefined>();

  constructor(sql: SqlStorage, reservations: Reservations) {
    this.#sql = sql;
    this.#reservations = reservations;
  }

  /**
   * A counter now. A span that something was counted in does not end because the clock was set back:
   * its limit would count anew afterwards.
   */
  present(key: string, per: Period, now: number): Present {
    const row = this.#row(key);
    const latest = Math.max(row?.since ?? 0, this.#reservations.latestSpan(key));
    const since = Math.max(spanAt(per, now).since, latest);
    return {
      key,
      since,
      spent: row?.since === since ? row.spent : 0,
      reserved: this.#reservations.sum(key, since),
      resetsAt: spanAt(per, since).end,
    };
  }

  /** Counts an amount in the span to which it belongs. It is dropped if a later one has begun. */
  charge(key: string, since: number, amount: number): void {
    if (amount === 0) return;
    const row = this.#row(key);
    if (row !== undefined && row.since > since) return;
    const spent = (row?.since === since ? row.spent : 0) + amount;
    this.#sql.exec('INSERT OR REPLACE INTO counters VALUES (?, ?, ?)', key, since, spent);
    this.#rows.set(key, { since, spent });
  }

  #row(key: string): Row | undefined {
    if (this.#rows.has(key)) return this.#rows.get(key);
    const [row] = this.#sql.exec<Row>('SELECT since, spent FROM counters WHERE key = ?', key);
    this.#rows.set(key, row);
    return row;
  }
}
