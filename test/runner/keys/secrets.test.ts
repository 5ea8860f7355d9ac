import { describe, expect, test } from 'vitest';
import { runProgram } from '../../support/pulumi/run-program.ts';
import type { Wire } from '../../support/pulumi/wire.ts';
import { redact, reveal, secretsIn } from '../../support/pulumi/wire.ts';
import { STACK_RESOURCE } from '../../support/project.ts';
import { edit, STACK } from '../stacks/example-edits.ts';

const GIVEN_KEY = 'given-key-of-bob-0123456';

describe('no secret is left unmarked', async () => {
  const run = await runProgram({
    stackYaml: edit(STACK, '- name: bob', `- {name: bob, key: {secure: ${GIVEN_KEY}}}`),
  });
  const inputs = run.resources.map((resource): Wire => resource.inputs);
  const outputs: readonly Wire[] = [...run.outputs.values()];
  const invoked: readonly Wire[] = run.invokes.map(({ args }): Wire => args);

  const bindings = reveal(
    run.resources.find(({ name }) => name === 'gateway-script')?.inputs['bindings'] ?? [],
  ) as readonly { readonly name: string; readonly text: string }[];
  const bindingText = (name: string) =>
    bindings.find((binding) => binding.name === name)?.text ?? '';
  const userKeys = Object.values(
    reveal(run.outputs.get(STACK_RESOURCE)?.['users'] ?? {}) as Readonly<Record<string, string>>,
  );
  const azureKeys = Object.values(
    JSON.parse(bindingText('BACKEND_KEYS')) as Readonly<Record<string, string>>,
  );
  // The base64 of a key depends on its position modulo 3, and its first and last two characters depend
  // on their neighbours.
  const inBase64 = (text: string) =>
    [0, 1, 2].map((start) => Buffer.from(text.slice(start)).toString('base64').slice(0, -4));
  const canaries: readonly string[] = [
    GIVEN_KEY,
    ...userKeys,
    ...userKeys.map((key) => key.replace('sk-', '')),
    ...azureKeys,
    bindingText('CHIT_USERS'),
    bindingText('BACKEND_KEYS'),
    ...[...userKeys, ...azureKeys].flatMap(inBase64),
  ];

  test('the secrets are there to be found', () => {
    expect(run.exitCode).toBe(0);
    expect(userKeys).toHaveLength(3);
    expect(userKeys).toContain(GIVEN_KEY);
    expect(azureKeys).toEqual([expect.stringMatching(/^azure1[0-9a-f]{64}$/)]);
    const marked = JSON.stringify([...inputs, ...outputs].flatMap(secretsIn));
    for (const secret of [...userKeys, bindingText('CHIT_USERS'), ...azureKeys]) {
      expect(marked).toContain(secret);
    }
    const plainUsers = Buffer.from(bindingText('CHIT_USERS'), 'base64').toString();
    for (const key of userKeys) {
      expect(plainUsers).toContain(key);
      expect(inBase64(key).filter((text) => marked.includes(text))).toHaveLength(1);
    }
  });

  test.each([
    ['inputs of resources', inputs.map(redact)],
    ['outputs of stack and components', outputs.map(redact)],
    ['arguments of functions', invoked.map(redact)],
    // At the debug level Pulumi's own SDK writes whole responses; the engine shows it only on request,
    // and takes the secrets out.
    ['logs', run.logs.filter(({ severity }) => severity !== 'debug')],
    ['names', run.resources.map(({ urn }) => urn)],
    ['standard output', run.stdout],
    ['standard error', run.stderr],
    ['uploaded file', run.bundle],
  ])('in the %s', (_, seen) => {
    const text = JSON.stringify(seen);
    expect(canaries.filter((canary) => text.includes(canary))).toEqual([]);
  });

  test('the page for the console says nothing secret', () => {
    const readme = JSON.stringify(run.outputs.get(STACK_RESOURCE)?.['readme']);
    expect(readme).toContain('--show-secrets');
    expect(canaries.filter((canary) => readme.includes(canary))).toEqual([]);
  });
});
