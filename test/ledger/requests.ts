// Calls of the ledger that tests begin with.
import type { CounterAsk, Period, ReserveRequest, UsageRow } from '../../worker/contract/ledger.ts';
import type { LedgerClient } from './running-ledger.ts';

/** A budget with marks at 50, 80 and 100 %. */
export function budget(limit: number, extra: Partial<CounterAsk> = {}): CounterAsk {
  const per = extra.per ?? 'month';
  const marks = [50, 80, 100].map((percent) => (limit * percent) / 100);
  return { key: `alice usd ${per}`, per, limit, marks, base: 10, each: 1, ...extra };
}

/** A reservation of 10 + 1 for each unit, of which it wants 90. */
export function request(id: string, extra: Partial<ReserveRequest> = {}): ReserveRequest {
  return {
    id,
    subject: 'alice',
    item: 'gpt-5.4-mini',
    counters: [budget(1000)],
    units: { least: 1, whole: 90, most: 90, share: 0.5 },
    tally: { requests: { base: 1, each: 0 }, outputTokens: { base: 0, each: 1 } },
    expiresInMs: 60_000,
    ...extra,
  };
}

/** Spent and reserved of one counter. */
export async function amountsOf(
  ledger: LedgerClient,
  key = 'alice usd month',
  per: Period = 'month',
): Promise<readonly [spent: number, reserved: number]> {
  const reply = await ledger.read({
    counters: [{ key, per }],
    from: '2000-01-01',
    to: '9999-12-31',
  });
  if (reply.kind !== 'read') throw new Error(reply.kind);
  const [state] = reply.states;
  return [state?.spent ?? NaN, state?.reserved ?? NaN];
}

/** All rows of usage. */
export async function usageOf(ledger: LedgerClient): Promise<readonly UsageRow[]> {
  const reply = await ledger.read({ counters: [], from: '2000-01-01', to: '9999-12-31' });
  if (reply.kind !== 'read') throw new Error(reply.kind);
  return reply.rows;
}
