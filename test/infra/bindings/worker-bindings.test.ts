import * as pulumi from '@pulumi/pulumi';
import { expect, test } from 'vitest';
import { toBindings } from '../../../infra/bindings/worker-bindings.ts';
import { toModelBindings } from '../../../infra/bindings/model-bindings.ts';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { createUserKeys } from '../../../infra/bindings/user-keys.ts';
import { read, register } from '../mocks.ts';
import { rawConfig } from '../raw-config.ts';

const backend = {
  name: 'swedencentral',
  endpoint: pulumi.output('https://x.openai.azure.com'),
  key: pulumi.secret('azure-key'),
};

/** The bindings for these values, each with its text and whether that is secret. */
async function build(values: Readonly<Record<string, unknown>>) {
  const parsed = parseSettings(rawConfig(values));
  if (!parsed.ok) throw new Error('the test configuration has faults');
  const { settings } = parsed;
  const { result } = await register(() =>
    toBindings({
      workerName: 'proxy',
      models: toModelBindings(settings),
      users: createUserKeys(settings.users),
      backends: [backend],
    }),
  );
  return Promise.all(
    result.map(async ({ type, name, ...binding }) => ({
      type,
      name,
      ...('text' in binding && (await read(pulumi.output(binding.text)))),
    })),
  );
}

test('every binding of the stack is there, sorted by name, those with keys as secrets', async () => {
  const users = Buffer.from(`[{"name":"alice","key":"sk-${'r'.repeat(48)}"}]`).toString('base64');
  const model = { name: 'gpt-5.4-mini', version: '2026-03-17', aliases: ['gpt-4o-mini'] };
  expect(await build({ models: [model] })).toEqual([
    {
      type: 'plain_text',
      name: 'BACKENDS',
      value: '[{"name":"swedencentral","endpoint":"https://x.openai.azure.com"}]',
      secret: false,
    },
    {
      type: 'secret_text',
      name: 'BACKEND_KEYS',
      value: '{"swedencentral":"azure-key"}',
      secret: true,
    },
    { type: 'secret_text', name: 'CHIT_USERS', value: users, secret: true },
    {
      type: 'plain_text',
      name: 'MODELS',
      value: '[{"id":"gpt-5.4-mini","aliases":["gpt-4o-mini"],"created":1773705600}]',
      secret: false,
    },
    { type: 'plain_text', name: 'SETTINGS', value: '{}', secret: false },
  ]);
});

test('a long list of users goes on in numbered secret bindings', async () => {
  const users = Array.from({ length: 120 }, (_, index) => ({ name: `用户 ${index}` }));
  const bindings = await build({ users });
  const pieces = bindings.filter(
    ({ type, name }) => type === 'secret_text' && name !== 'BACKEND_KEYS',
  );
  expect(pieces.map(({ name, secret }) => [name, secret])).toEqual([
    ['CHIT_USERS', true],
    ['CHIT_USERS_2', true],
    ['CHIT_USERS_3', true],
  ]);
  const text = Buffer.from(pieces.map(({ value }) => value).join(''), 'base64').toString();
  const names = (JSON.parse(text) as readonly { readonly name: string }[]).map(({ name }) => name);
  expect(names).toEqual(users.map(({ name }) => name).toSorted());
});

test('a long list of aliases goes on in numbered plain bindings', async () => {
  const aliases = Array.from({ length: 100 }, (_, index) => `${index}-${'a'.repeat(60)}`);
  const bindings = await build({ models: [{ name: 'gpt-4', version: '1', aliases }] });
  const pieces = bindings.filter(({ name }) => name.startsWith('MODELS'));
  expect(pieces.map(({ name, type }) => [name, type])).toEqual([
    ['MODELS', 'plain_text'],
    ['MODELS_2', 'plain_text'],
  ]);
  expect(JSON.parse(pieces.map(({ value }) => value).join(''))).toEqual([{ id: 'gpt-4', aliases }]);
});
