// What is wrong before anything is sent, and programs that do not end.
import { execFileSync } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toJson } from '../../doctor/report/for-machines.ts';
import { asker } from '../../doctor/context/ask.ts';
import { findToken } from '../../doctor/azure/tokens.ts';
import { runChecks } from '../../doctor/run-checks.ts';
import { Trouble } from '../../doctor/finding.ts';
import { OperatorsPulumi } from '../../doctor/stack/operators-pulumi.ts';
import { capture } from '../../pulumi-cli/capture.ts';
import { programsIn } from '../pulumi-cli/programs.ts';
import { listenOnLoopback } from '../support/loopback.ts';
import { lineOf, openStack } from './checked-stack.ts';

test.each(['“sk-0123456789-CANARY”', 'sk-0123456789\nCANARY', 'sk-0123456789-CANARY\u200B'])(
  'the key %j is not sent, and the line says what is wrong with it',
  async (key) => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      response.end();
    });
    const { url, close } = await listenOnLoopback(server);
    onTestFinished(close);
    const ask = asker(() => new AbortController().signal);
    const asking = ask(url.href, { headers: { authorization: `Bearer ${key}` } });
    await expect(asking).rejects.toThrow(
      `the key or token for ${url.origin} has a character that cannot be sent (header authorization)`,
    );
    await expect(asking).rejects.toBeInstanceOf(Trouble);
    expect(requests).toBe(0);
  },
);

test('a variable that is not an address is named, and not repeated', async () => {
  const env = { CLOUDFLARE_BASE_URL: 'api.cloudflare.example-CANARY' };
  expect(await lineOf('cloudflare-token', await openStack({ env }))).toMatchObject({
    status: 'failed',
    found: 'CLOUDFLARE_BASE_URL is not the address of a server',
    advice: 'Addresses begin with https://. Correct CLOUDFLARE_BASE_URL, or unset it.',
  });
});

test('an unexpected error is one failed line, without a secret', async () => {
  const context = await openStack({});
  const lines = [];
  const broken = () => {
    throw new TypeError('token-of-cloudflare-CANARY is not a function');
  };
  const checks = [
    { id: 'one', title: 'One', run: broken },
    { id: 'two', title: 'Two', run: () => ({ status: 'ok', found: 'fine' }) as const },
  ];
  for await (const line of runChecks(checks, context)) lines.push(line);
  expect(JSON.parse(toJson(lines))).toMatchObject({
    ok: false,
    lines: [
      { status: 'failed', found: 'the check itself broke: <not shown> is not a function' },
      { status: 'ok' },
    ],
  });
});

/** A program that starts another one, which holds its output until the test ends. */
async function endless(name: string) {
  const folder = await programsIn({ [name]: 'cat "$(dirname "$0")/pipe" & wait' });
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  onTestFinished(() => rm(folder, { recursive: true }));
  const controller = new AbortController();
  // Opens as soon as the other program reads from it.
  const opened = open(pipe, 'w').then((handle) => {
    onTestFinished(() => handle.close());
    controller.abort();
  });
  return { folder, opened, signal: controller.signal };
}

test('a program is ended by its signal, although another one holds its output', async () => {
  const { folder, opened, signal } = await endless('program');
  const ended = await capture(join(folder, 'program'), [], { signal });
  await opened;
  expect(ended).toEqual({ code: null, stdout: '', stderr: '' });
});

test('a signal that was given before the start ends the program, too', async () => {
  const ended = await capture(process.execPath, ['--version'], { signal: AbortSignal.abort() });
  expect(ended.code).toBeNull();
});

test("Azure's CLI that does not end is a failed line", async () => {
  const { folder, opened, signal } = await endless('az');
  const context = await openStack({});
  const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  const asking = findToken({ ...context, env, deadline: () => signal });
  await expect(asking).rejects.toThrow("Azure's CLI did not end in time");
  await opened;
});

test("Pulumi's CLI that does not end is a failed line", async () => {
  const { folder, opened, signal } = await endless('pulumi');
  const options = { project: folder, stack: 'dev', env: {}, deadline: () => signal };
  class Slow extends OperatorsPulumi {
    override readonly cli = () =>
      Promise.resolve({ path: join(folder, 'pulumi'), version: '3.270.0', from: 'path' as const });
  }
  const exporting = new Slow({ ...options, env: { PATH: process.env['PATH'] } }).exported();
  await expect(exporting).rejects.toThrow('pulumi stack export did not end in time');
  await opened;
});
