// The page of figures against the benchmark: every row is in it, and every picture is there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMPARISONS } from '../bench/comparisons.ts';
import { readingsOf } from '../bench/workload.ts';
import { WORKLOADS } from '../bench/workloads.ts';
import { tableWith } from './markdown.ts';

const DOCS = join(import.meta.dirname, '../../docs');
const page = readFileSync(join(DOCS, 'performance.md'), 'utf8');

function firstTwo(rows: readonly (readonly string[])[]) {
  return rows.map((row) => row.slice(0, 2));
}

test('the table has every workload, in their order, with a figure', () => {
  const rows = tableWith(page, 'chat-2k');
  const expected = WORKLOADS.flatMap(readingsOf).map(({ name, what }) => [name, what]);
  expect(firstTwo(rows)).toEqual(expected);
  for (const row of rows) expect(row[5]).toMatch(/\d/);
});

test('so has the table of comparisons', () => {
  const expected = COMPARISONS.map(({ name, what }) => [name, what]);
  expect(firstTwo(tableWith(page, 'sleep-burst-300'))).toEqual(expected);
});

test('the page has words on each row of the first table', () => {
  const prose = page.slice(page.indexOf('What the rows are:'), page.indexOf('## Where'));
  for (const [name = ''] of tableWith(page, 'chat-2k')) expect(prose).toContain(`\`${name}\``);
});

test('the words table has both modes', () => {
  expect(tableWith(page, 'smooth').map(([mode]) => mode)).toEqual(['off', 'smooth']);
});
