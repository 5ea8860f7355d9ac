// The pages of the two languages say the same things in the same order.
import { describe, expect, test } from 'vitest';
import { CHINESE, codeBlocks, ENGLISH, headings, readPage, tables, type Page } from './pages.ts';

const PAIRS = [
  ['README.md', 'README.zh-CN.md'],
  ...ENGLISH.map((file) => [file, file.replace('docs/', 'docs/zh-CN/')]),
].filter(([, chinese = '']) => chinese === 'README.zh-CN.md' || CHINESE.includes(chinese));

test('every page is there in both languages', () => {
  expect(CHINESE.map((file) => file.replace('docs/zh-CN/', 'docs/'))).toEqual(ENGLISH);
});

/** Blocks without comments, which are in the language of the page. */
function code(page: Page): readonly string[] {
  return codeBlocks(page).map(({ lang = '', text }) =>
    [lang, ...text.split('\n').map((line) => line.replace(/(^|\s)(#|\/\/) .*$/, ''))].join('\n'),
  );
}

describe.each(PAIRS)('%s and %s', (first = '', second = '') => {
  const [english, chinese] = [readPage(first), readPage(second)];

  test('have the same headings and tables', () => {
    const depths = (page: Page) => headings(page).map(({ depth }) => depth);
    expect(depths(chinese)).toEqual(depths(english));
    const sizes = (page: Page) => tables(page).map((rows) => rows.length);
    expect(sizes(chinese)).toEqual(sizes(english));
  });

  test('have the same code, comments apart', () => {
    expect(code(chinese)).toEqual(code(english));
  });
});

test('a paragraph in Chinese is one line, since a line end is shown as a space', () => {
  const broken = ['README.zh-CN.md', ...CHINESE].flatMap((file) =>
    readPage(file)
      .tokens.filter(({ type }) => type === 'paragraph')
      .filter(({ raw }) => raw.trim().includes('\n'))
      .map(({ raw }) => `${file}: ${raw}`),
  );
  expect(broken).toEqual([]);
});

test('every mark of bold text in Chinese closes, which beside full-width punctuation it may not', () => {
  const shown = ['README.zh-CN.md', ...CHINESE].flatMap((file) =>
    readPage(file)
      .tokens.filter((token) => token.type === 'text' && !('tokens' in token))
      .filter(({ raw }) => raw.includes('**'))
      .map(({ raw }) => `${file}: ${raw}`),
  );
  expect(shown).toEqual([]);
});
