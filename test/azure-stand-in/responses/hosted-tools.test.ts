// Tools that Azure runs itself: their items, what they find, and their events.
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { KEY, start } from '../client.ts';

async function connect(): Promise<OpenAI> {
  const { url } = await start();
  return new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: KEY, maxRetries: 0 });
}

async function storeWith(client: OpenAI, text: string): Promise<string> {
  const file = new File([text], 'secret.txt');
  const { id } = await client.files.create({ file, purpose: 'assistants' });
  return (await client.vectorStores.create({ file_ids: [id] })).id;
}

test('a file search finds the text of files, cites them and shows results only on request', async () => {
  const client = await connect();
  const vector_store_ids = [await storeWith(client, 'The word is Swordfish.')];
  const body = {
    model: 'mini',
    input: 'What is the word?',
    tools: [{ type: 'file_search' as const, vector_store_ids }],
  };
  const plain = await client.responses.create(body);
  expect(plain.output).toMatchObject([
    { type: 'file_search_call', status: 'completed', queries: [body.input], results: null },
    { content: [{ annotations: [{ type: 'file_citation', filename: 'secret.txt' }] }] },
  ]);
  expect(plain.output_text).toContain('secret.txt says: The word is Swordfish.');
  const include = ['file_search_call.results' as const];
  const shown = await client.responses.create({ ...body, include });
  expect(shown.output[0]).toMatchObject({
    results: [{ filename: 'secret.txt', text: 'The word is Swordfish.', score: 0.75 }],
  });
  const nothing = await client.responses.create({ ...body, input: 'Weather?' });
  expect(nothing.output_text).not.toContain('Swordfish');
});

test('a file search needs vector stores of the account', async () => {
  const { responses } = await connect();
  const tools = [{ type: 'file_search' as const, vector_store_ids: ['vs_x'] }];
  await expect(responses.create({ model: 'mini', input: 'Hi', tools })).rejects.toMatchObject({
    status: 404,
    error: { message: 'Vector store with id [vs_x] not found.' },
  });
});

test('a web search says what it looked for', async () => {
  const { responses } = await connect();
  const include = ['web_search_call.action.sources' as const];
  const tools = [{ type: 'web_search' as const }];
  const { output } = await responses.create({ model: 'mini', input: 'News', tools, include });
  expect(output).toMatchObject([
    {
      type: 'web_search_call',
      action: { type: 'search', query: 'News', sources: [{ url: 'https://example.com/' }] },
    },
    { content: [{ annotations: [{ type: 'url_citation' }] }] },
  ]);
});

test('a streamed call of a hosted tool has its own events, and citations come one by one', async () => {
  const client = await connect();
  const vector_store_ids = [await storeWith(client, 'Swordfish')];
  const stream = client.responses.stream({
    model: 'mini',
    input: 'Swordfish?',
    tools: [{ type: 'file_search', vector_store_ids }, { type: 'web_search' }],
  });
  const types: string[] = [];
  for await (const event of stream) types.push(event.type);
  expect(types.filter((type) => /search_call|annotation/.test(type))).toEqual([
    'response.file_search_call.in_progress',
    'response.file_search_call.searching',
    'response.file_search_call.completed',
    'response.web_search_call.in_progress',
    'response.web_search_call.searching',
    'response.web_search_call.completed',
    'response.output_text.annotation.added',
    'response.output_text.annotation.added',
  ]);
});

test('a function is called before any hosted tool, and none at all if tool_choice is none', async () => {
  const { responses } = await connect();
  const search = { type: 'web_search' as const };
  const find = { type: 'function' as const, name: 'find', parameters: {}, strict: false };
  const body = { model: 'mini', input: 'Hi' };
  const types = async (extra: object) =>
    (await responses.create({ ...body, ...extra })).output.map(({ type }) => type);
  expect(await types({ tools: [search, find] })).toEqual(['function_call']);
  expect(await types({ tools: [search], tool_choice: 'none' })).toEqual(['message']);
});

test('log probabilities are in the text only on request', async () => {
  const { responses } = await connect();
  const body = { model: 'plain', input: 'Hi', top_logprobs: 2 };
  const include = ['message.output_text.logprobs' as const];
  const logprobs = { token: 'You', top_logprobs: [{}, {}] };
  const get = async (extra: object) => {
    const [message] = (await responses.create({ ...body, ...extra })).output;
    return message?.type === 'message' ? message.content[0] : undefined;
  };
  expect(await get({})).toMatchObject({ logprobs: [] });
  expect(await get({ include })).toMatchObject({ logprobs: [logprobs, {}, {}] });
});
