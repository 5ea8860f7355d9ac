// What a caller's request can take at most, or why that cannot be known.

import { isOfAmounts } from '../../access/ledger-plan.ts';
import type { AzureCall } from '../../context.ts';
import type { Model } from '../../models/catalog.ts';
import type { BodyChanges } from '../../request/outgoing-body.ts';
import type { RequestBody } from '../../request/read-body.ts';
import { boundOf, FREE, type Bound } from './bound.ts';
import { notMetered, refuseUnboundedBody } from './not-metered.ts';
import { withLimit } from './output-limit.ts';

/** A request whose model is known, if it has one. */
export interface MeteredCall {
  readonly body: RequestBody;
  readonly model: Model | undefined;
  /** What is changed in the body anyway. */
  readonly changes: BodyChanges;
}

/** Whether money or tokens of the caller are limited. */
export function isBounded({ caller }: AzureCall): boolean {
  return caller.plan?.limits.some(isOfAmounts) === true;
}

/**
 * The bound of a request.
 *
 * @throws RequestFailure where the caller's money or tokens are limited and the request has no bound
 */
export function boundCall(call: AzureCall, request: MeteredCall): Bound {
  const { operation } = call;
  const { body, model, changes } = request;
  if (isBounded(call) && operation.capability !== undefined) {
    if (model === undefined) throw notMetered('a request without a model');
    refuseUnboundedBody(body, model);
    refuseUnpriced(call, model);
  }
  return model === undefined ? FREE : boundOf({ operation, body, model, changes });
}

/** The program refuses such a stack, but not variables that were written by hand. */
function refuseUnpriced({ caller }: AzureCall, { id, price }: Model): void {
  const hasBudget = caller.plan?.limits.some(({ kind }) => kind === 'budget') === true;
  if (hasBudget && price === undefined) throw notMetered(`\`${id}\`, which has no price,`);
}

/** The changes with the output limited to what was granted, where Azure would not limit it so by itself. */
export function limitedTo(
  units: number,
  changes: BodyChanges,
  { limit, most }: Bound,
): BodyChanges {
  if (limit === undefined) return changes;
  const isLonger = limit.asked !== undefined && limit.asked > units;
  return units < most || isLonger || limit.isUnsure ? withLimit(changes, limit, units) : changes;
}
