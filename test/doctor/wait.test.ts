// Waiting for what passes by itself, in a time that only the pauses move.
import { expect, test } from 'vitest';
import type { Check, Line } from '../../doctor/check.ts';
import type { Status } from '../../doctor/finding.ts';
import { waitForLines } from '../../doctor/wait.ts';

const run = () => ({ status: 'ok', found: '' }) as const;
const CHECKS: readonly Check[] = [
  { id: 'stack', title: 'Stack', run },
  { id: 'address', title: 'DNS', needs: ['stack'], run },
  { id: 'health', title: 'Gateway', needs: ['address'], run },
  { id: 'requests', title: 'Requests', needs: ['health'], run },
  { id: 'prices', title: 'Prices', needs: ['stack'], run },
];

type Result = Status | 'not yet';

/** One line for each check; those that are not named are in order. */
function report(results: Readonly<Record<string, Result>>): readonly Line[] {
  return CHECKS.map(({ id, title }) => {
    const result = results[id] ?? 'ok';
    if (result !== 'not yet') return { id, title, status: result, found: '' };
    return { id, title, status: 'failed', found: '', isTransient: true };
  });
}

const NO_NAME = { address: 'not yet', health: 'skipped', requests: 'skipped' } as const;
const NO_ROLE = { requests: 'not yet' } as const;

/** @param reports of each run in turn; the last one stays */
async function wait(minutes: number, ...reports: readonly Readonly<Record<string, Result>>[]) {
  let time = 0;
  const runs: (readonly string[])[] = [];
  const said: string[] = [];
  const at = (index: number) => report(reports[Math.min(index, reports.length - 1)] ?? {});
  const lines = await waitForLines(
    at(0),
    CHECKS,
    (checks) => {
      const ids = checks.map(({ id }) => id);
      runs.push(ids);
      return Promise.resolve(at(runs.length).filter(({ id }) => ids.includes(id)));
    },
    {
      minutes,
      now: () => time,
      pause: (milliseconds) => {
        time += milliseconds;
        return Promise.resolve();
      },
      say: (line) => said.push(line),
    },
  );
  const failed = lines.filter(({ status }) => status === 'failed').map(({ id }) => id);
  return { lines, failed, runs, said, minutes: time / 60_000 };
}

test('it does not wait where nothing failed, or where it may not', async () => {
  expect(await wait(15, {})).toMatchObject({ runs: [], said: [], minutes: 0 });
  expect(await wait(0, NO_NAME)).toMatchObject({ failed: ['address'], runs: [], said: [] });
});

test('it repeats what failed and what needs it, until nothing fails, and says so once', async () => {
  const { lines, runs, said, minutes } = await wait(15, NO_NAME, NO_NAME, NO_ROLE, {});
  expect(runs).toEqual([
    ['address', 'health', 'requests'],
    ['address', 'health', 'requests'],
    ['requests'],
  ]);
  expect(lines).toEqual(report({}));
  expect(minutes).toBe(3);
  expect(said).toEqual([
    'Not in order yet: DNS. After a first npm run up this takes minutes; it is checked again once a minute, for up to 15 minutes.',
  ]);
});

test('the time ends it', async () => {
  const { failed, minutes, runs } = await wait(4, NO_NAME);
  expect({ failed, minutes, runs: runs.length }).toEqual({
    failed: ['address'],
    minutes: 4,
    runs: 4,
  });
});

test('what does not pass by itself ends it at once', async () => {
  expect((await wait(15, { ...NO_NAME, prices: 'failed' })).minutes).toBe(0);
  const { failed, minutes } = await wait(15, NO_NAME, { health: 'failed', requests: 'skipped' });
  expect({ failed, minutes }).toEqual({ failed: ['health'], minutes: 1 });
});
