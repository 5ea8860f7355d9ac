// Reading a stack's files as Pulumi's CLI does.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadStackConfig } from '../../../local/stack/stack-config.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'stack-config-'));
  await writeFile(
    join(root, 'Pulumi.yaml'),
    'name: team\nconfig:\n  plan: {type: string, default: free}\n  models: {default: []}\n',
  );
});
afterEach(() => rm(root, { recursive: true }));

async function load(stackYaml: string) {
  await writeFile(join(root, 'Pulumi.dev.yaml'), stackYaml);
  return loadStackConfig(root, 'dev', (path) => `<${path}>`);
}

test('a key without a namespace belongs to the project; others keep their namespace', async () => {
  const config = `config:
  plan: paid
  team:models: [{name: gpt-5}]
  azure-native:location: westeurope
`;
  expect(await load(config)).toEqual({
    project: 'team',
    stack: 'dev',
    values: {
      'team:plan': 'paid',
      'team:models': '[{"name":"gpt-5"}]',
      'azure-native:location': 'westeurope',
    },
    secretKeys: [],
  });
});

test('a secret is decrypted by its path, in either spelling of the key', async () => {
  const secrets = `config:
  team:models: [{key: {secure: v1:a}}]
  plan: {secure: v1:b}
`;
  expect(await load(secrets)).toMatchObject({
    values: { 'team:models': '[{"key":"<models[0].key>"}]', 'team:plan': '<plan>' },
    secretKeys: ['team:models', 'team:plan'],
  });
});

test('a key in both spellings is refused, because Pulumi would use either', async () => {
  await expect(load('config:\n  plan: paid\n  team:plan: free\n')).rejects.toThrow(
    'Pulumi.dev.yaml has both "plan" and "team:plan", which are the same key; Pulumi would use either of them. Remove one.',
  );
});

test('the tags that `pulumi new` writes are no settings', async () => {
  const tags = '  pulumi:tags: { value: { pulumi:template: https://example.org/template } }\n';
  const project = 'name: team\nconfig:\n  plan: {type: string, default: free}\n';
  await writeFile(join(root, 'Pulumi.yaml'), `${project}${tags}`);
  expect((await load('config: {}\n')).values).toEqual({ 'team:plan': 'free' });
});
