import { invalidRequest, type Refusal } from '../answers/refusal.ts';
import { NO_FAULT, type Fault } from '../faults/fault.ts';
import { parsePace, type Pace } from '../faults/pace.ts';
import type { AzureAccount } from '../operation/account.ts';
import type { ReceivedRequest } from '../reading/received-request.ts';
import { NO_DIRECTIVE, parseUsage, type UsageDirective } from '../usage/usage-directive.ts';
import type { ServerState } from './server-state.ts';

/** How a request asks to be answered, in its headers `x-ms-fault`, `x-ms-pace` and `x-ms-usage`. */
export interface RequestedBehaviour {
  readonly fault: Fault;
  readonly pace: Pace;
  readonly usage: UsageDirective;
  /** The answer when one of those headers cannot be parsed. */
  readonly mistake: Refusal | undefined;
}

/** Reads the headers. Counts the request where a fault is limited to the first few. */
export function readBehaviour(
  state: ServerState,
  account: AzureAccount,
  { headers }: ReceivedRequest,
): RequestedBehaviour {
  const fault = state.faults.read(account.subdomain, headers['x-ms-fault']);
  const pace = readPace(headers['x-ms-pace'], state.defaultPace);
  const usage = parseUsage(headers['x-ms-usage'] ?? '');
  const mistake = describeMistake({ fault, pace, usage });
  return {
    fault: typeof fault === 'string' ? NO_FAULT : fault,
    pace: typeof pace === 'string' ? state.defaultPace : pace,
    usage: typeof usage === 'string' ? NO_DIRECTIVE : usage,
    mistake: mistake === undefined ? undefined : invalidRequest(mistake, null),
  };
}

function readPace(header: string | undefined, otherwise: Pace): Pace | string {
  return header === undefined ? otherwise : parsePace(header);
}

/** By the header's name after `x-ms-`. */
function describeMistake(parsed: Readonly<Record<string, unknown>>): string | undefined {
  const mistake = Object.entries(parsed).find(([, value]) => typeof value === 'string');
  return mistake && `Invalid header x-ms-${mistake[0]}: ${String(mistake[1])}`;
}
