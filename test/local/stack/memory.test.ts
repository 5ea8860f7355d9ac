import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMemory } from '../../../local/stack/memory.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'memory-'));
});
afterEach(() => rm(root, { recursive: true }));

test.skipIf(process.platform === 'win32')('only their owner can read the kept texts', async () => {
  openMemory(root, 'dev').recall('key', 48);
  expect((await stat(join(root, '.local'))).mode & 0o777).toBe(0o700);
  expect((await stat(join(root, '.local/dev.json'))).mode & 0o777).toBe(0o600);
});

test('a text is the same in a later start, and another one in another stack', () => {
  const text = openMemory(root, 'dev').recall('key', 48);
  expect(text).toMatch(/^[A-Za-z0-9]{48}$/);
  expect(openMemory(root, 'dev').recall('key', 48)).toBe(text);
  expect(openMemory(root, 'prod').recall('key', 48)).not.toBe(text);
});

test('a damaged file counts as empty', async () => {
  const text = openMemory(root, 'dev').recall('key', 48);
  await writeFile(join(root, '.local/dev.json'), '{"key":');
  const fresh = openMemory(root, 'dev').recall('key', 48);
  expect(fresh).toHaveLength(48);
  expect(fresh).not.toBe(text);
});
