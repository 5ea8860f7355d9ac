// The bindings LIMITS and ALERTS: how much each user may use, and where messages about budgets go.

import {
  ALERT_FORMATS,
  type AlertsBinding,
  type BudgetBinding,
  type LimitsBinding,
  type LimitSet,
  type TeamBinding,
} from '../contract/budgets.ts';
import type { Env } from '../contract/env.ts';
import { err, ok, type Result } from '../contract/result.ts';
import {
  describeFault,
  isLike,
  isListOf,
  isNonEmptyText,
  isOneOf,
  isTextLike,
  isWhole,
  matches,
  optional,
  type Shape,
} from '../formats/json-checks.ts';
import { isObject, parseObject } from '../formats/json.ts';
import { readBinding } from './read-binding.ts';

const BUDGET: Shape<BudgetBinding> = {
  amount: isWhole,
  per: isOneOf('day', 'week', 'month', 'total'),
};

const LIMIT_SET: Shape<LimitSet> = {
  budget: optional(isBudgets),
  tokensPerMinute: optional(isWhole),
  requestsPerMinute: optional(isWhole),
  concurrentRequests: optional(isWhole),
};

const TEAM: Shape<TeamBinding> = {
  shared: optional(isLike(LIMIT_SET)),
  members: optional(isLike(LIMIT_SET)),
};

const LIMITS: Shape<LimitsBinding> = {
  stack: optional(isLike(LIMIT_SET)),
  teams: optional(isTeams),
  onLedgerFailure: optional(isOneOf('refuse', 'allow')),
};

const ALERTS: Shape<AlertsBinding> = {
  // Without encryption only to this machine.
  webhook: isTextLike(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)(:|\/|$))\S*$/),
  format: isOneOf(...ALERT_FORMATS),
  at: isPercentages,
  gateway: isNonEmptyText,
};

/** The check for a user's own limits. */
export const isLimitSet = isLike(LIMIT_SET);

function isBudgets(value: unknown): value is readonly BudgetBinding[] {
  return isListOf(isLike(BUDGET), value);
}

function isTeams(value: unknown): value is Readonly<Record<string, TeamBinding>> {
  return isObject(value) && Object.values(value).every((team) => matches(TEAM, team));
}

function isPercentages(value: unknown): value is readonly number[] {
  return isListOf(isWhole, value) && value.every((percent) => percent <= 100);
}

/** What the stack says about limits. */
export interface Limits extends LimitsBinding {
  /** undefined: no messages are sent. */
  readonly alerts: AlertsBinding | undefined;
}

/** Reads the limits; undefined where there are none. */
export function readLimits(env: Env): Result<Limits | undefined, string> {
  const text = readBinding(env, 'LIMITS');
  if (text === undefined) return ok(undefined);
  const limits = parseObject(text);
  if (!matches(LIMITS, limits)) return err(`LIMITS ${describeFault(LIMITS, limits)}`);
  const alertsText = readBinding(env, 'ALERTS');
  if (alertsText === undefined) return ok({ ...limits, alerts: undefined });
  const alerts = parseObject(alertsText);
  if (!matches(ALERTS, alerts)) return err(`ALERTS ${describeFault(ALERTS, alerts)}`);
  return ok({ ...limits, alerts });
}
