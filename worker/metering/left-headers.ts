// What is left to the user, as headers of an answer.

import type { LedgerPlan, Limit, LimitKind } from '../access/ledger-plan.ts';
import type { CounterState } from '../contract/ledger.ts';
import { toDollars } from '../formats/decimal.ts';
import type { HeaderRecord } from '../http/headers.ts';

/**
 * What is left of the tightest limit of each kind, with what is reserved counted as spent.
 *
 * @param now milliseconds since 1970
 */
export function leftHeaders(
  { limits }: LedgerPlan,
  states: readonly CounterState[],
  now: number,
): HeaderRecord {
  const budget = tightest(limits, states, 'budget');
  const tokens = tightest(limits, states, 'tokens');
  const requests = tightest(limits, states, 'requests');
  return {
    ...(budget && { 'x-budget-remaining': toDollars(budget.left) }),
    ...(budget?.resetsAt != null && { 'x-budget-reset': secondsTo(budget.resetsAt, now) }),
    ...(tokens && { 'x-ratelimit-remaining-tokens-user': String(tokens.left) }),
    ...(requests && { 'x-ratelimit-remaining-requests-user': String(requests.left) }),
  };
}

function secondsTo(time: number, now: number): string {
  return String(Math.max(Math.ceil((time - now) / 1000), 0));
}

interface Remainder {
  readonly left: number;
  readonly resetsAt: number | null;
}

function tightest(
  limits: readonly Limit[],
  states: readonly CounterState[],
  kind: LimitKind,
): Remainder | undefined {
  const remainders = limits.flatMap((limit): readonly Remainder[] => {
    const state = states.find(({ key }) => key === limit.key);
    if (limit.kind !== kind || state === undefined) return [];
    const { spent, reserved, resetsAt } = state;
    return [{ left: Math.max(limit.most - spent - reserved, 0), resetsAt }];
  });
  return remainders.toSorted((one, other) => one.left - other.left)[0];
}
