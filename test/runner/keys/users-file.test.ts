// The program with users.<stack>.yaml beside the stack file.
import { expect, test } from 'vitest';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import { changes } from '../../support/pulumi/changes.ts';
import { runProgram } from '../../support/pulumi/run-program.ts';
import { said, stackOutputs, tree, workerView } from '../../support/pulumi/view.ts';
import type { WireObject } from '../../support/pulumi/wire.ts';
import { RANDOM_KEY, readStack } from '../stacks/stack-files.ts';

const MINIMAL = await readStack('minimal');

test('users of the file are users of the Worker', async () => {
  const usersYaml = '- name: bob\n  models: [gpt-5.4-mini]\n- name: 王芳\n';
  const run = await evaluateProgram({ stackYaml: MINIMAL, usersYaml });
  expect(said(run)).toEqual([]);
  expect(workerView(run).users).toEqual([
    { name: 'alice', key: RANDOM_KEY },
    { name: 'bob', key: RANDOM_KEY, models: ['gpt-5.4-mini'] },
    { name: '王芳', key: RANDOM_KEY },
  ]);
  expect(stackOutputs(run)['deployed']).toContain('"usersFile":"users.dev.yaml"');
});

test('an empty file has no users, so it may be deleted after the next `up`', async () => {
  const run = await evaluateProgram({ stackYaml: MINIMAL, usersYaml: '# none any more\n' });
  expect(stackOutputs(run)['deployed']).not.toContain('usersFile');
});

test('a user who moves from the stack file to the file keeps the key', async () => {
  const state = new Map<string, WireObject>();
  const before = await evaluateProgram({ stackYaml: MINIMAL, state });
  const stackYaml = MINIMAL.replace('  users:\n    - name: alice\n', '');
  const after = await evaluateProgram({ stackYaml, usersYaml: '- name: alice\n', state });
  expect(changes(before, after)).toEqual([]);
});

test('the file is read where Pulumi runs the program, and its faults come with the others', async ({
  signal,
}) => {
  const stackYaml = `${MINIMAL}  workersPlan: payed\n`;
  const usersYaml = '- name: alice\n- name: bob\n  key: key-of-bob-0123456789\n';
  const run = await runProgram({ stackYaml, usersYaml, signal });
  expect([run.exitCode, tree(run)]).toEqual([32, []]);
  expect(said(run)).toEqual([
    `error: The configuration of stack "dev" has 3 faults:
  workersPlan: "payed"; expected one of free, paid
  users.dev.yaml[1].key: a key, and this file is not encrypted; move the user to the stack file, or write the \`sha256\` of the key
  users.dev.yaml[0].name: duplicate: "alice" is also the value of users[0].name
Change it with \`pulumi config set\` or in Pulumi.dev.yaml; Pulumi.yaml describes every key.`,
  ]);
});
