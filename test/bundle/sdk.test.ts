// What the official SDK does, against the uploaded bytes.
import type OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type RunningGateway } from './running-gateway.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const weather: OpenAI.ChatCompletionTool = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

describe.each([
  ['OpenAI', () => gateway.openai()],
  ['AzureOpenAI', () => gateway.azureOpenai()],
])('%s', (_, client) => {
  test('chats', async () => {
    const answer = await client().chat.completions.create({
      model: 'gpt-5.4-mini',
      messages: [{ role: 'user', content: 'Say 你好 back' }],
    });
    expect(answer.model).toBe('gpt-5.4-mini-2026-03-17');
    expect(answer.choices[0]?.message.content).toContain('Say 你好 back');
    expect(answer.usage?.total_tokens).toBeGreaterThan(0);
  });

  test('streams, and the first chunk has a choice', async () => {
    const stream = await client().chat.completions.create({
      model: 'gpt-5.4-mini',
      messages: [{ role: 'user', content: 'one two three' }],
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks[0]?.choices).toHaveLength(1);
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toContain(
      'one two three',
    );
    const usages = chunks.filter((chunk) => chunk.choices.length === 0).map(({ usage }) => usage);
    expect(usages).toHaveLength(1);
    expect(usages[0]?.total_tokens).toBeGreaterThan(0);
  });

  test('calls tools and answers with their results', async () => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [
      { role: 'user', content: 'Weather in Oslo?' },
    ];
    const first = await client().chat.completions.create({
      model: 'gpt-4o',
      messages,
      tools: [weather],
    });
    const call = first.choices[0]?.message.tool_calls?.[0];
    if (call?.type !== 'function') throw new Error('no function call');
    expect(first.choices[0]?.finish_reason).toBe('tool_calls');
    expect(JSON.parse(call.function.arguments)).toHaveProperty('city');

    messages.push({ role: 'assistant', tool_calls: [call] });
    messages.push({ role: 'tool', tool_call_id: call.id, content: 'seven degrees' });
    const second = await client().chat.completions.create({
      model: 'gpt-4o',
      messages,
      tools: [weather],
    });
    expect(second.choices[0]?.message.content).toContain('seven degrees');
  });

  test('embeds, in floats and in the base64 that the SDK asks for by itself', async () => {
    const input = ['hello', '世界'];
    const byDefault = await client().embeddings.create({
      model: 'text-embedding-3-small',
      input,
      dimensions: 8,
    });
    const floats = await client().embeddings.create({
      model: 'text-embedding-3-small',
      input,
      dimensions: 8,
      encoding_format: 'float',
    });
    expect(byDefault.data).toHaveLength(2);
    expect(byDefault.data[0]?.embedding).toHaveLength(8);
    for (const [index, { embedding }] of floats.data.entries()) {
      expect(byDefault.data[index]?.embedding).toEqual(
        embedding.map((value) => Math.fround(value)),
      );
    }
    const requests = gateway.azure.requests
      .slice(-2)
      .map(({ body }) => JSON.parse(body.toString()) as unknown);
    expect(requests).toEqual([
      expect.objectContaining({ encoding_format: 'base64', input }),
      expect.objectContaining({ encoding_format: 'float', input }),
    ]);
  });

  test('completes text', async () => {
    const answer = await client().completions.create({
      model: 'instruct',
      prompt: 'Once upon a time',
    });
    expect(answer.choices[0]?.text).toContain('Once upon a time');
  });
});

test('token arrays reach Azure in one request', async () => {
  const before = gateway.azure.requests.length;
  const answer = await gateway.openai().embeddings.create({
    model: 'text-embedding-3-small',
    input: [[1, 2, 3], [4]],
  });
  expect(answer.data).toHaveLength(2);
  expect(gateway.azure.requests).toHaveLength(before + 1);
});

test('streams tool calls whose arguments come in pieces', async () => {
  const stream = await gateway.openai().chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'Weather in Oslo?' }],
    tools: [weather],
    stream: true,
  });
  let json = '';
  for await (const chunk of stream)
    json += chunk.choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? '';
  expect(JSON.parse(json)).toHaveProperty('city');
});

test('lists and retrieves models', async () => {
  const models = await gateway.openai().models.list();
  expect(models.data.map(({ id }) => id)).toEqual([
    'gpt-5.4-mini',
    'mini',
    'gpt-4o',
    'instruct',
    'text-embedding-3-small',
    'undeployed',
  ]);
  expect((await gateway.openai().models.retrieve('mini')).id).toBe('mini');
});

test('an alias reaches its deployment', async () => {
  const answer = await gateway.openai().chat.completions.create({
    model: 'mini',
    messages: [{ role: 'user', content: 'hi' }],
  });
  expect(answer.model).toBe('gpt-5.4-mini-2026-03-17');
});

test('images in a message reach Azure as they are', async () => {
  const image_url = { url: 'data:image/png;base64,iVBORw0KGgo=' };
  await gateway.openai().chat.completions.create({
    model: 'gpt-4o',
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What?' },
          { type: 'image_url', image_url },
        ],
      },
    ],
  });
  expect(gateway.azure.requests.at(-1)?.body.toString()).toContain(
    JSON.stringify({ type: 'image_url', image_url }),
  );
});

test('a wrong key raises the SDK authentication error', async () => {
  await expect(gateway.openai({ apiKey: 'sk-wrong' }).models.list()).rejects.toMatchObject({
    status: 401,
    code: 'invalid_api_key',
    type: 'authentication_error',
  });
});
