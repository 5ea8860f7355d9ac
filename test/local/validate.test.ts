// `npm run validate`: what is wrong with stack files, as far as the files alone show it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { copyCheckout } from '../support/checkout.ts';
import { readExampleStack } from '../support/example-stack.ts';

let root: string;
beforeAll(async () => {
  root = await copyCheckout(['command-line', 'infra', 'worker', 'local']);
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

const GOOD = await readExampleStack();
/** Three faults of three kinds: an unknown key, a value, a rule between settings. */
const BAD = `config:
  cloudflareAccountId: '0123'
  workersDevSubdomain: me
  models:
    - name: gpt-5.4-mini
      verison: '2026-03-17'
  users:
    - name: alice
    - name: alice
`;
const ENCRYPTED = `${GOOD}    - { name: carol, key: { secure: v1:abc:CANARY } }\n`;

let files: string[] = [];
beforeEach(async () => {
  await Promise.all(files.map((file) => rm(join(root, file))));
  files = [];
});

async function write(stacks: Readonly<Record<string, string>>): Promise<void> {
  for (const [stack, content] of Object.entries(stacks)) {
    files.push(`Pulumi.${stack}.yaml`);
    await writeFile(join(root, `Pulumi.${stack}.yaml`), content);
  }
}

async function validate(...args: string[]) {
  // Nothing but Node: no Pulumi, no credentials.
  const child = spawn(process.execPath, ['local/validate.ts', ...args], { cwd: root, env: {} });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { stdout, stderr, code };
}

test('valid stacks are listed, with what is still to be set', async () => {
  await write({ one: GOOD, two: ENCRYPTED });
  const { stdout, stderr, code } = await validate();
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(stdout.split('\n').filter((line) => line.startsWith('✓'))).toEqual(['✓ one', '✓ two']);
  expect(stdout).toContain('To deploy it, also set cloudflareAccountId and workersDevSubdomain.');
});

test('every fault of a stack is shown, and the others are checked all the same', async () => {
  await write({ bad: BAD, good: GOOD });
  const { stdout, stderr, code } = await validate();
  expect(code).toBe(1);
  expect(stdout).toContain('✓ good');
  expect(stderr).toContain('✗ bad: The configuration of stack "bad" has');
  for (const key of ['cloudflareAccountId:', 'models[0].verison:', 'users[1].name:']) {
    expect(stderr).toContain(`  ${key}`);
  }
});

test('--stack checks this one alone', async () => {
  await write({ bad: BAD, good: GOOD });
  expect(await validate('--stack', 'good')).toMatchObject({ code: 0, stderr: '' });
});

test('a users file is checked with its stack', async () => {
  await write({ good: GOOD });
  files.push('users.good.yaml');
  await writeFile(join(root, 'users.good.yaml'), '- { name: dave, model: [x] }\n');
  const { stderr, code } = await validate();
  expect(code).toBe(1);
  expect(stderr).toContain('users.good.yaml[0].model');
});

test.each([
  ['a file that is not YAML', { broken: 'config: [' }, [], /✗ broken: .*cannot be read/],
  ['a stack without a file', { good: GOOD }, ['--stack', 'nope'], /There is no stack "nope"/],
  [
    'a stack of another project',
    { other: GOOD.replace('  models:', '  my-project:models:') },
    [],
    /✗ other: .*settings of another project: my-project:models/,
  ],
  ['an empty file', { empty: '' }, [], /✗ empty: Pulumi.empty.yaml is empty/],
  ['a folder without stacks', {}, [], /There is no stack file here/],
])('%s is one line', async (_, stacks, args, message) => {
  await write(stacks);
  const { stdout, stderr, code } = await validate(...args);
  expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
  expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(message)]);
});

test('encrypted values are not shown', async () => {
  await write({ two: ENCRYPTED, three: ENCRYPTED.replace('carol', 'alice') });
  const { stdout, stderr } = await validate();
  expect(stdout + stderr).not.toContain('CANARY');
});
