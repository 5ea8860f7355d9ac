// The file that is uploaded, and the map beside it.
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWorker } from '../../../infra/bundle/bundle.ts';
import type { BundledFile } from '../../../infra/bundle/write-bundle.ts';

let folder: string;
let bundle: BundledFile;
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

test('its map leads from a function of the bundle to the source that has it', () => {
  const lines = readFileSync(script, 'utf8').split('\n');
  const line = lines.findIndex((text) => text.startsWith('function evenNumbers('));
  const sources = new SourceMap(JSON.parse(readFileSync(map, 'utf8')) as SourceMapPayload);
  const entry = sources.findEntry(line, 0);
  const source = 'originalSource' in entry ? entry.originalSource : undefined;
  expect(source).toMatch(/worker\/accounts\/even-numbers\.ts$/);
});
