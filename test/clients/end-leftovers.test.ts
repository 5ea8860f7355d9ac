import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { endLeftovers } from './end-leftovers.ts';

test('what a program left behind in a session of its own is ended', async () => {
  const home = '/tmp/home-of-a-client-that-leaves-something';
  const code = 'process.stdout.write("up"); setInterval(() => {}, 1e6)';
  const child = spawn(process.execPath, ['-e', code], {
    detached: true,
    env: { HOME: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  const ended = once(child, 'exit');
  expect(endLeftovers(home)).toEqual([child.pid]);
  const [, signal] = (await ended) as [number | null, string];
  expect(signal).toBe('SIGKILL');
});
