// docs/operations.md against the code: what an operator looks up is there, and nothing that is not.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseSettings } from '../../infra/parse-settings.ts';
import { ANSWERS } from '../../worker/contract/errors.ts';
import { rawConfig } from '../infra/raw-config.ts';
import { codeBlocks, codeSpans, linkTargets, proseOf } from './markdown.ts';

const ROOT = join(import.meta.dirname, '../..');
function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
const PAGE = read('docs/operations.md');

const WORKER = readdirSync(join(ROOT, 'worker'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => read(`worker/${file}`))
  .join('\n');
function all(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, group = '']) => group);
}

/** Codes of failures, and those that stand in a stream or take the place of Azure's. */
const CODES = [...Object.keys(ANSWERS), ...all(WORKER, /\bcode: '(\w+)'/g)];
const OUTCOMES = all(/type StreamOutcome =([^;]*);/.exec(WORKER)?.[1] ?? '', /'(\w+)'/g);
/** Azure's own. */
const OTHERS = ['content_filter'];

const spans = codeSpans(proseOf(PAGE));
const snake = [...new Set(spans.filter((span) => /^[a-z]+(_[a-z]+)+$/.test(span)))];

test('names every error code', () => {
  expect(CODES.length).toBeGreaterThan(25);
  expect(CODES.filter((code) => !spans.includes(code))).toEqual([]);
});

test('names every way in which a stream ends', () => {
  expect(OUTCOMES.length).toBeGreaterThan(3);
  expect(OUTCOMES.filter((outcome) => !spans.includes(outcome))).toEqual([]);
});

test('names no error code and no outcome that does not exist', () => {
  const known = [...CODES, ...OTHERS, ...OUTCOMES];
  expect(snake.filter((span) => !known.includes(span))).toEqual([]);
});

test('gives each error code the status under whose heading it stands', () => {
  const sections = PAGE.split(/^### /m).slice(1);
  const wrong = sections.flatMap((section) => {
    const [heading = ''] = section.split('\n');
    const statuses = [...heading.matchAll(/\d{3}/g)].map(([status]) => Number(status));
    if (statuses.length === 0) return [];
    return Object.entries(ANSWERS)
      .filter(([code]) => new RegExp(`^(\\| )?\`${code}\``, 'm').test(section))
      .filter(([, [status]]) => !statuses.includes(status))
      .map(([code]) => `${code} under ${heading}`);
  });
  expect(wrong).toEqual([]);
});

test('names every field of the log line, and queries no other', () => {
  const fields = all(read('worker/contract/log.ts'), /^ {2}readonly (\w+)\??:/gm);
  expect(fields.filter((field) => !spans.includes(field))).toEqual([]);
  const queried = codeBlocks(PAGE)
    .flatMap(({ code }) => code.split('\n'))
    .filter((line) => line.startsWith('jq '))
    .flatMap((line) => all(line, /'(.*?)'/g))
    .flatMap((program) => all(program.replaceAll(/"[^"]*"/g, ''), /\b([a-z]\w*)/gi))
    .filter((word) => word !== 'select' && word !== 'tsv');
  expect(queried.length).toBeGreaterThan(8);
  expect(queried.filter((name) => !fields.includes(name))).toEqual([]);
});

test('links to files and names scripts that exist', () => {
  const files = linkTargets(PAGE).filter((target) => !target.includes(':'));
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => !existsSync(join(ROOT, 'docs', file)))).toEqual([]);
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  expect(all(PAGE, /npm run ([\w:]+)/g).filter((name) => !(name in scripts))).toEqual([]);
});

test('shows stack files that the program takes', () => {
  for (const { language, code } of codeBlocks(PAGE)) {
    if (language !== 'yaml') continue;
    const { config } = parse(code) as { config: Record<string, unknown> };
    expect(parseSettings(rawConfig(config))).toMatchObject({ ok: true });
  }
});

test.each(['README.md', 'README.zh-CN.md', 'SECURITY.md'])('%s links to it', (file) => {
  expect(read(file)).toMatch(/\]\(docs\/operations\.md[)#]/);
});

test.each(['README.md', 'SECURITY.md'])('its links into %s and from it lead somewhere', (file) => {
  const anchors = (text: string) =>
    new Set(
      [...proseOf(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replaceAll(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      ),
    );
  const targets = (text: string, to: string) =>
    [...text.matchAll(/\]\(([^)#]*)#([^)]+)\)/g)]
      .filter(([, target]) => target === to)
      .map(([, , anchor = '']) => anchor);
  const there = anchors(read(file));
  expect(targets(PAGE, `../${file}`).filter((anchor) => !there.has(anchor))).toEqual([]);
  const here = anchors(PAGE);
  const leading = [...targets(read(file), 'docs/operations.md'), ...targets(PAGE, '')];
  expect(leading.filter((anchor) => !here.has(anchor))).toEqual([]);
});
