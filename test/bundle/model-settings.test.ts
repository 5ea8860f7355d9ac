// What a stack says about a model's maker and its parameters, from the setting to the bytes at Azure.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toModelBindings } from '../../infra/bindings/model-bindings.ts';
import { parseSettings } from '../../infra/parse-settings.ts';
import { rawConfig } from '../infra/raw-config.ts';
import { startGateway, STACK_BINDINGS, type RunningGateway } from './running-gateway.ts';

const parameters = {
  drop: ['prompt_cache_key'],
  rename: { max_output_length: 'max_completion_tokens' },
  keep: ['stop'],
};

/** Of other makers, under names that look as if OpenAI had made them, or could not do what follows. */
const FOREIGN = [
  ['deepseek-v4-pro', 'DeepSeek', 'chat/completions'],
  ['FLUX.2-pro', 'Black Forest Labs', 'images/generations'],
  ['gpt-5-embedding-tts', 'Mistral AI', 'chat/completions'],
  ['o1', 'Core42', 'embeddings'],
  ['gpt-image-2', 'Microsoft', 'chat/completions'],
] as const;

const MODELS = [
  { name: 'gpt-5', version: '2025-08-07', parameters },
  { name: 'plain', model: 'gpt-4o', version: '1', parameters: { drop: [], rename: {} } },
  { name: 'text-embedding-3-small', version: '1' },
  ...FOREIGN.map(([name, format]) => ({ name, format, version: '1' })),
];

/** The MODELS binding of a stack with an existing account. */
function modelsBinding(): string {
  const regions = [{ account: 'acc', name: 'swedencentral', key: '0123456789abcdef' }];
  const raw = rawConfig({ models: MODELS, regions }, { secretKeys: new Set(['regions']) });
  const parsed = parseSettings(raw);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return JSON.stringify(toModelBindings(parsed.settings));
}

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ bindings: { ...STACK_BINDINGS, MODELS: modelsBinding() } });
});
afterAll(() => gateway.stop());

/** What Azure received. It has none of these deployments, so its answer does not matter. */
async function send(path: string, body: object) {
  const response = await gateway.post(`/v1/${path}`, body);
  const request = gateway.azure.requests.at(-1);
  return {
    path: request?.path,
    body: JSON.parse(request?.body.toString() ?? 'null') as unknown,
    header: response.headers.get('x-adapted-parameters'),
  };
}

test('dropped, renamed and kept parameters of a stack', async () => {
  const body = { model: 'gpt-5', prompt_cache_key: 'k', max_output_length: 3, stop: 'x', top_p: 1 };
  expect(await send('chat/completions', body)).toEqual({
    path: '/openai/v1/chat/completions',
    body: { model: 'gpt-5', max_completion_tokens: 3, stop: 'x' },
    header: '-top_p, max_output_length=max_completion_tokens, -prompt_cache_key',
  });
});

test('an empty object of parameters is not in the bindings', () => {
  expect(modelsBinding()).toContain('{"id":"plain","model":"gpt-4o"}');
});

test.each(FOREIGN)('%s of %s is served at %s as it came', async (name, _, path) => {
  const body = { model: name, temperature: 0.5, style: 'x', stop: 'y', reasoning_effort: 'low' };
  const received = await send(path, body);
  expect(received.path?.split('?')[0]).toBe(`/openai/v1/${path}`);
  expect([received.body, received.header]).toEqual([body, null]);
});

test('models of other makers are listed, and a refusal does not recommend them', async () => {
  const before = gateway.azure.requests.length;
  const refused = await gateway.post('/v1/images/generations', { model: 'text-embedding-3-small' });
  expect(await refused.json()).toMatchObject({
    error: {
      code: 'unsupported_operation',
      message: expect.stringContaining('no other model here is known to') as string,
    },
  });
  const missing = await gateway.post('/v1/chat/completions', { model: 'x' });
  expect(await missing.text()).toContain('`FLUX.2-pro`');
  expect(gateway.azure.requests).toHaveLength(before);
});
