// Making a scenario smaller while it still shows what it shows.
import type { Scenario } from './scenario.ts';

const MOST_TRIES = 60;

/** Removes accounts, users and faults, and shortens the run, for as long as `isStill` is true. */
export async function shrink(
  scenario: Scenario,
  isStill: (smaller: Scenario) => Promise<boolean>,
): Promise<Scenario> {
  let smallest = scenario;
  let tries = 0;
  for (let hasShrunk = true; hasShrunk;) {
    hasShrunk = false;
    for (const smaller of smallerThan(smallest)) {
      if (++tries > MOST_TRIES) return smallest;
      if (!(await isStill(smaller))) continue;
      smallest = smaller;
      hasShrunk = true;
      break;
    }
  }
  return smallest;
}

function smallerThan(scenario: Scenario): readonly Scenario[] {
  const { accounts, users, durationMs } = scenario;
  const fewerUsers = users.length < 2 ? [] : without(users).map((kept) => ({ users: kept }));
  const fewerAccounts =
    accounts.length < 2 ? [] : without(accounts).map((kept) => ({ accounts: kept }));
  const fewerFaults = accounts.flatMap((account, index) =>
    without(account.faults).map((faults) => ({
      accounts: accounts.with(index, { ...account, faults }),
    })),
  );
  const shorter = durationMs < 20_000 ? [] : [{ durationMs: Math.round(durationMs * 0.7) }];
  return [...fewerUsers, ...fewerAccounts, ...fewerFaults, ...shorter].map((change) => ({
    ...scenario,
    ...change,
  }));
}

/** The list without each of its items. */
function without<T>(list: readonly T[]): readonly (readonly T[])[] {
  return list.map((_, index) => list.toSpliced(index, 1));
}
