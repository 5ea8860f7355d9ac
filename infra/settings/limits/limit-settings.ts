// Teams and limits after parsing, and what they say together.
import type { z } from 'zod';
import type { LimitSet } from '../../../worker/contract/budgets.ts';
import type { alertsSchema, membersSchema, teamSchema } from './limit-schema.ts';

/** A team. */
export interface TeamSettings {
  readonly name: string;
  /** Shared by its members. */
  readonly shared: LimitSet;
  /** Of each member that does not have its own. */
  readonly members: LimitSet;
}

export type AlertSettings = z.output<typeof alertsSchema>;

/** Everything that limits somebody. */
export interface LimitPlan {
  readonly users: readonly LimitedUser[];
  readonly teams: readonly TeamSettings[];
  /** Shared by all users. */
  readonly limits: LimitSet;
}

/** A user as far as limits matter. */
export interface LimitedUser {
  readonly name: string;
  readonly team?: string | undefined;
  /** The user's own. */
  readonly limits?: LimitSet | undefined;
}

/** What a team may set for its members besides limits. */
export type MemberDefaults = Omit<z.output<typeof membersSchema>, keyof LimitSet>;

/** Splits an entry of `teams`. */
export function toTeamSettings({
  name,
  members,
  ...shared
}: z.output<typeof teamSchema>): TeamSettings {
  return { name, shared: pickLimits(shared), members: pickLimits(members ?? {}) };
}

/** The limits among other members; those that are not set are absent. */
export function pickLimits({
  budget,
  tokensPerMinute,
  requestsPerMinute,
  concurrentRequests,
}: { readonly [Name in keyof LimitSet]: LimitSet[Name] | undefined }): LimitSet {
  return {
    ...(budget !== undefined && { budget }),
    ...(tokensPerMinute !== undefined && { tokensPerMinute }),
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
    ...(concurrentRequests !== undefined && { concurrentRequests }),
  };
}

/** Whether anybody has a limit, so that the stack has a ledger. */
export function hasLedger({ users, teams, limits }: LimitPlan): boolean {
  return (
    isSet(limits) ||
    users.some((user) => isSet(user.limits)) ||
    teams.some(({ shared, members }) => isSet(shared) || isSet(members))
  );
}

/** Whether anything is limited. */
export function isSet(set: LimitSet | undefined): boolean {
  return set !== undefined && Object.keys(set).length > 0;
}

/** Whether a budget holds for a user: its own, its team's or the stack's. */
export function hasBudget({ team: name, limits: own }: LimitedUser, plan: LimitPlan): boolean {
  const team = plan.teams.find((each) => each.name === name);
  return [own, team?.shared, team?.members, plan.limits].some((set) => set?.budget !== undefined);
}
