// The simulation in short; `npm run test:slow` has a thousand runs.
import { describe, expect, test } from 'vitest';
import { judgeScenario, runCampaign } from '../simulation/campaign.ts';
import { KNOWN_SCENARIOS } from '../simulation/known-scenarios.ts';
import { drawScenario } from '../simulation/scenario.ts';
import { simulate } from '../simulation/simulate.ts';

test.each([1, 11])('five random scenarios from seed %i on break no invariant', async (seed) => {
  const { findings } = await runCampaign(seed, 5);
  expect(findings).toEqual([]);
});

describe('no invariant is broken by', () => {
  test.each(KNOWN_SCENARIOS)('%s', async (_, scenario) => {
    const verdicts = [...(await judgeScenario(scenario))];
    expect(verdicts.filter(([, { kind }]) => kind === 'broken')).toEqual([]);
  });
});

test('a seed repeats its run', async () => {
  const scenario = drawScenario(7);
  const [first, second] = [await simulate(scenario), await simulate(scenario)];
  expect(second).toEqual(first);
});
