// A thousand random scenarios, in parts so that none is long.
import { expect, test } from 'vitest';
import { runCampaign } from './campaign.ts';

const PARTS = 10;
const RUNS_EACH = 100;

test.each(Array.from({ length: PARTS }, (_, part) => 1 + part * RUNS_EACH))(
  `no invariant is broken by the ${RUNS_EACH} scenarios from seed %i on`,
  async (firstSeed) => {
    const { findings, tallies } = await runCampaign(firstSeed, RUNS_EACH);
    expect(findings).toEqual([]);
    // Each of them was about something that happened.
    expect(tallies.filter(({ judged }) => judged === 0)).toEqual([]);
  },
);
