import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { knownKeys } from '../../../infra/settings/settings-schema.ts';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { readConfig } from '../../support/pulumi/config.ts';
import { readExampleStack } from '../../support/example-stack.ts';
import { ACCOUNT_ID, NOW } from '../raw-config.ts';

const root = join(import.meta.dirname, '../../..');
const projectYaml = await readFile(join(root, 'Pulumi.yaml'), 'utf8');
const devYaml = await readFile(join(root, 'Pulumi.dev.yaml'), 'utf8');

function parse(stackYaml: string) {
  const { project, values, secretKeys } = readConfig(projectYaml, stackYaml, 'dev');
  const own = Object.entries(values)
    .filter(([key]) => key.startsWith(`${project}:`))
    .map(([key, value]): [string, string] => [key.slice(project.length + 1), value]);
  const env = { CLOUDFLARE_ACCOUNT_ID: ACCOUNT_ID };
  return parseSettings({
    project,
    stack: 'dev',
    values: Object.fromEntries(own),
    secretKeys: new Set(secretKeys.map((key) => key.slice(project.length + 1))),
    env,
    hasCloudflareCredentials: true,
    azureSubscriptionId: undefined,
    now: NOW,
  });
}

// Not in their order: `pulumi new` sorts the keys.
test('Pulumi.yaml declares every setting and no other, each with a default', () => {
  const { project, values } = readConfig(projectYaml, 'config: {}', 'dev');
  const known = knownKeys([]).map((key) => `${project}:${key}`);
  const declared = Object.keys(values).filter((key) => key !== 'pulumi:tags');
  expect(declared.toSorted()).toEqual(known.toSorted());
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
      hasCloudflareCredentials: true,
      azureSubscriptionId: undefined,
      now: NOW,
    }),
  );
});

test('the example stack lacks an account and an address, and nothing else', async () => {
  const exampleYaml = await readExampleStack();
  const parsed = parse(exampleYaml);
  expect(parsed.ok ? [] : parsed.faults.map(({ key }) => key)).toEqual(['workersDevSubdomain']);
  expect(parse(`${exampleYaml}  workersDevSubdomain: alice\n`)).toMatchObject({
    ok: true,
    warnings: [],
    settings: { users: [{ name: 'alice' }, { name: 'bob' }, { name: '王芳' }] },
  });
});

test('the stack dev lacks no more than an account and an address', () => {
  const parsed = parse(devYaml);
  const faults = parsed.ok ? [] : parsed.faults.map(({ key }) => key);
  expect(faults.filter((key) => key !== 'workersDevSubdomain')).toEqual([]);
});

test('what `pulumi new` asks are settings, and an empty answer is right for each', () => {
  const { template } = z
    .object({ template: z.object({ config: z.record(z.string(), z.unknown()) }).optional() })
    .parse(parseYaml(projectYaml));
  const questions = Object.keys(template?.config ?? {});
  expect(questions.filter((key) => !knownKeys([]).includes(key))).toEqual([]);
  expect(JSON.stringify(template?.config ?? {})).not.toContain('default');
});

test('a key that a stack file has with and without the namespace is refused', () => {
  const { project } = readConfig(projectYaml, 'config: {}', 'dev');
  const twice = `config:\n  workersPlan: paid\n  ${project}:workersPlan: free\n`;
  expect(() => readConfig(projectYaml, twice, 'dev')).toThrow(`${project}:workersPlan`);
});
