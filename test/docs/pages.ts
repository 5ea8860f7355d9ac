// The pages of the documentation as marked reads them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lexer, walkTokens, type Token, type Tokens } from 'marked';
import type { Language } from '../../docs/tables/language.ts';

export const ROOT = join(import.meta.dirname, '../..');

/** One page. */
export interface Page {
  /** Relative to the repository's root. */
  readonly file: string;
  readonly language: Language;
  readonly text: string;
  /** All tokens, nested ones included, in order. */
  readonly tokens: readonly Token[];
}

/** @param file relative to the repository's root */
export function readPage(file: string): Page {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const tokens: Token[] = [];
  void walkTokens(lexer(text), (token) => {
    tokens.push(token);
  });
  return { file, language: file.includes('zh-CN') ? 'zh' : 'en', text, tokens };
}

function pagesIn(folder: string): readonly string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => (folder === '' ? name : `${folder}/${name}`));
}

export const ENGLISH = pagesIn('docs');
export const CHINESE = pagesIn('docs/zh-CN');

/** Every page of the repository's root, docs/ and docs/zh-CN/. */
export const PAGES: readonly Page[] = [...pagesIn(''), ...ENGLISH, ...CHINESE].map(readPage);

/** The fenced blocks, in order. */
export function codeBlocks({ tokens }: Page): readonly Tokens.Code[] {
  return tokens.filter((token): token is Tokens.Code => token.type === 'code');
}

/** The texts in backticks outside of blocks. */
export function codeSpans({ tokens }: Page): readonly string[] {
  return tokens
    .filter((token): token is Tokens.Codespan => token.type === 'codespan')
    .map(({ text }) => text);
}

/** Where links and pictures lead. */
export function linkTargets({ tokens }: Page): readonly string[] {
  return tokens
    .filter(
      (token): token is Tokens.Link | Tokens.Image =>
        token.type === 'link' || token.type === 'image',
    )
    .map(({ href }) => href);
}

export function headings({ tokens }: Page): readonly Tokens.Heading[] {
  return tokens.filter((token): token is Tokens.Heading => token.type === 'heading');
}

/** A table as plain text: its rows without the head, each cell without the marks of code. */
export type Rows = readonly (readonly string[])[];

export function tables({ tokens }: Page): readonly Rows[] {
  return tokens
    .filter((token): token is Tokens.Table => token.type === 'table')
    .map(({ rows }) => rows.map((row) => row.map(({ text }) => text.replace(/^`([^`]*)`$/, '$1'))));
}

/**
 * The rows of the one table that has `cell` in its first column.
 *
 * @throws Error when none or several have it
 */
export function tableWith(page: Page, cell: string): Rows {
  const found = tables(page).filter((rows) => rows.some(([first]) => first === cell));
  const [table] = found;
  if (table === undefined || found.length > 1) {
    throw new Error(`${found.length} tables of ${page.file} have ${cell} in their first column`);
  }
  return table;
}

/** The first column of that table. */
export function firstColumn(page: Page, cell: string): readonly string[] {
  return tableWith(page, cell).map(([first = '']) => first);
}

/** The anchors that GitHub gives to headings. */
export function anchors(page: Page): ReadonlySet<string> {
  return new Set(
    headings(page).map(({ text }) =>
      text
        .replaceAll(/[`*]|\]\([^)]*\)|\[/g, '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** The texts of every match's first group. */
export function all(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, group = '']) => group);
}
