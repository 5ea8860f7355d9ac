// The ledger with a clock that tests set. Nothing else of it differs from what is uploaded.
import { Ledger } from '../../../ledger/index.ts';

/** A call of the protocol, at a time of the test's. */
export interface TimedCall {
  readonly now: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

type Method = (...args: readonly unknown[]) => unknown;

export class TimedLedger extends Ledger {
  #now: number | undefined;

  override now(): number {
    return this.#now ?? Date.now();
  }

  /** Sets the clock and makes a call. `alarm` is one of them. */
  callAt({ now, method, args }: TimedCall): unknown {
    this.#now = now;
    const call = (this as unknown as Record<string, Method>)[method];
    return call?.apply(this, [...args]);
  }

  /** Runs SQL, for what only a broken disk would do. */
  runSql(text: string): unknown {
    return this.ctx.storage.sql.exec(text).toArray();
  }

  /** When the runtime will call `alarm`. */
  alarmTime(): Promise<number | null> {
    return this.ctx.storage.getAlarm();
  }
}

export default {
  fetch: () => new Response(null, { status: 404 }),
};
