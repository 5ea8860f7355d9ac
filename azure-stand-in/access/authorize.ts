// What a caller with a token may do at an account: what its roles there allow.
import { permissionDenied, type Refusal } from '../answers/refusal.ts';
import type { AzureAccount } from '../operation/account.ts';
import type { Caller } from './authenticate.ts';
import {
  dataActionOf,
  describeOperation,
  otherMakersAction,
  type OperationName,
} from './data-actions.ts';
import { isAllowed } from './role-definitions.ts';

/** A refusal of the operation, if there is one. */
export function authorize(
  account: AzureAccount,
  caller: Caller,
  operation: OperationName,
): Refusal | undefined {
  return check(account, caller, operation, dataActionOf(operation));
}

/** A refusal of a model that OpenAI did not make, once the request has named it. */
export function authorizeMaker(
  account: AzureAccount,
  caller: Caller,
  operation: OperationName,
  maker: string,
): Refusal | undefined {
  return maker === 'OpenAI'
    ? undefined
    : check(account, caller, operation, otherMakersAction(operation.path));
}

function check(
  { roles = [] }: AzureAccount,
  caller: Caller,
  operation: OperationName,
  dataAction: string,
): Refusal | undefined {
  if (caller.kind === 'key' || isAllowed(roles, caller.principalId, dataAction)) return undefined;
  return permissionDenied(caller.principalId, dataAction, describeOperation(operation));
}
