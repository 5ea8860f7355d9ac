// The type check is one of the tests, because it takes as long as the longest of them and can run beside
// them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const TSC = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** Minutes, because a first check of the providers' types takes 14 s on an idle machine. */
const TIMEOUT_MS = 600_000;

test('the sources have no type errors', { timeout: TIMEOUT_MS }, async () => {
  const child = spawn(
    process.execPath,
    [TSC, '-b', '.', 'worker', 'ledger', 'page', '--pretty', 'false'],
    {
      cwd: ROOT,
    },
  );
  const [output, faults, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  expect(`${output}${faults}`).toBe('');
  expect(exitCode).toBe(0);
});
