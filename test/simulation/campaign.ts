// Many runs, each held against all invariants. A scenario that breaks one is made as small as it can be.
import { INVARIANTS } from './invariants.ts';
import type { Finding, Report, Tally } from './report.ts';
import { drawScenario, type Scenario } from './scenario.ts';
import { simulate } from './simulate.ts';
import { shrink } from './shrink.ts';
import type { Verdict } from './verdict.ts';

/** What every invariant says about a scenario, by its name. */
export async function judgeScenario(scenario: Scenario): Promise<ReadonlyMap<string, Verdict>> {
  const { accounts, seed } = scenario;
  const run = await simulate(scenario);
  const one = accounts[seed % accounts.length];
  const hasOthers = accounts.length > 1 && one !== undefined;
  const alone = hasOthers ? await simulate({ ...scenario, accounts: [one] }) : undefined;
  return new Map(INVARIANTS.map(({ name, check }) => [name, check(run, alone)]));
}

/** Runs the scenarios of so many seeds, beginning with the given one. */
export async function runCampaign(firstSeed: number, runs: number): Promise<Report> {
  const tallies: Tally[] = INVARIANTS.map(({ name, words }) => ({ name, words, judged: 0 }));
  const findings: Finding[] = [];
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    const scenario = drawScenario(seed);
    const verdicts = await judgeScenario(scenario);
    for (const tally of tallies) {
      const verdict = verdicts.get(tally.name);
      if (verdict === undefined || verdict.kind === 'not judged') continue;
      tally.judged += 1;
      if (verdict.kind === 'broken') {
        findings.push(await explain(scenario, tally.name, verdict.found));
      }
    }
  }
  return { tallies, findings };
}

async function explain(scenario: Scenario, invariant: string, found: string): Promise<Finding> {
  const breaks = async (smaller: Scenario) =>
    (await judgeScenario(smaller)).get(invariant)?.kind === 'broken';
  const smallest = await shrink(scenario, breaks);
  return { seed: scenario.seed, invariant, found, scenario: JSON.stringify(smallest) };
}
