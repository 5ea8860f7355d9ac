// The notes of a release are the changelog's section of its version.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly version: string;
};

function notesFor(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['docs/tables/release-notes.ts', ...args],
    { cwd: ROOT, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

test('the tag of the version gets its section, and no other', () => {
  const { status, stdout } = notesFor(`v${version}`);
  expect(status).toBe(0);
  expect(stdout.trim()).not.toBe('');
  expect(stdout).not.toMatch(/^## /m);
});

test.each([version, 'v0.0.1', ''])('the tag "%s" is refused', (tag) => {
  const { status, stdout, stderr } = notesFor(tag);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain(`package.json has the version ${version}`);
});
