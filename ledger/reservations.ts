// What is set aside and not settled yet. Rows have the truth; memory has the same reservations, and their
// sums, so that a call need not read them all.
import type { Period } from '../worker/contract/ledger.ts';

/** What a reservation holds of one counter, in one span. */
export interface Held {
  readonly key: string;
  readonly per: Period;
  readonly since: number;
  readonly amount: number;
  readonly marks: readonly number[];
}

export interface Reservation {
  readonly subject: string;
  readonly item: string;
  /** The day for which it is recorded. */
  readonly day: string;
  /** Unix milliseconds. */
  readonly expires: number;
  readonly units: number;
  readonly held: readonly Held[];
  /** What is recorded if it is never settled. */
  readonly tally: Readonly<Record<string, number>>;
}

type Row = Record<'id' | 'reservation', string>;

export class Reservations {
  readonly #sql: SqlStorage;
  readonly #byId = new Map<string, Reservation>();
  /** By key and beginning of the span. */
  readonly #sums = new Map<string, Map<number, number>>();
  /** No reservation expires before. */
  #earliest = Infinity;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    for (const { id, reservation } of sql.exec<Row>('SELECT id, reservation FROM reservations')) {
      this.#remember(id, JSON.parse(reservation) as Reservation);
    }
  }

  get(id: string): Reservation | undefined {
    return this.#byId.get(id);
  }

  /** What is set aside of a counter in one span. */
  sum(key: string, since: number): number {
    return this.#sums.get(key)?.get(since) ?? 0;
  }

  /** The beginning of the latest span of which something is set aside; 0: nothing is. */
  latestSpan(key: string): number {
    return Math.max(0, ...(this.#sums.get(key)?.keys() ?? []));
  }

  /** What has expired. The caller removes it. */
  overdue(now: number): readonly (readonly [id: string, reservation: Reservation])[] {
    if (now < this.#earliest) return [];
    const overdue: (readonly [string, Reservation])[] = [];
    this.#earliest = Infinity;
    for (const entry of this.#byId) {
      const { expires } = entry[1];
      if (expires <= now) overdue.push(entry);
      else this.#earliest = Math.min(this.#earliest, expires);
    }
    return overdue;
  }

  add(id: string, reservation: Reservation): void {
    this.#sql.exec('INSERT INTO reservations VALUES (?, ?)', id, JSON.stringify(reservation));
    this.#remember(id, reservation);
  }

  remove(id: string): void {
    this.#sql.exec('DELETE FROM reservations WHERE id = ?', id);
    for (const { key, since, amount } of this.#byId.get(id)?.held ?? []) {
      const sums = this.#sums.get(key);
      const rest = (sums?.get(since) ?? 0) - amount;
      // Several reservations may hold nothing of a span; the last one need not be remembered either.
      if (rest > 0) sums?.set(since, rest);
      else sums?.delete(since);
      if (sums?.size === 0) this.#sums.delete(key);
    }
    this.#byId.delete(id);
  }

  #remember(id: string, reservation: Reservation): void {
    this.#byId.set(id, reservation);
    this.#earliest = Math.min(this.#earliest, reservation.expires);
    for (const { key, since, amount } of reservation.held) {
      if (amount === 0) continue;
      const sums = this.#sums.get(key) ?? new Map<number, number>();
      this.#sums.set(key, sums.set(since, (sums.get(since) ?? 0) + amount));
    }
  }
}
