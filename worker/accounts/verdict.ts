// What follows from the answer of one account. Pure.

import { ATTEMPTS_BUDGET_MS, MAX_ATTEMPTS } from '../contract/limits.ts';

/** The attempt that was just made. */
export interface Attempt {
  /** Azure's status; undefined where there was no answer. */
  readonly status: number | undefined;
  /** The request is about something that one of the accounts keeps, and this one does not have it. */
  readonly isMissing: boolean;
  /** The account, or Entra, refused the gateway's identity. */
  readonly isLockedOut: boolean;
}

/** The request, and how far it has come. */
export interface Progress {
  /** Its body can be sent once more. */
  readonly isResendable: boolean;
  /** Sending it twice has the same effect as sending it once. */
  readonly isRepeatable: boolean;
  /** Attempts made, this one included. */
  readonly attempts: number;
  readonly accounts: number;
  /** Since the first attempt. */
  readonly elapsedMs: number;
  /** One of the accounts that come next may be called now. */
  readonly isAnotherReady: boolean;
  /** An earlier attempt failed. */
  readonly hasFailed: boolean;
}

export type Verdict =
  /** The client gets this answer. */
  | 'answer'
  | 'try-another'
  /** It is missing here, but some accounts that may have it could not be tried. */
  | 'incomplete-search';

/** Judges an attempt. */
export function judge(attempt: Attempt, progress: Progress): Verdict {
  const { isMissing } = attempt;
  if (canTryAnother(isMissing, progress) && isWorthTryingAnother(attempt, progress)) {
    return 'try-another';
  }
  // If some accounts were skipped, a 404 from the others proves nothing: report the failure instead.
  const { isResendable, hasFailed, attempts, accounts } = progress;
  if (isMissing && isResendable && (hasFailed || attempts < accounts)) {
    return 'incomplete-search';
  }
  return 'answer';
}

function canTryAnother(isMissing: boolean, progress: Progress): boolean {
  const { isResendable, attempts, elapsedMs, isAnotherReady } = progress;
  // Finding what is kept may take as many attempts as there are accounts.
  const hasAttemptsLeft = isMissing || attempts < MAX_ATTEMPTS;
  return isResendable && hasAttemptsLeft && elapsedMs < ATTEMPTS_BUDGET_MS && isAnotherReady;
}

function isWorthTryingAnother(
  { status, isMissing, isLockedOut }: Attempt,
  { isRepeatable }: Progress,
): boolean {
  // A refusal, for want of capacity or of rights: nothing was executed.
  if (status === 429 || isMissing || isLockedOut) return true;
  const isBroken = status === undefined || status === 408 || status >= 500;
  return isBroken && isRepeatable;
}
