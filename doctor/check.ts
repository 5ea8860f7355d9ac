// A check of the doctor.
import type { Context } from './context/context.ts';
import type { Finding } from './finding.ts';

export interface Check {
  readonly id: string;
  readonly title: string;
  /** Ids of earlier checks. Where one of them failed, this one is skipped. */
  readonly needs?: readonly string[];
  readonly run: (context: Context) => Finding | Promise<Finding>;
}

/** A finding as it is reported. */
export interface Line extends Omit<Finding, 'blocks'> {
  readonly id: string;
  readonly title: string;
}
