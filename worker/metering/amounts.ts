// What a request can take, and what it took, as amounts of the ledger.

import type { Limit, TallyName } from '../access/ledger-plan.ts';
import { RequestFailure } from '../contract/failure.ts';
import type { Amount } from '../contract/ledger.ts';
import type { Amounts, Bound } from './bounds/bound.ts';

/** What a request took, where that is known exactly. */
export interface Taken extends Amounts {
  readonly tally: Partial<Record<TallyName, number>>;
}

/**
 * How much counts. `all`: everything that was reserved, because it may have been billed. `input`: the
 * request was read and nothing was generated. `nothing`: Azure bills nothing.
 */
export type Outcome = 'all' | 'input' | 'nothing' | Taken;

/** A request that could take more than can be counted does not fit into any limit. */
export function refuseImmense(amounts: readonly Amount[], units: number): void {
  const isImmense = amounts.some(({ base, each }) => !Number.isSafeInteger(base + each * units));
  if (isImmense) {
    throw new RequestFailure({ kind: 'budget_exceeded', scope: 'user', retryAfterMs: null });
  }
}

export function amountFor({ kind }: Limit, { base, each }: Bound): Amount {
  switch (kind) {
    case 'concurrent':
    case 'requests':
      return { base: 1, each: 0 };
    case 'tokens':
      return { base: base.inputTokens + base.outputTokens, each: each.outputTokens };
    case 'budget':
      return { base: base.nanodollars, each: each.nanodollars };
  }
}

export function usedOf({ kind }: Limit, { inputTokens, outputTokens, nanodollars }: Taken): number {
  switch (kind) {
    case 'concurrent':
    case 'requests':
      return 1;
    case 'tokens':
      return inputTokens + outputTokens;
    case 'budget':
      return nanodollars;
  }
}

export function tallyOf({ base, each }: Bound, isFurther: boolean): Record<string, Amount> {
  const amount = (name: keyof Amounts) => ({ base: base[name], each: each[name] });
  return {
    requests: { base: isFurther ? 0 : 1, each: 0 },
    inputTokens: amount('inputTokens'),
    outputTokens: amount('outputTokens'),
    nanodollars: amount('nanodollars'),
  } satisfies Partial<Record<TallyName, Amount>>;
}

/** Nano-dollars of one attempt. */
export function sumOf({ base, each }: Bound, units: number): number {
  return base.nanodollars + units * each.nanodollars;
}
