// Models that OpenAI did not make, on the same account: over v1 and over the inference API.
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import type { AzureStandIn } from '../../../azure-stand-in/server.ts';
import { ask, KEY, start, V1_CHAT } from '../client.ts';

const DEPLOYMENTS = [
  { name: 'deep', model: 'DeepSeek-V4-Pro' },
  { name: 'grok', model: 'grok-4' },
  { name: 'mistral', model: 'mistral-medium-2505' },
  { name: 'llama', model: 'Llama-3.3-70B-Instruct' },
  { name: 'kimi', model: 'Kimi-K2-Thinking' },
  { name: 'flux', model: 'FLUX.2-pro' },
  { name: 'cohere', model: 'embed-v-4-0' },
  { name: 'mini', model: 'gpt-5.4-mini' },
];

function startMakers(): Promise<AzureStandIn> {
  return start({ accounts: [{ subdomain: 'contoso', keys: [KEY], deployments: DEPLOYMENTS }] });
}

const MESSAGES = [{ role: 'user' as const, content: 'Hello' }];
const NOT_SUPPORTED = [400, { error: { code: 'OperationNotSupported' } }];

test.each(['deep', 'grok', 'mistral', 'llama', 'kimi'])(
  'chat over v1 works with %s, whatever sampling it is given',
  async (model) => {
    const { url } = await startMakers();
    const client = new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: KEY, maxRetries: 0 });
    const sampling = { temperature: 0.3, top_p: 0.9, max_tokens: 50, stop: ['x'] };
    const { choices } = await client.chat.completions.create({
      model,
      messages: MESSAGES,
      ...sampling,
    });
    expect(choices[0]?.message.content).toBe('You said: Hello');
  },
);

test.each([
  ['deep', 200],
  ['grok', 200],
  ['llama', 200],
  ['mistral', 400],
  ['kimi', 400],
  ['flux', 400],
])('responses with %s are answered with %i', async (model, status) => {
  const body = { model, input: 'Hello' };
  expect((await ask(await startMakers(), { path: '/openai/v1/responses', body }))[0]).toBe(status);
});

test('a model of images makes images and nothing else, though its name ends in -pro', async () => {
  const standIn = await startMakers();
  const path = '/openai/v1/images/generations';
  const body = { model: 'flux', prompt: 'A cat', response_format: 'b64_json' };
  expect(await ask(standIn, { path, body })).toMatchObject([200, { data: [{}] }]);
  const chat = { model: 'flux', messages: MESSAGES };
  expect(await ask(standIn, { path: V1_CHAT, body: chat })).toMatchObject(NOT_SUPPORTED);
});

test('a parameter of OpenAI that another maker does not know is refused in other words', async () => {
  const body = { model: 'deep', messages: MESSAGES, prompt_cache_key: 'k' };
  expect(await ask(await startMakers(), { path: V1_CHAT, body })).toEqual([
    400,
    {
      error: {
        code: 'unrecognized_request_argument',
        message: 'Unrecognized request argument supplied: prompt_cache_key',
      },
    },
  ]);
});

const INFERENCE = 'api-version=2024-05-01-preview';

test('the inference API chats and embeds, with models of all makers', async () => {
  const standIn = await startMakers();
  for (const model of ['deep', 'mini']) {
    const sent = {
      path: `/models/chat/completions?${INFERENCE}`,
      body: { model, messages: MESSAGES },
    };
    expect(await ask(standIn, sent)).toMatchObject([
      200,
      { choices: [{ message: { content: 'You said: Hello' } }] },
    ]);
  }
  const sent = { path: `/models/embeddings?${INFERENCE}`, body: { model: 'cohere', input: ['a'] } };
  expect(await ask(standIn, sent)).toMatchObject([200, { data: [{ object: 'embedding' }] }]);
});

test.each([
  [`/models/chat/completions`, 404],
  [`/models/responses?${INFERENCE}`, 404],
  [`/models/deployments/deep/chat/completions?${INFERENCE}`, 404],
  [`/models/chat/completions?${INFERENCE}`, 401],
])('the inference API refuses %s with %i', async (path, status) => {
  const headers = status === 401 ? { 'api-key': 'wrong' } : {};
  const sent = { path, body: { model: 'deep', messages: MESSAGES }, headers };
  expect((await ask(await startMakers(), sent))[0]).toBe(status);
});
