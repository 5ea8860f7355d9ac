// Fuzzed requests against the bundle in workerd, and the properties that hold for every request.
import { expect, test } from 'vitest';
import { runCampaign } from './campaign.ts';
import { freshSeed } from './options.ts';
import { makeRequest } from './requests.ts';

const COUNT = 2500;

test.each([
  ['the same each time', 7],
  ['another one each time', freshSeed()],
])(
  'no request hangs, leaks, breaks the gateway or leads astray: a seed that is %s',
  async (_, seed) => {
    console.log(`fuzz: ${COUNT} requests from --seed ${seed}`);
    const campaign = await runCampaign({ seed, from: 0, count: COUNT });
    expect(campaign.findings).toEqual([]);
    expect(campaign.requests).toBe(COUNT);
    // Most are refused; enough come through to Azure for what holds there to be seen.
    expect(campaign.calls).toBeGreaterThan(COUNT / 20);
    expect(campaign.statuses.get(200)).toBeGreaterThan(COUNT / 20);
  },
);

test('a request is made again from its seed and index', () => {
  for (let index = 0; index < 50; index++) {
    expect(makeRequest(11, index)).toEqual(makeRequest(11, index));
  }
  expect(makeRequest(11, 1).raw).not.toEqual(makeRequest(12, 1).raw);
});
