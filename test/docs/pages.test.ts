// What holds for every page: its links lead somewhere, its code is well-formed, it is short.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import {
  anchors,
  all,
  codeBlocks,
  codeSpans,
  linkTargets,
  PAGES,
  readPage,
  ROOT,
} from './pages.ts';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** Longest page in lines; the pages at the root are each other's table of contents. */
function maxLines(file: string): number {
  return file.startsWith('docs/') ? 150 : 200;
}

/** A path in a folder of this repository. */
const PATH =
  /^(?:worker|infra|local|migrate|container|command-line|pulumi-cli|worker-check|azure-stand-in|test|docs|\.ci|\.github)\/[\w./-]*\w$/;

const OPENING = {
  en: /^\*\*For:\*\* .+ \*\*You need:\*\* /m,
  zh: /^\*\*适用\*\*：.+\*\*需要\*\*：/m,
};

describe.each(PAGES)('$file', (page) => {
  const { file, text, language } = page;

  test('links to files and headings that exist', () => {
    const broken = linkTargets(page)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path = '', anchor] = decodeURI(target).split('#');
        const to = path === '' ? file : normalize(join(dirname(file), path));
        if (!existsSync(join(ROOT, to))) return true;
        return anchor !== undefined && !anchors(readPage(to)).has(anchor);
      });
    expect(broken).toEqual([]);
  });

  test('names only files and scripts that exist', () => {
    const files = codeSpans(page).filter((span) => PATH.test(span));
    expect(files.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    const named = all(text, /npm run (?:--silent |-s )?([\w:]+)/g);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('has YAML and JSON that parse', () => {
    for (const { lang, text: code } of codeBlocks(page)) {
      if (lang === 'yaml') expect(parseDocument(code).errors).toEqual([]);
      if (lang === 'json') expect(() => JSON.parse(code) as unknown).not.toThrow();
    }
  });

  test('is short enough to be read', () => {
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(maxLines(file));
  });

  test.runIf(file.startsWith('docs/'))('opens with whom it is for and what they need', () => {
    expect(text.split('\n').slice(0, 4).join('\n')).toMatch(OPENING[language]);
  });
});

test('the README of each language leads to every page of that language', () => {
  for (const [readme, folder] of [
    ['README.md', 'docs/'],
    ['README.zh-CN.md', 'docs/zh-CN/'],
  ] as const) {
    const targets = linkTargets(readPage(readme)).map((target) => target.replace(/#.*/, ''));
    const own = PAGES.map(({ file }) => file).filter(
      (file) => file.startsWith(folder) && !file.slice(folder.length).includes('/'),
    );
    expect(own.filter((file) => !targets.includes(file))).toEqual([]);
  }
});
