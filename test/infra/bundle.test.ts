// The file that is uploaded, and the map beside it.
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWorker, type WorkerBundle } from '../../infra/bundle.ts';

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
  expect(code).not.toMatch(/sourceMappingURL|bundle-/);
  rmSync(other, { recursive: true });
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
