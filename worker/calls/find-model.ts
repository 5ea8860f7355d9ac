// Which model a request is for, from wherever its operation names it.

import type { AzureCall } from '../context.ts';
import { RequestFailure } from '../contract/failure.ts';
import { isRestricted, type Model } from '../models/catalog.ts';
import { findPossible, resolveModel } from '../models/resolve-model.ts';
import { isTemplate } from '../operations/operation.ts';
import { readModelName } from '../request/named-model.ts';
import type { RequestBody } from '../request/read-body.ts';

/** A model, under the name that the request gave it, if it gave one. */
export interface FoundModel {
  readonly name: string | undefined;
  readonly model: Model;
}

/**
 * The model of a request; undefined where it needs none, or leaves the choice to Azure.
 *
 * @throws RequestFailure where the caller may not use the model, or it does not support the operation
 */
export function findModel(call: AzureCall, body: RequestBody): FoundModel | undefined {
  const { operation, target, choice } = call;
  switch (operation.modelIn) {
    case 'none':
      return undefined;
    case 'file':
      if (!isRestricted(choice)) return undefined;
      throw new RequestFailure({
        kind: 'any_model_not_allowed',
        available: [...choice.allowed.keys()],
      });
    case 'message':
      return findForSocket(call, body);
    case 'query':
      return findForRealtime(call, body);
    case 'session':
    case 'body': {
      const name = readModelName(operation, target, body);
      if (name === undefined && operation.modelIsOptional && !isRestricted(choice)) {
        return undefined;
      }
      return resolveModel(name, operation.capability, choice);
    }
  }
}

/** The messages name their models. Until then any model decides which account the socket leads to. */
function findForSocket(
  { operation, target, choice }: AzureCall,
  body: RequestBody,
): FoundModel | undefined {
  const name = readModelName(operation, target, body);
  if (name !== undefined) return resolveModel(name, operation.capability, choice);
  // It joins what one of the accounts has.
  if (isTemplate(operation)) return undefined;
  const possible = operation.capability && findPossible(operation.capability, choice.allowed);
  return possible && { name: undefined, model: possible.model };
}

/**
 * A realtime socket names its model in the query. One that joins a call has the model with which the
 * call was made, and one with an intent, such as transcription, is not bound to realtime models.
 */
function findForRealtime(
  { operation, target, choice }: AzureCall,
  body: RequestBody,
): FoundModel | undefined {
  const query = new URLSearchParams(target.query);
  const hasIntent = query.has('intent');
  const callId = query.get('call_id') ?? '';
  const isSpecial = hasIntent || query.has('call_id');
  const name = readModelName(operation, target, body);
  if (name === undefined && isSpecial) {
    const joinsCall = !hasIntent && callId !== '';
    if (joinsCall || !isRestricted(choice)) return undefined;
  }
  return resolveModel(name, isSpecial ? undefined : operation.capability, choice);
}
