// The official SDK as a client, in both of the ways it speaks to Azure.
import OpenAI, { AzureOpenAI } from 'openai';
import { expect, test } from 'vitest';
import { KEY, start } from './client.ts';

async function v1(): Promise<OpenAI> {
  const { url } = await start();
  return new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: KEY, maxRetries: 0 });
}

async function dated(apiKey = KEY): Promise<AzureOpenAI> {
  const { url } = await start();
  return new AzureOpenAI({ endpoint: url, apiKey, apiVersion: '2024-10-21', maxRetries: 0 });
}

const HELLO = { model: 'mini', messages: [{ role: 'user' as const, content: 'Hello' }] };

test('both clients get an answer', async () => {
  for (const client of [await v1(), await dated()]) {
    const { choices, model } = await client.chat.completions.create(HELLO);
    expect([model, choices[0]?.message.content]).toEqual([
      'gpt-5.4-mini-2026-03-17',
      'You said: Hello',
    ]);
  }
});

test('both clients read a stream to its end, usage included', async () => {
  for (const client of [await v1(), await dated()]) {
    const stream = await client.chat.completions.create({
      ...HELLO,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let tokens: number | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      tokens = chunk.usage?.total_tokens ?? tokens;
    }
    expect([text, tokens]).toEqual(['You said: Hello', 10]);
  }
});

test('runTools ends with the answer that quotes the result', async () => {
  const client = await v1();
  const runner = client.chat.completions.runTools({
    ...HELLO,
    tools: [
      {
        type: 'function',
        function: {
          name: 'shout',
          description: 'Shouts',
          parameters: { type: 'object', properties: { text: { type: 'string' } } },
          parse: JSON.parse,
          function: ({ text }: { text: string }) => text.toUpperCase(),
        },
      },
    ],
  });
  expect(await runner.finalContent()).toBe('You said: Hello\nThe tool said: HELLO');
});

test('embeddings come in base64 by default and are read as numbers', async () => {
  const client = await v1();
  const input = { model: 'embed', input: 'Hello', dimensions: 4 };
  const packed = await client.embeddings.create(input);
  const plain = await client.embeddings.create({ ...input, encoding_format: 'float' });
  expect(packed.data[0]?.embedding.length).toBe(4);
  expect(packed).toEqual(plain);
});

test('errors carry the code of Azure', async () => {
  await expect(
    (await v1()).chat.completions.create({ ...HELLO, model: 'other' }),
  ).rejects.toMatchObject({ status: 404, code: 'DeploymentNotFound' });
  await expect((await dated('wrong')).chat.completions.create(HELLO)).rejects.toMatchObject({
    status: 401,
    code: '401',
  });
});

test('models can be listed', async () => {
  const { data } = await (await v1()).models.list();
  expect(data.map(({ id }) => id)).toContain('gpt-5.4-mini-2026-03-17');
});
