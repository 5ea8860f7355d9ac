// The commands that the pages show: every line of their `sh` blocks, and those commands in running text
// that have arguments.
import type { Token } from 'marked';
import { ENGLISH, readPage, type Page } from '../pages.ts';

/** One command as a page shows it, with its placeholders. */
export interface PageCommand {
  /** Relative to the repository's root. */
  readonly file: string;
  /** Continued lines are joined. */
  readonly line: string;
}

/** English pages. Those in Chinese show the same blocks. */
const FILES = ['README.md', ...ENGLISH];

const PROGRAMS = /^(?:npm|npx|pulumi|az|gh|git|jq|docker|export) /;

/** The commands of all pages, each once for a page, in the page's order. */
export const COMMANDS: readonly PageCommand[] = FILES.map(readPage).flatMap(commandsOf);

function commandsOf(page: Page): readonly PageCommand[] {
  const lines = page.tokens.flatMap(linesOf);
  return [...new Set(lines)].map((line) => ({ file: page.file, line }));
}

function linesOf({ type, raw, ...token }: Token): readonly string[] {
  const text = 'text' in token ? String(token.text) : raw;
  if (type === 'code') return /^ *```sh\b/.test(raw) ? commandLines(text) : [];
  return type === 'codespan' && PROGRAMS.test(text) && hasArguments(text) ? [text] : [];
}

/** `npm run up` and `pulumi config` in a sentence are names. */
function hasArguments(text: string): boolean {
  const words = text.startsWith('npm ') ? 3 : text.startsWith('export ') ? 1 : 2;
  return text.split(' ').length > words;
}

/** The commands of a block. One goes on in the next line after a backslash or inside of quotes. */
export function commandLines(block: string): readonly string[] {
  const commands: string[] = [];
  let open = '';
  for (const line of block.split('\n')) {
    const text = open === '' ? line.trim() : `${open}${line}`;
    if (text.endsWith('\\')) open = `${text.slice(0, -1).trimEnd()} `;
    else if (isInQuotes(text)) open = `${text}\n`;
    else {
      if (text !== '' && !text.startsWith('#')) commands.push(text.replaceAll(/ {2,}/g, ' '));
      open = '';
    }
  }
  return open === '' ? commands : [...commands, open];
}

function isInQuotes(text: string): boolean {
  const bare = text.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '');
  return /["']/.test(bare);
}
