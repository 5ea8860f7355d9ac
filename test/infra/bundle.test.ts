// The file that is uploaded, and the map beside it.
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { remembered } from '../../infra/bundle-cache.ts';
import { buildWorker, type WorkerBundle } from '../../infra/bundle.ts';
import { minify } from '../../infra/minify.ts';

const WORKER = join(import.meta.dirname, '../../worker');

let folder: string;
let bundle: WorkerBundle;
let script: string;
let map: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'bundle-')));
  bundle = buildWorker(folder);
  script = join(folder, bundle.contentFile);
  map = `${script}.map`;
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('has the same bytes in another folder, and names neither', () => {
  const code = readFileSync(script, 'utf8');
  const other = mkdtempSync(join(tmpdir(), 'bundle-'));
  expect(buildWorker(other)).toEqual(bundle);
  expect(readFileSync(join(other, bundle.contentFile), 'utf8')).toBe(code);
  expect(code).not.toMatch(/sourceMappingURL|worker\/|bundle-/);
  rmSync(other, { recursive: true });
});

test.each([
  [
    'is not there',
    () => {
      rmSync(script);
    },
  ],
  [
    'is empty',
    () => {
      truncateSync(script);
    },
  ],
  [
    'was changed',
    () => {
      writeFileSync(script, ' ', { flag: 'a' });
    },
  ],
  [
    'has no map',
    () => {
      rmSync(map);
    },
  ],
  [
    'has the map of another',
    () => {
      writeFileSync(map, '{"version":3}');
    },
  ],
])('is made anew when it %s', (_, spoil) => {
  const texts = () => [script, map].map((file) => readFileSync(file, 'utf8'));
  const before = texts();
  spoil();
  expect(buildWorker(folder)).toEqual(bundle);
  expect(texts()).toEqual(before);
});

test('its map leads from each text to the line of the source that has it', () => {
  const code = readFileSync(script, 'utf8');
  const lines = new SourceMap(JSON.parse(readFileSync(map, 'utf8')) as SourceMapPayload);
  // A short one may also stand inside a pattern.
  const texts = textsOfSources().filter(({ text }) => text.length > 8 && timesIn(code, text) === 1);
  const placeOf = (text: string): string => {
    const before = code.slice(0, code.indexOf(text)).split('\n');
    const entry = lines.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
    if (!('originalSource' in entry)) return 'nowhere';
    return `${basename(entry.originalSource)}:${entry.originalLine + 1}`;
  };
  expect(texts.map(({ text }) => ({ text, place: placeOf(text) }))).toEqual(texts);
  expect(texts.length).toBeGreaterThan(50);
});

test('what was made is remembered for the same origin, unless what is kept is broken', () => {
  const file = join(folder, 'cache', 'bundle.json');
  let made = 0;
  const ask = (origin: string) =>
    remembered(file, origin, () => ({ code: `${origin}${++made}`, map: '{}' })).code;
  expect([ask('a'), ask('a'), ask('b'), ask('b'), ask('a')]).toEqual([
    'a1',
    'a1',
    'b2',
    'b2',
    'a3',
  ]);
  truncateSync(file, 5);
  expect(ask('a')).toBe('a4');
  expect(remembered(join(file, 'none'), 'c', () => ({ code: 'c', map: '{}' })).code).toBe('c');
});

describe('minify', () => {
  const MAP = JSON.stringify({ version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA' });

  test('keeps an await whose value nobody reads', () => {
    const code =
      'const last = async (f) => { await f(); };\nexport const g = async (f) => { await last(f); f(); };';
    expect(minify({ code, map: MAP }).code.match(/await/g)).toHaveLength(2);
  });

  test('throws when it cannot read the module', () => {
    expect(() => minify({ code: 'export const = 1;', map: MAP })).toThrow('Name expected');
  });
});

/** The texts that stand once in the sources, in the quotes of the bundle, and where. */
function textsOfSources(): readonly { readonly text: string; readonly place: string }[] {
  const files = readdirSync(WORKER).filter((file) => file.endsWith('.ts'));
  const found = files.flatMap((file) => {
    const source = ts.createSourceFile(
      file,
      readFileSync(join(WORKER, file), 'utf8'),
      ts.ScriptTarget.ES2024,
    );
    const texts: { text: string; place: string }[] = [];
    visit(source, (node) => {
      if (!ts.isStringLiteral(node)) return;
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      texts.push({ text: JSON.stringify(node.text), place: `${file}:${line + 1}` });
    });
    return texts;
  });
  return found.filter(({ text }) => found.filter((other) => other.text === text).length === 1);
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => {
    visit(child, see);
  });
}

function timesIn(text: string, part: string): number {
  return text.split(part).length - 1;
}
