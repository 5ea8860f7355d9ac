// What counts the requests of a caller.

import type { LedgerPlan } from '../access/ledger-plan.ts';
import type { Ledger } from '../access/ledger.ts';
import type { Limits } from '../config/limits-binding.ts';
import type { AzureCall, RequestContext } from '../context.ts';

export interface Metering {
  readonly plan: LedgerPlan;
  readonly ledger: Ledger;
  /** What the stack says about limits. */
  readonly limits: Limits | undefined;
}

/** undefined: the caller's requests are not counted. */
export function meteringOf(
  { instance }: RequestContext,
  { caller, config }: AzureCall,
): Metering | undefined {
  const { plan } = caller;
  const { ledger } = instance;
  if (plan === undefined || ledger === undefined) return undefined;
  return { plan, ledger, limits: config.limits };
}
