import { invalidRequest, type Refusal } from '../answers/refusal.ts';
import { NO_FAULT, type Fault } from '../faults/fault.ts';
import { parsePace, type Pace } from '../faults/pace.ts';
import type { AzureAccount } from '../operation/account.ts';
import type { ReceivedRequest } from '../reading/received-request.ts';
import type { ServerState } from './server-state.ts';

/** How a request asks to be answered, in its headers `x-ms-fault` and `x-ms-pace`. */
export interface RequestedBehaviour {
  readonly fault: Fault;
  readonly pace: Pace;
  /** The answer when one of those headers cannot be parsed. */
  readonly mistake: Refusal | undefined;
}

/** Reads the two headers. Counts the request where a fault is limited to the first few. */
export function readBehaviour(
  state: ServerState,
  account: AzureAccount,
  { headers }: ReceivedRequest,
): RequestedBehaviour {
  const fault = state.faults.read(account.subdomain, headers['x-ms-fault']);
  const pace = readPace(headers['x-ms-pace'], state.defaultPace);
  const mistake = describeMistake(fault, pace);
  return {
    fault: typeof fault === 'string' ? NO_FAULT : fault,
    pace: typeof pace === 'string' ? state.defaultPace : pace,
    mistake: mistake === undefined ? undefined : invalidRequest(mistake, null),
  };
}

function readPace(header: string | undefined, otherwise: Pace): Pace | string {
  return header === undefined ? otherwise : parsePace(header);
}

function describeMistake(fault: unknown, pace: unknown): string | undefined {
  if (typeof fault === 'string') return `Invalid header x-ms-fault: ${fault}`;
  return typeof pace === 'string' ? `Invalid header x-ms-pace: ${pace}` : undefined;
}
