// A ledger for the tests of a file, and an object of its own for each of them.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { startLedger, type LedgerClient, type RunningLedger } from './running-ledger.ts';

export const NOON = Date.UTC(2026, 10, 27, 12);

/** Valid while a test runs. */
export interface EachLedger {
  running: RunningLedger;
  /** New, at noon. */
  ledger: LedgerClient;
}

/** Has to be called at the top of a file. */
export function eachLedger(): EachLedger {
  const each = {} as EachLedger;
  let count = 0;
  beforeAll(async () => {
    each.running = await startLedger({ keeps: false });
  });
  afterAll(() => each.running.stop());
  beforeEach(() => {
    each.running.now = NOON;
    each.ledger = each.running.object(`object ${count++}`);
  });
  return each;
}
