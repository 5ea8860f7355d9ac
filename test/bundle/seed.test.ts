// The variables of the JavaScript proxies, alone, make the bundle a complete gateway.
import type OpenAI from 'openai';
import { expect, test } from 'vitest';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import {
  AZURE_KEY,
  chatBody,
  startGateway,
  USER_KEY,
  type RunningGateway,
} from './running-gateway.ts';

async function withGateway(
  bindings: Readonly<Record<string, string>>,
  use: (gateway: RunningGateway) => Promise<void>,
): Promise<void> {
  const gateway = await startGateway({ bindings });
  try {
    await use(gateway);
  } finally {
    await gateway.stop();
  }
}

async function chatAndStream(client: OpenAI, model: string): Promise<void> {
  const messages = [{ role: 'user', content: 'one two three' }] as const;
  const answer = await client.chat.completions.create({ model, messages: [...messages] });
  expect(answer.choices[0]?.message.content).toContain('one two three');
  const stream = await client.chat.completions.create({
    model,
    messages: [...messages],
    stream: true,
  });
  let text = '';
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
  expect(text).toContain('one two three');
}

test("the fork's: named users outside, the Azure key inside", () =>
  withGateway(
    {
      RESOURCE_NAME: 'ACC',
      AZURE_AUTHKEY: AZURE_KEY,
      CHIT_USERS: encodeUsers([{ name: '张三', key: USER_KEY }]),
      DEPLOY_NAME_GPT35: 'gpt-5.4-mini',
      DEPLOY_NAME_GPT4: 'gpt-4o',
      DEPLOY_NAME_EMBEDDING: 'text-embedding-3-small',
    },
    async (gateway) => {
      await chatAndStream(gateway.openai(), 'gpt-4');
      await chatAndStream(gateway.openai(), 'gpt-3.5-turbo-16k');
      const embedding = await gateway
        .openai()
        .embeddings.create({ model: 'text-embedding-ada-002', input: 'hello' });
      expect(embedding.data).toHaveLength(1);
      expect(gateway.azure.requests.map(({ path }) => path)).toEqual([
        '/openai/v1/chat/completions',
        '/openai/v1/chat/completions',
        '/openai/v1/chat/completions',
        '/openai/v1/chat/completions',
        '/openai/v1/embeddings',
      ]);
      const line = await gateway.logged(({ op }) => op === 'embeddings');
      expect(line).toMatchObject({
        user: '张三',
        deployment: 'text-embedding-3-small',
        region: 'acc',
      });
      const stranger = gateway.openai({ apiKey: AZURE_KEY });
      await expect(stranger.models.list()).rejects.toMatchObject({ status: 401 });
    },
  ));

test("haibbo's: the caller's key is the Azure key", () =>
  withGateway({ RESOURCE_NAME: 'acc', DEPLOY_NAME_GPT4: 'gpt-4o' }, async (gateway) => {
    await chatAndStream(gateway.openai({ apiKey: AZURE_KEY }), 'gpt-4');
    const wrong = gateway.openai({ apiKey: 'wrong' });
    await expect(
      wrong.chat.completions.create({
        model: 'gpt-4',
        messages: [{ role: 'user', content: 'hi' }],
      }),
    ).rejects.toMatchObject({ status: 401, type: 'authentication_error' });
  }));

test('AZURE_API_VERSION selects the deployment-style URL', () =>
  withGateway(
    { RESOURCE_NAME: 'acc', DEPLOY_NAME_GPT4: 'gpt-4o', AZURE_API_VERSION: '2024-10-21' },
    async (gateway) => {
      await chatAndStream(gateway.openai({ apiKey: AZURE_KEY }), 'gpt-4');
      expect(gateway.azure.requests[0]?.path).toBe(
        '/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21',
      );
    },
  ));

test('the Azure key without users opens nothing', () =>
  withGateway(
    { RESOURCE_NAME: 'acc', AZURE_AUTHKEY: AZURE_KEY, DEPLOY_NAME_GPT4: 'gpt-4o' },
    async (gateway) => {
      for (const key of ['', 'x', AZURE_KEY]) {
        const response = await gateway.post('/v1/chat/completions', chatBody('hi'), {
          authorization: `Bearer ${key}`,
        });
        expect(response.status).toBe(500);
      }
      expect(gateway.azure.requests).toEqual([]);
    },
  ));
