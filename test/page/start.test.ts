// The first minutes of a newcomer: `npm start`, the printed address in a browser, the printed key, and the
// copied programs.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyCheckout } from '../support/checkout.ts';
import { readExampleStack } from '../support/example-stack.ts';
import { startBrowser, visit, type Visitor } from './support/visitor.ts';

let root: string;
let gateway: ChildProcess;
let browser: Browser;
let address: string;
let key: string;
beforeAll(async () => {
  root = await copyCheckout(['azure-stand-in', 'command-line', 'infra', 'worker', 'local']);
  await writeFile(join(root, 'Pulumi.dev.yaml'), await readExampleStack());
  gateway = spawn('node', ['local/start.ts', '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  browser = await startBrowser();
  const shown = await untilReady(gateway);
  address = /http:\/\/127\.0\.0\.1:\d+/.exec(shown)?.[0] ?? shown;
  key = /^Key +(\S+)/m.exec(shown)?.[1] ?? shown;
});
afterAll(async () => {
  await browser.close();
  const ended = once(gateway, 'exit');
  gateway.kill('SIGTERM');
  await ended;
  await rm(root, { recursive: true });
});

/** What a person reads in the terminal. */
async function untilReady({ stdout }: ChildProcess): Promise<string> {
  let shown = '';
  if (stdout === null) return shown;
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    shown += String(chunk);
    if (shown.includes('Ctrl-C')) break;
  }
  stdout.resume();
  return shown;
}

async function copySnippet(client: string): Promise<string> {
  const visitor: Visitor = await visit(browser, address);
  await visitor.signIn(key);
  await visitor.goTo('Connect');
  await visitor.page.getByRole('button', { name: client, exact: true }).click();
  await visitor.page.getByRole('button', { name: `Copy: Settings for ${client}` }).click();
  await visitor.page.getByText('Copied').first().waitFor();
  const snippet = await visitor.clipboard();
  await visitor.leave();
  return snippet;
}

/** Runs a program; its output. */
async function run(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return output + errors;
}

/** The Python that `.ci/run` installs the package for, or else the machine's own. */
const PYTHON = [join(import.meta.dirname, '../../.clients/python/bin/python'), 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import openai'], { stdio: 'ignore' }).status === 0,
);
if (PYTHON === undefined) {
  console.warn('The copied Python program is not run: the package openai is not installed.');
}

test('the program copied for Node answers', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'snippet-'));
  await symlink(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
  const file = join(folder, 'program.mjs');
  await writeFile(file, await copySnippet('OpenAI SDK for Node'));
  expect(await run('node', [file])).toBe('You said: Hello!\n');
  await rm(folder, { recursive: true });
});

test.skipIf(PYTHON === undefined)('the program copied for Python answers', async () => {
  const program = await copySnippet('OpenAI SDK for Python');
  expect(program).toContain(`OpenAI(base_url="${address}/v1", api_key="${key}")`);
  const folder = await mkdtemp(join(tmpdir(), 'snippet-'));
  const file = join(folder, 'program.py');
  await writeFile(file, program);
  expect(await run(PYTHON ?? '', [file])).toBe('You said: Hello!\n');
  await rm(folder, { recursive: true });
});
