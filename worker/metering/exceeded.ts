// What a client gets where a limit has too little left.

import type { LedgerPlan } from '../access/ledger-plan.ts';
import { RequestFailure, type Failure } from '../contract/failure.ts';
import { SHORTEST_WAIT_MS } from '../contract/limits.ts';
import type { ReserveReply } from '../contract/ledger.ts';

type Refusal = Extract<ReserveReply, { readonly kind: 'refused' }>;

/**
 * The failure of a refused request.
 *
 * @param now milliseconds since 1970
 */
export function failureOf(
  { key, neverFits, states }: Refusal,
  { limits }: LedgerPlan,
  now: number,
): RequestFailure {
  const limit = limits.find((each) => each.key === key);
  if (limit === undefined)
    throw new Error('the ledger refused for a counter that it was not given');
  const resetsAt = states.find((state) => state.key === key)?.resetsAt ?? null;
  const waitMs = resetsAt === null ? null : Math.max(resetsAt - now, SHORTEST_WAIT_MS);
  const { scope, kind, most } = limit;
  const retryAfterMs = neverFits ? null : waitMs;
  return new RequestFailure(toFailure(kind, { scope, most, retryAfterMs }));
}

function toFailure(
  kind: LedgerPlan['limits'][number]['kind'],
  {
    scope,
    most,
    retryAfterMs,
  }: Pick<Failure<'budget_exceeded'>, 'scope' | 'retryAfterMs'> & { most: number },
): Failure {
  switch (kind) {
    case 'concurrent':
      return { kind: 'too_many_concurrent_requests', scope, most };
    case 'requests':
      return { kind: 'user_rate_exceeded', ...(retryAfterMs !== null && { retryAfterMs }) };
    case 'tokens':
      return { kind: 'token_rate_exceeded', scope, retryAfterMs };
    case 'budget':
      return { kind: 'budget_exceeded', scope, retryAfterMs };
  }
}
