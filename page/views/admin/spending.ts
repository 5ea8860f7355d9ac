// Joins the users of the stack with what they used.
import type { Status, UsageRow } from '../../api/admin.ts';
import type { Usage } from '../../api/me.ts';
import { addUsage } from '../../parts/usage-chart.tsx';

export type StatusUser = Status['users'][number];

/** A user and what that user used. */
export interface Spending {
  readonly name: string;
  readonly team: string | null;
  /** undefined: a user who has left, whose usage the team keeps. */
  readonly user: StatusUser | undefined;
  readonly used: Usage;
}

/** All users, those who spent most first. */
export function spendingOf(
  users: readonly StatusUser[],
  rows: readonly UsageRow[],
): readonly Spending[] {
  const rowsByName = Map.groupBy(rows, ({ user }) => user);
  const names = new Set([...users.map(({ name }) => name), ...rowsByName.keys()]);
  return [...names]
    .map((name) => {
      const own = rowsByName.get(name) ?? [];
      const user = users.find((each) => each.name === name);
      const team = user === undefined ? (own[0]?.team ?? null) : user.team;
      return { name, team, user, used: addUsage(own) };
    })
    .toSorted(byCost);
}

function byCost(one: Spending, other: Spending): number {
  return Number(other.used.cost) - Number(one.used.cost) || one.name.localeCompare(other.name);
}
