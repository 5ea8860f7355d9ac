// What a check finds.

/** `skipped`: it was not needed, or could not be done because of something else. */
export type Status = 'ok' | 'warning' | 'failed' | 'skipped';

/** What a check found. */
export interface Finding {
  readonly status: Status;
  /** In one sentence, without a secret. */
  readonly found: string;
  /** Further lines, such as one for each model. */
  readonly details?: readonly string[];
  /** What to do. Every failure has it. */
  readonly advice?: string;
  /** Whether checks that need this one are skipped although it did not fail. */
  readonly blocks?: boolean;
  /** Whether a failure passes by itself in the minutes after a first `up`. */
  readonly isTransient?: boolean;
}

/** Thrown where a check cannot go on: what was found, and what to do about it. */
export class Trouble extends Error {
  readonly advice: string;

  constructor(found: string, advice: string) {
    super(found);
    this.advice = advice;
  }
}

/** Nobody answers at an address. */
export class Unreachable extends Trouble {}

export function ok(found: string, details: readonly string[] = []): Finding {
  return { status: 'ok', found, ...(details.length > 0 && { details }) };
}

export function warning(found: string, advice: string, details: readonly string[] = []): Finding {
  return { status: 'warning', found, advice, ...(details.length > 0 && { details }) };
}

export function failed(found: string, advice: string, details: readonly string[] = []): Finding {
  return { status: 'failed', found, advice, ...(details.length > 0 && { details }) };
}

/** A failure that passes by itself in the minutes after a first `up`. */
export function failedYet(found: string, advice: string, details: readonly string[] = []): Finding {
  return { ...failed(found, advice, details), isTransient: true };
}

/** Nothing to do here. Checks that need this one are done. */
export function notNeeded(found: string): Finding {
  return { status: 'skipped', found };
}

/** Cannot be done. Neither can the checks that need it. */
export function notPossible(found: string, advice: string): Finding {
  return { status: 'skipped', found, advice, blocks: true };
}
