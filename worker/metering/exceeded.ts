// What a client gets where a limit has too little left.

import type { LedgerPlan, Limit } from '../access/ledger-plan.ts';
import { RequestFailure, type Failure } from '../contract/failure.ts';
import { SHORTEST_WAIT_MS } from '../contract/limits.ts';
import type { ReserveReply } from '../contract/ledger.ts';
import { leftHeaders } from './left-headers.ts';

type Refusal = Extract<ReserveReply, { readonly kind: 'refused' }>;

/**
 * The failure of a refused request.
 *
 * @param now milliseconds since 1970
 */
export function failureOf(
  { key, neverFits, states }: Refusal,
  plan: LedgerPlan,
  now: number,
): RequestFailure {
  const limit = plan.limits.find((each) => each.key === key);
  if (limit === undefined)
    throw new Error('the ledger refused for a counter that it was not given');
  const resetsAt = states.find((state) => state.key === key)?.resetsAt ?? null;
  const waitMs = resetsAt === null ? null : Math.max(resetsAt - now, SHORTEST_WAIT_MS);
  const retryAfterMs = neverFits ? null : waitMs;
  const left = leftHeaders(plan, states, now);
  return new RequestFailure(toFailure(limit, { retryAfterMs, left }));
}

function toFailure(
  { kind, scope, most }: Limit,
  { retryAfterMs, left }: Required<Pick<Failure<'budget_exceeded'>, 'retryAfterMs' | 'left'>>,
): Failure {
  switch (kind) {
    case 'concurrent':
      return { kind: 'too_many_concurrent_requests', scope, most, left };
    case 'requests':
      return {
        kind: 'user_rate_exceeded',
        scope,
        left,
        ...(retryAfterMs !== null && { retryAfterMs }),
      };
    case 'tokens':
      return { kind: 'token_rate_exceeded', scope, retryAfterMs, left };
    case 'budget':
      return { kind: 'budget_exceeded', scope, retryAfterMs, left };
  }
}
