// A short soak: every request is accounted for by its client, by Azure and by the log.
import { expect, test } from 'vitest';
import { SOAK_OPERATIONS } from './plan.ts';
import { soak } from './soak.ts';

test('accounts fail, clients leave, and every request is accounted for on both sides', async () => {
  const most = 3000;
  const { findings, tallies } = await soak({
    seed: 1,
    clients: 50,
    slowMs: 1,
    longestWaitMs: 20,
    goesOn: (requests) => requests < most,
  });
  expect(findings).toEqual([]);
  const all = [...tallies.values()];
  const sum = (of: (tally: (typeof all)[number]) => number) =>
    all.reduce((total, tally) => total + of(tally), 0);
  expect(tallies.size).toBe(SOAK_OPERATIONS.length);
  expect(sum(({ requests }) => requests)).toBe(most);
  for (const seen of ['whole', 'busy', 'failed', 'broken', 'left'] as const) {
    expect(sum((tally) => tally[seen])).toBeGreaterThan(0);
  }
});
