// `npm run azure`: what it prints, what its options do, how it ends.
import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { chatBody, start } from './client.ts';

type Running = ChildProcessByStdio<null, Readable, Readable>;

function run(...args: readonly string[]): Running {
  const child = spawn(process.execPath, ['azure-stand-in/cli.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function firstOutput(child: Running): Promise<string> {
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  return output.toString();
}

/** Standard output, standard error and exit code of a command that ends by itself. */
async function result(child: Running): Promise<readonly [string, string, unknown]> {
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[unknown]>,
  ]);
  return [out, err, code];
}

test('--json prints one line that is enough to use the server', async () => {
  const args = ['--json', '--port', '0', '--key', 'k', '--deployment', 'chat=gpt-4.1@2025-04-14'];
  const child = run(...args);
  const line = await firstOutput(child);
  const ready = JSON.parse(line) as { url: string; key: string };
  expect(line).toBe(`${JSON.stringify(ready)}\n`);
  expect(ready).toEqual({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
    key: 'k',
    deployments: [{ name: 'chat', model: 'gpt-4.1', version: '2025-04-14' }],
  });
  const response = await fetch(`${ready.url}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { 'api-key': ready.key, 'content-type': 'application/json' },
    body: JSON.stringify(chatBody('Hello', { model: 'chat' })),
  });
  expect(await response.json()).toMatchObject({ model: 'gpt-4.1-2025-04-14' });
});

const hasCurl = spawnSync('curl', ['--version']).status === 0;

test.skipIf(!hasCurl)('the curl it prints works when pasted', async () => {
  const output = await firstOutput(run('--port', '0'));
  const command = /^curl .*\n.*\n.*$/m.exec(output)?.[0] ?? '';
  const curl = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [answer, , code] = await result(curl);
  expect(code).toBe(0);
  expect(JSON.parse(answer)).toMatchObject({
    model: 'gpt-5.4-mini-2026-03-17',
    choices: [{ message: { content: 'You said: Hello' } }],
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it with exit code 0', async (signal) => {
  const child = run('--json', '--port', '0');
  await firstOutput(child);
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a taken port is one clear line and exit code 1', async () => {
  const { port } = await start();
  expect(await result(run('--port', String(port)))).toEqual([
    '',
    `azure: port ${port} is taken; choose another with --port, or 0 for a free one\n`,
    1,
  ]);
});

test.each([
  [['--deployment', 'chat'], "--deployment 'chat': expected name=model or name=model@version"],
  [['--port', '70000'], "--port '70000': expected a number from 0 to 65535"],
  [['--prot', '1'], "Unknown option '--prot'. npm run azure -- --help lists the options."],
  [
    ['--pace', 'fast'],
    "pace: 'fast' is unknown. Known: events, size, interval-ms, burst, longest-ms.",
  ],
])('%j is refused', async (args, message) => {
  expect(await result(run(...args))).toEqual(['', `azure: ${message}\n`, 1]);
});

test('--help explains the options and both headers', async () => {
  const [out, err, code] = await result(run('--help'));
  expect([err, code]).toEqual(['', 0]);
  for (const word of ['--deployment', 'x-ms-fault', 'stall-after=N', 'x-ms-pace', 'events=N']) {
    expect(out).toContain(word);
  }
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});
