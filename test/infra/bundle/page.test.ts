// The files of the page that are uploaded.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildPage } from '../../../infra/bundle/page.ts';

/** More would be felt at a slow connection, and in the memory of every isolate that serves it. */
const MAX_BYTES = 60 * 1024;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'page-'));
  onTestFinished(() => {
    rmSync(path, { recursive: true });
  });
  return path;
}

test('have the same bytes in another folder, and name neither', () => {
  const [one, other] = [folder(), folder()];
  const built = buildPage(one);
  expect(buildPage(other)).toEqual(built);
  for (const { contentFile } of Object.values(built)) {
    const text = readFileSync(join(one, contentFile), 'utf8');
    expect(text).not.toContain(one);
    expect(text).not.toContain(import.meta.dirname);
  }
});

test('are small', () => {
  const made = folder();
  for (const { contentFile } of Object.values(buildPage(made))) {
    expect(readFileSync(join(made, contentFile)).length).toBeLessThanOrEqual(MAX_BYTES);
  }
});
