// Files as editors save them: written, replaced, deleted.
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchFiles, type FileWatch } from '../../../local/evaluation/watch-files.ts';

let folder: string;
let watch: FileWatch;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watch-'));
  await writeFile(join(folder, 'a.yaml'), 'one');
  watch = watchFiles(folder, ['a.yaml', 'b.yaml']);
});
afterEach(async () => {
  watch.close();
  await rm(folder, { recursive: true });
});

test('a file that is written, replaced, created or deleted is a change', async () => {
  await writeFile(join(folder, 'a.yaml'), 'two');
  expect(await watch.next()).toEqual(['a.yaml']);
  await writeFile(join(folder, '.a.yaml.swp'), 'three');
  await rename(join(folder, '.a.yaml.swp'), join(folder, 'a.yaml'));
  expect(await watch.next()).toEqual(['a.yaml']);
  await writeFile(join(folder, 'b.yaml'), 'new');
  expect(await watch.next()).toEqual(['b.yaml']);
  await rm(join(folder, 'b.yaml'));
  expect(await watch.next()).toEqual(['b.yaml']);
});

test('the same content and other files are not', async () => {
  await writeFile(join(folder, 'a.yaml'), 'one');
  await writeFile(join(folder, 'c.yaml'), 'x');
  await writeFile(join(folder, 'b.yaml'), 'last');
  expect(await watch.next()).toEqual(['b.yaml']);
});
