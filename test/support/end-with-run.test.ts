import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

const SETUP = join(import.meta.dirname, 'end-with-run.ts');

/** As a vitest worker: loads the setup file and starts a process, which would run for ever. */
function workerCode(command: readonly string[]): string {
  return `
import ${JSON.stringify(SETUP)};
import { spawn } from 'node:child_process';
const [program, ...args] = ${JSON.stringify(command)};
spawn(program, args, { stdio: ['ignore', 'inherit', 'ignore'], detached: true })
  .once('spawn', () => console.log('started'));
`;
}

/** As vitest's main process: starts the worker with a channel to it. */
function mainCode(command: readonly string[]): string {
  return `
import { spawn } from 'node:child_process';
spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(workerCode(command))}], {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
`;
}

test.each([
  ['what a test has started', ['tail', '-f', '/dev/null']],
  ['what that has started in its turn', ['sh', '-c', 'tail -f /dev/null & wait']],
])('%s ends when the whole run is killed', async (_, command) => {
  const main = spawn(process.execPath, ['--input-type=module', '-e', mainCode(command)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: main.stdout });
  expect(await once(lines, 'line')).toEqual(['started']);
  // All of them hold this pipe, so it closes when the last one is gone.
  const allGone = once(main.stdout, 'close');
  main.kill('SIGKILL');
  await allGone;
});
