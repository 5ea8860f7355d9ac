// Conversations and their items, with the official SDK as the client.
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { ask, KEY, NOW_MS, start } from '../client.ts';

async function connect(): Promise<OpenAI> {
  const { url } = await start();
  return new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: KEY, maxRetries: 0 });
}

function missing(id: string): object {
  const message = `Conversation with id '${id}' not found.`;
  return { status: 404, error: { message, type: 'invalid_request_error' } };
}

function says(content: string) {
  return { type: 'message' as const, role: 'user' as const, content };
}

test('a conversation is made, read, changed and deleted', async () => {
  const { conversations } = await connect();
  const made = await conversations.create({ metadata: { topic: 'a' } });
  expect(made).toEqual({
    id: expect.stringMatching(/^conv_[0-9a-f]{32}$/) as unknown,
    object: 'conversation',
    created_at: NOW_MS / 1000,
    metadata: { topic: 'a' },
  });
  const changed = { ...made, metadata: { topic: 'b' } };
  expect(await conversations.update(made.id, { metadata: { topic: 'b' } })).toEqual(changed);
  expect(await conversations.retrieve(made.id)).toEqual(changed);
  expect(await conversations.delete(made.id)).toEqual({
    id: made.id,
    object: 'conversation.deleted',
    deleted: true,
  });
  await expect(conversations.retrieve(made.id)).rejects.toMatchObject(missing(made.id));
});

test('a conversation may be made of nothing', async () => {
  const { conversations } = await connect();
  expect(await conversations.create()).toMatchObject({ metadata: {} });
});

test('items are added, listed, read and deleted', async () => {
  const { conversations } = await connect();
  const { id } = await conversations.create({ items: [says('One')] });
  const added = await conversations.items.create(id, { items: [says('Two'), says('Three')] });
  expect(added).toMatchObject({ object: 'list', has_more: false, last_id: added.data[1]?.id });
  expect(added.data).toMatchObject([
    { type: 'message', content: [{ type: 'input_text', text: 'Two' }], status: 'completed' },
    { content: [{ text: 'Three' }] },
  ]);
  const item = added.data[0]?.id ?? '';
  expect(await conversations.items.retrieve(item, { conversation_id: id })).toEqual(added.data[0]);
  expect(await conversations.items.delete(item, { conversation_id: id })).toMatchObject({
    id,
    object: 'conversation',
  });
  const { data } = await conversations.items.list(id, { order: 'asc' });
  expect(data).toMatchObject([{ content: [{ text: 'One' }] }, { content: [{ text: 'Three' }] }]);
  await expect(conversations.items.retrieve(item, { conversation_id: id })).rejects.toMatchObject({
    status: 404,
    error: { message: `Item with id '${item}' not found in conversation with id '${id}'.` },
  });
});

test('more than 20 items at once are refused', async () => {
  const { conversations } = await connect();
  const items = Array.from({ length: 21 }, () => says('Hello'));
  await expect(conversations.create({ items })).rejects.toMatchObject({
    status: 400,
    code: 'array_above_max_length',
  });
});

test('a response reads the conversation it names and adds to it', async () => {
  const { conversations, responses } = await connect();
  const { id } = await conversations.create({ items: [says('One')] });
  const body = { model: 'mini', conversation: id };
  const first = await responses.create({ ...body, input: 'Two' });
  const second = await responses.create({ ...body, conversation: { id }, input: 'Three' });
  expect([first.conversation, first.output_text, second.output_text]).toEqual([
    { id },
    'You said: Two\nBefore: One',
    'You said: Three\nBefore: One\nBefore: Two',
  ]);
  const { data } = await conversations.items.list(id, { order: 'asc' });
  expect(data.map((item) => ('role' in item ? item.role : item.type))).toEqual([
    'user',
    'user',
    'assistant',
    'user',
    'assistant',
  ]);
});

test('a response cannot name a conversation that is not there', async () => {
  const { responses } = await connect();
  const body = { model: 'mini', conversation: 'conv_1', input: 'Hello' };
  await expect(responses.create(body)).rejects.toMatchObject(missing('conv_1'));
});

test('the classic surface has no conversations', async () => {
  const path = '/openai/conversations?api-version=2025-04-01-preview';
  expect(await ask(await start(), { path })).toEqual([
    404,
    { error: { code: '404', message: 'Resource not found' } },
  ]);
});
