import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const page = readFileSync(join(import.meta.dirname, 'hazards.md'), 'utf8');
const entries = page.split('\n').filter((line) => line.startsWith('- '));

test.each(entries)('%s', (entry) => {
  const [, cited = '', tests = ''] = /^- \S.*\. Met in (.+)\. Tests: (.+)\.$/.exec(entry) ?? [];
  const linksOf = (text: string) =>
    [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
  expect(linksOf(cited)).toContainEqual(expect.stringMatching(/^https:\/\//));
  const files = linksOf(tests);
  expect(files).not.toEqual([]);
  expect(files.filter((file) => !existsSync(join(import.meta.dirname, file)))).toEqual([]);
});

test('no hazard is listed twice', () => {
  const sentences = entries.map((entry) => entry.split(' Met in ')[0]);
  expect([...new Set(sentences)]).toEqual(sentences);
});
