// Conformance cases of chat, completions, embeddings and the Responses API over HTTP.
import { expect } from 'vitest';
import { collect, renamedMember, type Cases } from './case.ts';

const model = 'gpt-5.4-mini';
const CHAT = 'POST /openai/v1/chat/completions';
const RESPONSES = 'POST /openai/v1/responses';
const messages = [{ role: 'user' as const, content: 'Say 你好 back' }];
const spoken: unknown = expect.stringContaining('Say 你好 back');

export const GENERATION_CASES: Cases = {
  'POST chat/completions': [
    {
      call: (client) => client.chat.completions.create({ model, messages }),
      azure: [CHAT],
      got: { model: 'gpt-5.4-mini-2026-03-17', choices: [{ message: { content: spoken } }] },
    },
    {
      title: 'by an alias',
      call: (client) => client.chat.completions.create({ model: 'mini', messages }),
      azure: [CHAT],
      body: renamedMember('mini', model),
      got: { model: 'gpt-5.4-mini-2026-03-17', choices: [{ message: { content: spoken } }] },
    },
    {
      title: 'as a stream',
      call: async (client) => {
        const stream = client.chat.completions.stream({
          model,
          messages,
          stream_options: { include_usage: true },
        });
        return stream.finalChatCompletion();
      },
      azure: [CHAT],
      got: {
        choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: spoken } }],
        usage: { total_tokens: expect.any(Number) as unknown },
      },
    },
  ],
  'POST completions': [
    {
      call: (client) => client.completions.create({ model: 'instruct', prompt: 'Once 你好' }),
      azure: ['POST /openai/v1/completions'],
      got: { choices: [{ text: expect.stringContaining('Once 你好') as unknown }] },
    },
    {
      title: 'as a stream',
      call: async (client) => {
        const stream = await client.completions.create({
          model: 'instruct',
          prompt: 'Once 你好',
          stream: true,
        });
        const chunks = await collect(stream);
        return { text: chunks.map(({ choices }) => choices[0]?.text ?? '').join('') };
      },
      azure: ['POST /openai/v1/completions'],
      got: { text: expect.stringContaining('Once 你好') as unknown },
    },
  ],
  'POST embeddings': [
    {
      call: (client) =>
        client.embeddings.create({ model: 'text-embedding-3-small', input: ['世界', 'world'] }),
      azure: ['POST /openai/v1/embeddings'],
      got: {
        data: [{ index: 0 }, { index: 1 }],
        usage: { prompt_tokens: expect.any(Number) as unknown },
      },
    },
  ],
  'POST responses': [
    {
      call: (client) => client.responses.create({ model, input: 'Say 你好 back' }),
      azure: [RESPONSES],
      got: { status: 'completed', output_text: spoken },
    },
    {
      title: 'by an alias',
      call: (client) => client.responses.create({ model: 'mini', input: 'Say 你好 back' }),
      azure: [RESPONSES],
      body: renamedMember('mini', model),
      got: { status: 'completed', output_text: spoken },
    },
    {
      title: 'as a stream',
      call: (client) => client.responses.stream({ model, input: 'Say 你好 back' }).finalResponse(),
      azure: [RESPONSES],
      got: { status: 'completed', output_text: spoken },
    },
  ],
  'POST responses/compact': [
    {
      call: (client) => client.responses.compact({ model, input: 'A long story' }),
      azure: ['POST /openai/v1/responses/compact'],
      got: { object: 'response.compaction', output: expect.any(Array) as unknown },
    },
  ],
  'POST responses/input_tokens': [
    {
      call: (client) => client.responses.inputTokens.count({ model, input: 'A long story' }),
      azure: ['POST /openai/v1/responses/input_tokens'],
      got: { object: 'response.input_tokens', input_tokens: expect.any(Number) as unknown },
    },
  ],
};
