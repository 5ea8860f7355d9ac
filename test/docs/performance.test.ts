// The page of figures against the benchmark: every row is in it.
import { expect, test } from 'vitest';
import { COMPARISONS } from '../bench/rows/comparisons.ts';
import { readingsOf } from '../bench/rows/workload.ts';
import { WORKLOADS } from '../bench/rows/workloads.ts';
import { readPage, tableWith } from './pages.ts';

const PAGE = readPage('docs/performance.md');

function firstTwo(rows: readonly (readonly string[])[]) {
  return rows.map((row) => row.slice(0, 2));
}

test('the table has every workload, in their order, with a figure', () => {
  const rows = tableWith(PAGE, 'chat-2k');
  const expected = WORKLOADS.flatMap(readingsOf).map(({ name, what }) => [name, what]);
  expect(firstTwo(rows)).toEqual(expected);
  for (const row of rows) expect(row[5]).toMatch(/\d/);
});

test('so has the table of comparisons', () => {
  const expected = COMPARISONS.map(({ name, what }) => [name, what]);
  expect(firstTwo(tableWith(PAGE, 'sleep-burst-300'))).toEqual(expected);
});

test.each(WORKLOADS.flatMap(readingsOf))('the page explains $name', ({ name }) => {
  expect(PAGE.text).toMatch(new RegExp(`^- .*\`${name}\``, 'm'));
});

test('the words table has both modes', () => {
  expect(tableWith(PAGE, 'smooth').map(([mode]) => mode)).toEqual(['off', 'smooth']);
});
