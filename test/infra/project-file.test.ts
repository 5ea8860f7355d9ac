import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { knownKeys } from '../../infra/settings-schema.ts';
import { parseSettings } from '../../infra/settings.ts';
import { readConfig } from '../support/runner-config.ts';
import { ACCOUNT_ID, NOW } from './raw-config.ts';

const root = join(import.meta.dirname, '../..');
const projectYaml = await readFile(join(root, 'Pulumi.yaml'), 'utf8');
const exampleYaml = await readFile(join(root, 'Pulumi.dev.yaml'), 'utf8');

function parse(stackYaml: string) {
  const { project, values, secretKeys } = readConfig(projectYaml, stackYaml, 'dev');
  const own = Object.entries(values).map(([key, value]): [string, string] => [
    key.slice(project.length + 1),
    value,
  ]);
  const env = { CLOUDFLARE_ACCOUNT_ID: ACCOUNT_ID };
  expect(secretKeys).toEqual([]);
  return parseSettings({
    project,
    stack: 'dev',
    values: Object.fromEntries(own),
    secretKeys: new Set(),
    env,
    azureSubscriptionId: undefined,
    now: NOW,
  });
}

test('Pulumi.yaml declares every setting, in the order of the messages, each with a default', () => {
  const { project, values } = readConfig(projectYaml, 'config: {}', 'dev');
  expect(Object.keys(values)).toEqual(knownKeys([]).map((key) => `${project}:${key}`));
});

test("Pulumi.yaml's defaults are the program's", () => {
  const stack = `config:
  workersDevSubdomain: alice
  models: [{ name: gpt-4, version: "0613" }]
  users: [{ name: alice }]`;
  const bare = readConfig(projectYaml, stack, 'dev');
  const set = ['workersDevSubdomain', 'models', 'users'].map((key): [string, string] => [
    key,
    bare.values[`${bare.project}:${key}`] ?? '',
  ]);
  expect(parse(stack)).toEqual(
    parseSettings({
      project: bare.project,
      stack: 'dev',
      values: Object.fromEntries(set),
      secretKeys: new Set(),
      env: { CLOUDFLARE_ACCOUNT_ID: ACCOUNT_ID },
      azureSubscriptionId: undefined,
      now: NOW,
    }),
  );
});

test('the example stack lacks an account and an address, and nothing else', () => {
  const parsed = parse(exampleYaml);
  expect(parsed.ok ? [] : parsed.faults.map(({ key }) => key)).toEqual(['workersDevSubdomain']);
  expect(parse(`${exampleYaml}  workersDevSubdomain: alice\n`)).toMatchObject({
    ok: true,
    warnings: [],
    settings: { users: [{ name: 'alice' }, { name: 'bob' }, { name: '王芳' }] },
  });
});
