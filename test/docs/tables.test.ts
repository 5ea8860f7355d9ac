// The generated tables are current, and Pulumi.yaml describes the settings as they do.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { copyBenchmarkBlocks } from '../../docs/tables/benchmark-blocks.ts';
import { fillPage, TABLE_NAMES, tablesIn } from '../../docs/tables/fill-page.ts';
import { STACK_TEXTS } from '../../docs/tables/settings/stack-texts.ts';
import { knownKeys } from '../../infra/settings/settings-schema.ts';
import { PAGES, readPage, ROOT } from './pages.ts';

const GENERATED = PAGES.filter(({ text }) => tablesIn(text).length > 0);

test.each(GENERATED)('the tables of $file are current: npm run docs', async (page) => {
  const { file, text, language } = page;
  expect(await fillPage(text, language, join(ROOT, file))).toBe(text);
});

test.each(['en', 'zh'] as const)('every table is in one page: %s', (language) => {
  const shown = GENERATED.filter((page) => page.language === language).flatMap(({ text }) =>
    tablesIn(text),
  );
  expect(shown.toSorted()).toEqual(TABLE_NAMES.toSorted());
});

test("the benchmark's tables are those of its own page: npm run docs", () => {
  const { text } = readPage('docs/zh-CN/performance.md');
  const english = readPage('docs/performance.md').text;
  expect(copyBenchmarkBlocks(text, english)).toBe(text);
  expect(text).toContain('<!-- workloads: written by the benchmark -->');
});

test('an unknown table is refused', async () => {
  const page = '<!-- generated:nothing -->\n<!-- /generated -->\n';
  await expect(fillPage(page, 'en', 'page.md')).rejects.toThrow('there is no table "nothing"');
});

describe('Pulumi.yaml', () => {
  const { config } = z
    .object({ config: z.record(z.string(), z.object({ description: z.string().default('') })) })
    .parse(parse(readFileSync(join(ROOT, 'Pulumi.yaml'), 'utf8')));

  /** A project that was made with `pulumi new` may have its name in front; `pulumi:tags` is not a setting. */
  const descriptions = new Map(
    Object.entries(config)
      .filter(([key]) => !key.startsWith('pulumi:'))
      .map(([key, { description }]) => [key.replace(/^.*:/, ''), description]),
  );

  test.each(Object.entries(STACK_TEXTS))('describes %s as the table does', (key, { en }) => {
    expect(descriptions.get(key)?.startsWith(en.replaceAll('`', ''))).toBe(true);
  });

  test.each(['models', 'regions', 'users', 'contentFilters'])('names every member of %s', (key) => {
    const words = new Set(descriptions.get(key)?.match(/\w+/g));
    expect(knownKeys([key, 0]).filter((member) => !words.has(member))).toEqual([]);
  });
});
