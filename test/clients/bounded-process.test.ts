import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { runBounded } from './bounded-process.ts';

const OPTIONS = { cwd: tmpdir(), env: process.env, boundMs: 60_000 };

test('outputs, exit code and input of a process', async () => {
  const finished = await runBounded(['sh', '-c', 'cat; echo no >&2; exit 3'], {
    ...OPTIONS,
    input: 'yes',
  });
  expect(finished).toEqual({ code: 3, hung: false, stdout: 'yes', stderr: 'no\n' });
});

test('a process that hangs is killed, with what it started', async () => {
  // The inner process holds the output open, so the call returns only once both have ended.
  const finished = await runBounded(['sh', '-c', 'tail -f /dev/null & wait'], {
    ...OPTIONS,
    boundMs: 100,
  });
  expect(finished).toMatchObject({ code: null, hung: true });
});

test('what a process leaves behind ends with it', async () => {
  const finished = await runBounded(['sh', '-c', 'tail -f /dev/null & echo done'], OPTIONS);
  expect(finished).toEqual({ code: 0, hung: false, stdout: 'done\n', stderr: '' });
});

test('a program that does not exist is an error', async () => {
  await expect(runBounded(['no-such-program'], OPTIONS)).rejects.toThrow('ENOENT');
});
