// Budgets and other limits, as the Pulumi program writes them for the Worker.

import type { Period } from './ledger.ts';

/** Limits of one user, one team or the stack. Each is an integer above 0. */
export interface LimitSet {
  readonly budget?: readonly BudgetBinding[];
  readonly tokensPerMinute?: number;
  readonly requestsPerMinute?: number;
  readonly concurrentRequests?: number;
}

/** An amount of money for each span. */
export interface BudgetBinding {
  /** Nano-dollars (10⁻⁹ USD). */
  readonly amount: number;
  readonly per: Exclude<Period, 'open' | 'minute'>;
}

/** Who shares which limits. */
export interface LimitsBinding {
  /** Shared by all users. With it, one object of the ledger counts for all of them. */
  readonly stack?: LimitSet;
  /** By name. */
  readonly teams?: Readonly<Record<string, TeamBinding>>;
  /** What happens while the ledger does not answer; default `refuse`. */
  readonly onLedgerFailure?: 'refuse' | 'allow';
}

export interface TeamBinding {
  /** Shared by the members. */
  readonly shared?: LimitSet;
  /** Of each member that does not have its own. */
  readonly members?: LimitSet;
}

/** A webhook that hears when a budget is nearly spent. */
export interface AlertsBinding {
  /** HTTPS; plain HTTP only on the machine itself. */
  readonly webhook: string;
  readonly format: AlertFormat;
  /** Percentages of a budget. */
  readonly at: readonly number[];
  /** Named in the messages. */
  readonly gateway: string;
}

export const ALERT_FORMATS = ['json', 'slack', 'teams', 'discord'] as const;

export type AlertFormat = (typeof ALERT_FORMATS)[number];
