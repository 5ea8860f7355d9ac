// `npm start -- --watch` as a process: a saved stack file becomes the running gateway.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { copyCheckout } from '../support/checkout.ts';
import { readExampleStack } from '../support/example-stack.ts';

const root = await copyCheckout([
  ...['azure-stand-in', 'command-line', 'infra', 'ledger', 'local', 'worker'],
]);
const EXAMPLE = await readExampleStack();
await writeFile(join(root, 'Pulumi.dev.yaml'), EXAMPLE);
afterAll(() => rm(root, { recursive: true }));
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGTERM');
});

/** Saves as editors do: another file that takes the name. */
async function save(yaml: string): Promise<void> {
  await writeFile(join(root, 'unsaved'), yaml);
  await rename(join(root, 'unsaved'), join(root, 'Pulumi.dev.yaml'));
}

/** Reads lines up to one that fits. */
function linesOf(stream: Readable) {
  const lines = createInterface({ input: stream })[Symbol.asyncIterator]();
  return async (pattern: RegExp): Promise<string> => {
    for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
      if (pattern.test(line.value)) return line.value;
    }
    throw new Error(`it ended without ${pattern.source}`);
  };
}

const readySchema = z.object({
  url: z.string(),
  users: z.array(z.object({ name: z.string(), key: z.string() })),
});

async function start() {
  const { RESOURCE_NAME: _resource, AZURE_AUTHKEY: _key, ...env } = process.env;
  const args = ['local/start.ts', '--watch', '--json', '--port', '0'];
  const child = spawn('node', args, { cwd: root, env });
  running.add(child);
  const exit = once(child, 'exit');
  child.once('exit', () => running.delete(child));
  const until = linesOf(child.stderr);
  const { url, users } = readySchema.parse(JSON.parse(await linesOf(child.stdout)(/^\{/)));
  const modelIds = async () => {
    const response = await fetch(`${url}/models`, {
      headers: { authorization: `Bearer ${users[0]?.key ?? ''}` },
    });
    const list = z.object({ data: z.array(z.object({ id: z.string() })) });
    return list.parse(await response.json()).data.map(({ id }) => id);
  };
  return { child, exit, until, url, modelIds };
}

test('a saved file runs on the same port, a wrong one changes nothing, and Ctrl-C ends it', async () => {
  await save(EXAMPLE);
  const { child, exit, until, url, modelIds } = await start();
  expect(await modelIds()).toContain('gpt-4o-mini');

  await save(EXAMPLE.replace('aliases: [gpt-4o-mini,', 'aliases: [renamed,'));
  await until(/^Pulumi\.dev\.yaml changed\. Evaluating the program again … {2}0\.0 s$/);
  expect(await until(/^Changed: /)).toContain('Changed: models +renamed, -gpt-4o-mini. ');
  expect(await modelIds()).toContain('renamed');

  await save(EXAMPLE.replace('models:', 'modles:'));
  await until(/modles: unknown key; did you mean "models"\?/);
  await until(/^The gateway runs on as it was\.$/);
  expect(await modelIds()).toContain('renamed');

  await save(`${EXAMPLE.replace('aliases: [gpt-4o-mini,', 'aliases: [renamed,')}# a comment\n`);
  await until(/^Nothing changed for the gateway\. It runs on\. /);

  child.kill('SIGINT');
  expect(await exit).toEqual([0, null]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('Ctrl-C while the program is evaluated again ends it at once', async () => {
  await save(EXAMPLE);
  const { child, exit, until, url } = await start();
  await save(EXAMPLE.replace('aliases: [gpt-4o-mini,', 'aliases: [renamed,'));
  await until(/ changed\. Evaluating/);
  child.kill('SIGINT');
  expect(await exit).toEqual([0, null]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
