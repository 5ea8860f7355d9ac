// Conformance cases of what Azure keeps for a caller: responses and conversations.
import { expect } from 'vitest';
import type OpenAI from 'openai';
import type { Cases } from './case.ts';

const CREATED = 'POST /openai/v1/responses';
const BEGUN = 'POST /openai/v1/conversations';
const anyText: unknown = expect.any(String);

function respond(client: OpenAI, background = false) {
  return client.responses.create({ model: 'gpt-5.4-mini', input: 'Keep this', background });
}

function begin(client: OpenAI) {
  const item = { type: 'message', role: 'user', content: 'Hello 世界' } as const;
  return client.conversations.create({ metadata: { topic: '世界' }, items: [item] });
}

async function beginWithItem(client: OpenAI) {
  const { id } = await begin(client);
  const [item] = (await client.conversations.items.list(id, { limit: 1 })).data;
  return { conversation_id: id, item: item?.id ?? '' };
}

export const STORED_CASES: Cases = {
  'GET responses/{id}': [
    {
      call: async (client) => client.responses.retrieve((await respond(client)).id),
      azure: [CREATED, 'GET /openai/v1/responses/{id}'],
      got: { object: 'response', output_text: expect.stringContaining('Keep this') as unknown },
    },
  ],
  'DELETE responses/{id}': [
    {
      // The SDK declares no answer of it.
      call: async (client) =>
        client.responses.delete((await respond(client)).id).then(() => 'done'),
      azure: [CREATED, 'DELETE /openai/v1/responses/{id}'],
      got: 'done',
    },
  ],
  'POST responses/{id}/cancel': [
    {
      call: async (client) => client.responses.cancel((await respond(client, true)).id),
      azure: [CREATED, 'POST /openai/v1/responses/{id}/cancel'],
      got: { status: 'cancelled' },
    },
  ],
  'GET responses/{id}/input_items': [
    {
      call: async (client) =>
        client.responses.inputItems.list((await respond(client)).id, { limit: 5, order: 'asc' }),
      azure: [CREATED, 'GET /openai/v1/responses/{id}/input_items?limit=5&order=asc'],
      got: { data: [{ type: 'message', role: 'user' }] },
    },
  ],
  'POST conversations': [
    { call: begin, azure: [BEGUN], got: { object: 'conversation', metadata: { topic: '世界' } } },
  ],
  'GET,POST,DELETE conversations/{id}': [
    {
      call: async (client) => {
        const { id } = await begin(client);
        await client.conversations.update(id, { metadata: { topic: 'other' } });
        const kept = await client.conversations.retrieve(id);
        return { kept, gone: await client.conversations.delete(id) };
      },
      azure: [
        BEGUN,
        'POST /openai/v1/conversations/{id}',
        'GET /openai/v1/conversations/{id}',
        'DELETE /openai/v1/conversations/{id}',
      ],
      got: { kept: { metadata: { topic: 'other' } }, gone: { id: anyText, deleted: true } },
    },
  ],
  'GET,POST conversations/{id}/items': [
    {
      call: async (client) => {
        const { id } = await begin(client);
        const items = [{ type: 'message', role: 'user', content: 'More' }] as const;
        await client.conversations.items.create(id, { items: [...items] });
        return client.conversations.items.list(id, { order: 'asc' });
      },
      azure: [
        BEGUN,
        'POST /openai/v1/conversations/{id}/items',
        'GET /openai/v1/conversations/{id}/items?order=asc',
      ],
      got: {
        data: [
          { content: [{ type: 'input_text', text: 'Hello 世界' }] },
          { content: [{ type: 'input_text', text: 'More' }] },
        ],
      },
    },
  ],
  'GET,DELETE conversations/{id}/items/{item}': [
    {
      call: async (client) => {
        const { item, conversation_id } = await beginWithItem(client);
        const kept = await client.conversations.items.retrieve(item, { conversation_id });
        return { kept, left: await client.conversations.items.delete(item, { conversation_id }) };
      },
      azure: [
        BEGUN,
        'GET /openai/v1/conversations/{id}/items?limit=1',
        'GET /openai/v1/conversations/{id}/items/{id}',
        'DELETE /openai/v1/conversations/{id}/items/{id}',
      ],
      got: { kept: { type: 'message' }, left: { object: 'conversation' } },
    },
  ],
};
