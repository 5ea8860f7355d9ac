// Which limits hold for a user, and where the ledger counts for them.

import type { LimitsBinding, LimitSet } from '../contract/budgets.ts';
import type { Period } from '../contract/ledger.ts';

/** Whose limit it is: the user's own, or one that is shared. */
export type LimitScope = 'user' | 'team' | 'stack';

/** `budget` is in nano-dollars. */
export type LimitKind = 'budget' | 'tokens' | 'requests' | 'concurrent';

/** One limit, and the counter that it is compared with. */
export interface Limit {
  /** The counter's key. */
  readonly key: string;
  readonly scope: LimitScope;
  /** Of the user or the team; empty for the stack. */
  readonly name: string;
  readonly kind: LimitKind;
  readonly per: Period;
  readonly most: number;
}

/** Whether a request takes more or less of it, and not just one. */
export function isOfAmounts({ kind }: Limit): boolean {
  return kind === 'budget' || kind === 'tokens';
}

/** Where the ledger counts what a user uses, and up to where. */
export interface LedgerPlan {
  /** Name of the ledger's object. */
  readonly object: string;
  readonly user: string;
  /** Empty: what the user uses is only recorded. */
  readonly limits: readonly Limit[];
}

/**
 * What the ledger records for each user, model and day. Tokens of text, audio and images are one sum;
 * cached input is a part of the input.
 */
export type TallyName =
  | 'requests'
  | 'inputTokens'
  | 'cachedTokens'
  | 'outputTokens'
  | 'images'
  | 'seconds'
  | 'characters'
  | 'nanodollars';

/** What the stack says about one user. */
export interface LimitedUser {
  readonly name: string;
  readonly team: string | undefined;
  readonly limits: LimitSet | undefined;
}

/**
 * The plan of one user. All users are counted in one object where the stack has limits of its own, since
 * one transaction has to see all counters of a request; otherwise each team and each other user has one.
 */
export function planFor({ name, team, limits }: LimitedUser, binding: LimitsBinding): LedgerPlan {
  const inTeam = team === undefined ? undefined : binding.teams?.[team];
  const own: LimitSet = { ...inTeam?.members, ...limits };
  return {
    object: objectFor({ name, team }, binding),
    user: name,
    limits: [
      ...limitsIn('user', name, own),
      ...(team === undefined ? [] : limitsIn('team', team, inTeam?.shared)),
      ...limitsIn('stack', '', binding.stack),
    ],
  };
}

function objectFor(
  { name, team }: Pick<LimitedUser, 'name' | 'team'>,
  { stack }: LimitsBinding,
): string {
  if (stack !== undefined && Object.keys(stack).length > 0) return 'stack';
  return team === undefined ? `user/${name}` : `team/${team}`;
}

function limitsIn(scope: LimitScope, name: string, set: LimitSet = {}): readonly Limit[] {
  const { budget = [], tokensPerMinute, requestsPerMinute, concurrentRequests } = set;
  const limit = (kind: LimitKind, per: Period, most: number): Limit => ({
    key: `${scope}/${encodeURIComponent(name)}/${kind}/${per}`,
    scope,
    name,
    kind,
    per,
    most,
  });
  return [
    ...(concurrentRequests === undefined ? [] : [limit('concurrent', 'open', concurrentRequests)]),
    ...(requestsPerMinute === undefined ? [] : [limit('requests', 'minute', requestsPerMinute)]),
    ...(tokensPerMinute === undefined ? [] : [limit('tokens', 'minute', tokensPerMinute)]),
    ...budget.map(({ amount, per }) => limit('budget', per, amount)),
  ];
}
