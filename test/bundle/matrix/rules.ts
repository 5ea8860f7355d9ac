// The result that each fault must have, by rules alone. The rules follow from the row of the operations
// table and from what the gateway promises; none was copied from an observed result.
import { isTemplate, type Operation } from '../../../worker/operations/operation.ts';
import { MAX_ATTEMPTS } from '../../../worker/contract/limits.ts';
import { leavingOf, type Fault } from './fault.ts';
import type { Use } from './use.ts';

/** The number of accounts, and which of the accounts that are called fail. */
export const POOLS = ['1', '3, first', '3, all'] as const;
export type Pool = (typeof POOLS)[number];

/** How it ends for the client, and with how many requests to Azure. */
export interface Expected {
  readonly requests: number;
  readonly end: End;
  /** In the log line, when the gateway watches the end of the body. */
  readonly outcome?:
    'complete' | 'client_left' | 'upstream_cut' | 'upstream_stalled' | 'ended_early' | 'failed';
  /** In the log line, when it must say that the client left. */
  readonly error?: 'client_closed_request';
}

export type End =
  /** As if no fault had happened. */
  | { readonly kind: 'whole' }
  /** An error in OpenAI's shape; `code` where it is the gateway's own. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly retry?: Retry;
    }
  /** The connection breaks off, so that no client takes the body to be complete. */
  | { readonly kind: 'broken' }
  /** The SDK raises an error event, which Azure or the gateway wrote. */
  | { readonly kind: 'event'; readonly by: 'gateway' | 'azure'; readonly code?: string }
  /** The socket ends with a code of a failure. */
  | { readonly kind: 'closed' }
  /** Azure's request ends too. */
  | { readonly kind: 'gone' };

/** When a 429 says that the client may retry. */
export type Retry =
  /** Azure's own headers, unchanged. */
  | { readonly kind: 'azure'; readonly headers: Readonly<Record<string, string>> }
  /** The soonest of several accounts, within these bounds, as all SDKs read it. */
  | { readonly kind: 'soonest'; readonly fromMs: number; readonly toMs: number };

/** Why a cell is left out; undefined when the matrix has it. */
export function leftOut(use: Use, fault: Fault, pool: Pool): string | undefined {
  const { form, operation } = use;
  const isStream = form !== 'whole' && form !== 'counted' && form !== 'socket';
  if ((fault.at === 'stream' || fault.at === 'opening') && !isStream) return 'it is not a stream';
  if (fault.timeouts !== undefined && !namesModel(operation))
    return 'it has no model with settings';
  if (fault.timeouts?.idle !== undefined && form !== 'streamed')
    return 'every stream is inspected then';
  if (fault.at === 'body' && (isStream || form === 'socket')) return 'it has no other body';
  if (fault.at === 'socket' && form !== 'socket') return 'it is not a socket';
  if (form === 'socket' && fault.code === 'g-first') return 'no body';
  if (isBeforeBody(fault) && ['counted', 'inspected', 'events', 'smooth'].includes(form)) {
    return 'it is decided before the body, on which these forms differ';
  }
  if (fault.code === 's-empty' && operation.stream === 'other')
    return 'the gateway cannot know its last event';
  if (fault.code === 's-async' && operation.stream !== 'chat') return 'only chat has such chunks';
  if (fault.code === 's-early' && form === 'streamed') return 'a piped stream is not watched';
  if (fault.leaves === 'between') {
    if (pool !== '3, first') return 'there is no second account, or all accounts do the same';
    if (hasHome(operation)) return 'only the first account serves it';
    return canResend(use) ? undefined : 'it cannot be sent twice';
  }
  if (!isBeforeBody(fault) && pool === '3, all') return 'only one account is called';
  if (pool === '3, all' && !movesOn(use, fault)) return 'only one account is called';
  return undefined;
}

