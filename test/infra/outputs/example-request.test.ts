import { expect, test } from 'vitest';
import { exampleRequest } from '../../../infra/outputs/example-request.ts';
import { RETIREMENTS } from '../../../infra/azure-models/retirements.ts';
import type { Capability } from '../../../worker/traits/known-models.ts';
import { traitsOf } from '../../../worker/traits/traits.ts';

const PATHS: readonly (readonly [Capability, string])[] = [
  ['chat', 'chat/completions'],
  ['responses', 'responses'],
  ['embeddings', 'embeddings'],
];

const MODELS = [
  ...new Set(Object.keys(RETIREMENTS).map((key) => key.split('@')[0] ?? '')),
  'o1-pro',
  'gpt-5-pro',
  'codex-mini',
  'gpt-5.1-codex-max',
  'gpt-3.5-turbo-instruct',
  'davinci-002',
  'dall-e-3',
];

test.each(MODELS)('the Worker takes the example for %s', (model) => {
  const capabilities = traitsOf(model).capabilities ?? [];
  const path = PATHS.find(([capability]) => capabilities.includes(capability))?.[1];
  expect(exampleRequest([{ name: 'own name', model }])?.path).toBe(path);
});

test('a chat is preferred, then a response, then an embedding', () => {
  const chat = { name: 'chat', model: 'gpt-5.4-mini' };
  const coder = { name: 'gpt-5.3-codex' };
  const embedder = { name: 'text-embedding-3-small' };
  const painter = { name: 'gpt-image-2' };
  expect(exampleRequest([painter, embedder, coder, chat])).toEqual({
    path: 'chat/completions',
    body: { model: 'chat', messages: [{ role: 'user', content: 'Hello' }] },
  });
  expect(exampleRequest([painter, embedder, coder])).toEqual({
    path: 'responses',
    body: { model: 'gpt-5.3-codex', input: 'Hello' },
  });
  expect(exampleRequest([painter, embedder])).toEqual({
    path: 'embeddings',
    body: { model: 'text-embedding-3-small', input: 'Hello' },
  });
  expect(exampleRequest([painter])).toBeUndefined();
});

test('a model of an unknown name gets a chat', () => {
  expect(exampleRequest([{ name: 'team model' }])?.path).toBe('chat/completions');
});
