// The ledger: counts what users, teams and the stack spend. It is uploaded once, and keeps its code while
// the gateway's changes: worker/contract/ledger.ts is all that both know. docs/budgets.md says how a next
// generation takes over.
import { DurableObject } from 'cloudflare:workers';
import type {
  AnnounceRequest,
  LedgerDump,
  LedgerObject,
  Moved,
  ReadReply,
  ReadRequest,
  ReserveReply,
  ReserveRequest,
  SettleReply,
  SettleRequest,
} from '../worker/contract/ledger.ts';
import { dueAlerts, nextDue, noteAttempt, sendAlert, storeAlert } from './alerts.ts';
import { Book, readNothing } from './book.ts';
import { checkAnnounce, checkRead, checkReserve, checkSettle } from './checks.ts';
import { close, createTables, dumpTables, hasTables, isClosed, loadTables } from './tables.ts';

const MOVED: Moved = { kind: 'moved' };

/** One object of the ledger. It has tables from its first change on. */
export class Ledger extends DurableObject implements LedgerObject {
  /** undefined: not read yet, or a change failed. */
  #book: Book | undefined;

  /** Unix milliseconds. */
  now(): number {
    return Date.now();
  }

  reserve(request: ReserveRequest): Promise<ReserveReply> {
    checkReserve(request);
    return Promise.resolve(this.#change((book) => book.reserve(request, this.now())));
  }

  settle(request: SettleRequest): Promise<SettleReply> {
    checkSettle(request);
    return Promise.resolve(this.#change((book) => book.settle(request, this.now())));
  }

  read(request: ReadRequest): Promise<ReadReply> {
    checkRead(request);
    // A look alone leaves the object new.
    if (this.#isNew()) return Promise.resolve(readNothing(request, this.now()));
    return Promise.resolve(this.#change((book) => book.read(request, this.now())));
  }

  async announce(request: AnnounceRequest): Promise<void> {
    checkAnnounce(request);
    this.#change(() => {
      storeAlert(this.ctx.storage.sql, request, this.now());
    });
    await this.#setAlarm();
  }

  override async alarm(): Promise<void> {
    if (!this.#isInUse()) return;
    const { sql } = this.ctx.storage;
    const alerts = dueAlerts(sql, this.now());
    const attempts = await Promise.all(
      alerts.map(async (alert) => ({ alert, attempt: await sendAlert(alert) })),
    );
    this.#change(() => {
      for (const { alert, attempt } of attempts) noteAttempt(sql, alert, attempt, this.now());
    });
    await this.#setAlarm();
  }

  async handOver(): Promise<LedgerDump> {
    const { sql } = this.ctx.storage;
    this.#change(() => {
      close(sql, this.now());
    });
    this.#book = undefined;
    await this.ctx.storage.deleteAlarm();
    return dumpTables(sql);
  }

  isNew(): Promise<boolean> {
    return Promise.resolve(this.#isNew());
  }

  async takeOver(dump: LedgerDump): Promise<void> {
    if (!this.#isNew()) return;
    this.#change(() => {
      loadTables(this.ctx.storage.sql, dump);
    });
    // It was read before the dump was there.
    this.#book = undefined;
    await this.#setAlarm();
  }

  #isNew(): boolean {
    return this.#book === undefined && !hasTables(this.ctx.storage.sql);
  }

  #isInUse(): boolean {
    return this.#book !== undefined || (!this.#isNew() && !isClosed(this.ctx.storage.sql));
  }

  /** Runs one call as one transaction. Memory is read anew after a transaction that failed. */
  #change<T>(act: (book: Book) => T): T | Moved {
    if (!this.#isNew() && !this.#isInUse()) return MOVED;
    const { sql } = this.ctx.storage;
    try {
      return this.ctx.storage.transactionSync(() => {
        if (this.#isNew()) createTables(sql);
        this.#book ??= new Book(sql);
        return act(this.#book);
      });
    } catch (error) {
      this.#book = undefined;
      throw error;
    }
  }

  /** For the next message. The alarm goes by the runtime's clock. */
  async #setAlarm(): Promise<void> {
    const due = this.#isInUse() ? nextDue(this.ctx.storage.sql) : undefined;
    if (due === undefined) return;
    await this.ctx.storage.setAlarm(Date.now() + Math.max(0, due - this.now()));
  }
}

export default {
  /** Nothing is served: the gateway calls the objects. */
  fetch: () => new Response(null, { status: 404 }),
};
