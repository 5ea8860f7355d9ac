// Many runs, each held against all invariants. A scenario that breaks one is made as small as it can be.
import { compareWithOne, INVARIANTS, MORE_IS_NOT_WORSE } from './invariants.ts';
import { drawScenario, type Scenario } from './scenario.ts';
import { simulate } from './simulate.ts';
import { shrink } from './shrink.ts';

export interface Finding {
  readonly seed: number;
  readonly invariant: string;
  readonly found: string;
  /** The smallest scenario that still breaks it, as JSON. */
  readonly scenario: string;
}

/** The first invariant that the scenario breaks. */
export async function firstBroken(
  scenario: Scenario,
): Promise<{ readonly invariant: string; readonly found: string } | undefined> {
  const run = await simulate(scenario);
  for (const { name, check } of INVARIANTS) {
    const found = check(run);
    if (found !== undefined) return { invariant: name, found };
  }
  const { accounts, seed } = scenario;
  const one = accounts[seed % accounts.length];
  if (accounts.length === 1 || one === undefined) return undefined;
  const alone = await simulate({ ...scenario, accounts: [one] });
  const found = compareWithOne(run, alone);
  return found === undefined ? undefined : { invariant: MORE_IS_NOT_WORSE.name, found };
}

/** Runs the scenarios of so many seeds, beginning with the given one. */
export async function findBroken(firstSeed: number, runs: number): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    const scenario = drawScenario(seed);
    const broken = await firstBroken(scenario);
    if (broken === undefined) continue;
    const isSame = async (smaller: Scenario) =>
      (await firstBroken(smaller))?.invariant === broken.invariant;
    const smallest = await shrink(scenario, isSame);
    const { found } = (await firstBroken(smallest)) ?? broken;
    const { invariant } = broken;
    findings.push({ seed, invariant, found, scenario: JSON.stringify(smallest) });
  }
  return findings;
}
