// What of a call's work goes onto the bill.
import type { Answer } from '../answers/answer.ts';
import { Refusal } from '../answers/refusal.ts';
import { failureOf } from '../delivery/stream-failure.ts';
import type { Fault } from '../faults/fault.ts';
import type { AzureDeployment } from '../operation/account.ts';
import type { Call } from '../operation/operation.ts';
import { textField, type JsonObject } from '../reading/json-value.ts';
import { isBilled, type BillEntry } from './bill.ts';
import type { Meters, Usage } from './usage.ts';

/** Whose bill it is. */
interface Charged {
  readonly deployment: AzureDeployment;
  /** What rate limit messages call the operation. */
  readonly operationId: string;
  readonly body: JsonObject;
}

/**
 * Makes an answer and puts what it charges onto the bill, at once: that the client leaves, or that a
 * fault cuts the answer, changes nothing.
 */
export function answerCharged(
  call: Pick<Call, 'account' | 'request' | 'bill' | 'fault' | 'usage'>,
  charged: Charged,
  answer: (charge: (usage: Usage) => void) => Answer,
): Answer {
  const charges: Usage[] = [];
  const made = answer((usage) => charges.push(usage));
  const status = statusOf(made, call.fault);
  if (!isProcessed(made, call.fault, call.usage.isProcessed)) return made;
  for (const usage of charges) call.bill.add(subjectOf(call, charged, status), usage);
  return made;
}

/** Who and what an entry of the bill is about. */
export function subjectOf(
  { account, request }: Pick<Call, 'account' | 'request'>,
  { deployment, operationId, body }: Charged,
  status: number,
): Omit<BillEntry, keyof Meters> {
  return {
    account: account.subdomain,
    deployment: deployment.name,
    model: deployment.model,
    operation: operationId,
    status,
    // The header that Azure's SDKs send; gateways pass `x-ms-*` on.
    clientRequestId: request.headers['x-ms-client-request-id'],
    user: textField(body, 'user'),
  };
}

function statusOf(answer: Answer, fault: Fault): number {
  const given = fault['raw-status'] ?? fault.status ?? (fault.html === true ? 502 : undefined);
  return given ?? (answer instanceof Refusal ? answer.status : 200);
}

/**
 * A status that a fault put in the answer's place is billed if Azure had done the work. The same with a
 * stream that fails before its first word: its rate limit is a 429 in another form.
 */
function isProcessed(answer: Answer, fault: Fault, isProcessed: boolean): boolean {
  const hasStatus =
    fault['raw-status'] !== undefined || fault.status !== undefined || fault.html === true;
  if (hasStatus) return isBilled(statusOf(answer, fault), isProcessed);
  const isStream = !(answer instanceof Refusal) && answer.kind === 'events';
  const [failure] = (isStream ? failureOf(fault) : undefined) ?? [];
  const isLimit = failure?.code === 'rate_limit_exceeded' && fault['error-frame'] === undefined;
  return isProcessed || !isLimit;
}