/** What must come of a fault. */
export function expectedOf(use: Use, fault: Fault, pool: Pool): Expected {
  if (isBeforeBody(fault)) return ofAnswer(use, fault, pool);
  const watched = isWatched(use);
  if (fault.at === 'gone') {
    const leaving = leavingOf(use, fault);
    const requests = leaving === 'between' ? 2 : 1;
    const hasOutcome = watched && leaving === 'amid';
    // Once an answer has begun, its status is logged. The end of a body is logged only when the gateway watches it.
    const before = leaving !== 'amid';
    return {
      requests,
      end: { kind: 'gone' },
      ...(hasOutcome && { outcome: 'client_left' }),
      ...(before && { error: 'client_closed_request' }),
    };
  }
  if (fault.at === 'socket') return { requests: 1, end: { kind: 'closed' } };
  if (fault.at === 'body') {
    return { requests: 1, end: { kind: 'broken' }, ...(watched && { outcome: 'upstream_cut' }) };
  }
  const gatewayEvent = { requests: 1, end: { kind: 'event', by: 'gateway' } } as const;
  if (fault.code === 's-idle') {
    const end = { ...gatewayEvent.end, code: 'upstream_timeout' } as const;
    return { ...gatewayEvent, end, outcome: 'upstream_stalled' };
  }
  if (fault.code === 's-early') return { ...gatewayEvent, outcome: 'ended_early' };
  if (fault.code === 's-error') {
    // A stream that is piped cannot be watched.
    const outcome = use.form === 'streamed' ? 'complete' : 'failed';
    return { requests: 1, end: { kind: 'event', by: 'azure' }, outcome };
  }
  if (fault.code === 's-async') return { requests: 1, end: { kind: 'whole' }, outcome: 'complete' };
  return { ...gatewayEvent, outcome: 'upstream_cut' };
}

function ofAnswer(use: Use, fault: Fault, pool: Pool): Expected {
  const moves = pool !== '1' && movesOn(use, fault);
  if (moves && pool === '3, first') {
    const watched = isWatched(use);
    return { requests: 2, end: { kind: 'whole' }, ...(watched && { outcome: 'complete' }) };
  }
  const requests = moves ? MAX_ATTEMPTS : 1;
  const { status, cooldown, gatewayError = { status: 502, code: 'upstream_unreachable' } } = fault;
  if (status === undefined) return { requests, end: { kind: 'status', ...gatewayError } };
  if (cooldown === undefined) return { requests, end: { kind: 'status', status } };
  const retry: Retry =
    pool === '1' || hasHome(use.operation)
      ? { kind: 'azure', headers: cooldown.headers }
      : { kind: 'soonest', fromMs: 0, toMs: moves ? cooldown.ms : 0 };
  return { requests, end: { kind: 'status', status, retry } };
}

/** Whether the fault happens before anything can have gone to the client. */
export function isBeforeBody({ at }: Fault): boolean {
  return at === 'answer' || at === 'opening';
}

/** Whether its requests go to a model, with the settings of that model. */
function namesModel({ modelIn: model, path }: Operation): boolean {
  // A socket that joins a session leads to the account that has it.
  return model !== 'none' && model !== 'file' && !path.endsWith('/attach');
}

/** Whether the gateway calls another account after such an answer. */
function movesOn(use: Use, { status = 503 }: Fault): boolean {
  if (!canResend(use) || hasHome(use.operation)) return false;
  // A busy account did nothing, so nothing can happen twice.
  if (status === 429) return true;
  // Another account may be the one that has it.
  if (status === 404) return isTemplate(use.operation);
  return use.operation.repeatable;
}

/** Whether the operation is bound to the first account: what all users share is made and listed there only. */
function hasHome(operation: Operation): boolean {
  return operation.scope === 'account' && !isTemplate(operation);
}

/** A body that was streamed to Azure cannot be sent again. The gateway keeps JSON, and the bodies here are short. */
function canResend({ request, operation }: Use): boolean {
  const isJson = request.type === 'application/json';
  return request.body === undefined || isJson || isRead(operation);
}

function isRead({ takes }: Operation): boolean {
  return takes.length > 0;
}

/** Whether the gateway knows how the body ends: streams of events, and bodies whose tokens it counts. */
function isWatched({ form }: Use): boolean {
  return form !== 'whole' && form !== 'socket';
}
