// What is left to the user, as headers of an answer.

import type { HeaderRecord } from '../http/headers.ts';
import { usd } from '../formats/usd.ts';
import type { LimitKind } from '../access/ledger-plan.ts';
import type { Meter } from './meter.ts';

/** What was left of the tightest limit of each kind when the request was reserved. */
export function leftHeaders(meter: Pick<Meter, 'plan' | 'states'>): HeaderRecord {
  const budget = tightest(meter, 'budget');
  const tokens = tightest(meter, 'tokens');
  const requests = tightest(meter, 'requests');
  return {
    ...(budget !== undefined && { 'x-budget-remaining': usd(budget) }),
    ...(tokens !== undefined && { 'x-ratelimit-remaining-tokens-user': String(tokens) }),
    ...(requests !== undefined && { 'x-ratelimit-remaining-requests-user': String(requests) }),
  };
}

function tightest(
  { plan, states }: Pick<Meter, 'plan' | 'states'>,
  kind: LimitKind,
): number | undefined {
  const left = plan.limits.flatMap((limit) => {
    const state = states.find(({ key }) => key === limit.key);
    if (limit.kind !== kind || state === undefined) return [];
    return [Math.max(limit.most - state.spent - state.reserved, 0)];
  });
  return left.length === 0 ? undefined : Math.min(...left);
}
