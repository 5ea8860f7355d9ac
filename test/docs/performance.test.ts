// The page of figures against the benchmark: every row is in it, and every picture is there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMPARISONS } from '../bench/comparisons.ts';
import { readingsOf } from '../bench/workload.ts';
import { WORKLOADS } from '../bench/workloads.ts';
import { elementsOf } from '../bench/xml.ts';
import { linkTargets, readPage, tableWith } from './pages.ts';

const DOCS = join(import.meta.dirname, '../../docs');
const PERFORMANCE = readPage('docs/performance.md');
const page = PERFORMANCE.text;

function firstTwo(rows: readonly (readonly string[])[]) {
  return rows.map((row) => row.slice(0, 2));
}

test('the table has every workload, in their order, with a figure', () => {
  const rows = tableWith(PERFORMANCE, 'chat-2k');
  const expected = WORKLOADS.flatMap(readingsOf).map(({ name, what }) => [name, what]);
  expect(firstTwo(rows)).toEqual(expected);
  for (const row of rows) expect(row[5]).toMatch(/\d/);
});

test('so has the table of comparisons', () => {
  const expected = COMPARISONS.map(({ name, what }) => [name, what]);
  expect(firstTwo(tableWith(PERFORMANCE, 'sleep-burst-300'))).toEqual(expected);
});

test('the page has words on each row of the first table', () => {
  const prose = page.slice(page.indexOf('What the rows are:'), page.indexOf('## Where'));
  for (const [name = ''] of tableWith(PERFORMANCE, 'chat-2k'))
    expect(prose).toContain(`\`${name}\``);
});

test('the words table has both modes', () => {
  expect(tableWith(PERFORMANCE, 'smooth').map(([mode]) => mode)).toEqual(['off', 'smooth']);
});

test('every picture of the page is there, and is XML', () => {
  const pictures = linkTargets(PERFORMANCE).filter((target) => target.endsWith('.svg'));
  expect(pictures).toHaveLength(3);
  for (const picture of pictures) {
    const [root] = elementsOf(readFileSync(join(DOCS, picture), 'utf8'));
    expect(root?.name).toBe('svg');
  }
});
