// What an account remembers of its responses, with the official SDK as the client.
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { ACCOUNT, ask, KEY, start } from '../client.ts';

async function connect(): Promise<OpenAI> {
  const { url } = await start();
  return new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: KEY, maxRetries: 0 });
}

function missing(id: string): object {
  const message = `Response with id '${id}' not found.`;
  return {
    status: 404,
    error: { message, type: 'invalid_request_error', param: null, code: null },
  };
}

test('a response continues the one it names', async () => {
  const { responses } = await connect();
  const first = await responses.create({ model: 'mini', input: 'One' });
  const second = await responses.create({
    model: 'mini',
    input: 'Two',
    previous_response_id: first.id,
  });
  const third = await responses.create({
    model: 'mini',
    input: [{ role: 'user', content: 'Three' }],
    previous_response_id: second.id,
  });
  expect([second.previous_response_id, third.output_text]).toEqual([
    first.id,
    'You said: Three\nBefore: One\nBefore: Two',
  ]);
  expect(third.usage?.input_tokens).toBeGreaterThan(second.usage?.input_tokens ?? 0);
});

test('a tool is answered in the next response', async () => {
  const { responses } = await connect();
  const first = await responses.create({
    model: 'mini',
    input: 'Hello',
    tools: [{ type: 'function', name: 'find', parameters: { type: 'object' }, strict: false }],
  });
  const [call] = first.output;
  const call_id = call?.type === 'function_call' ? call.call_id : '';
  const second = await responses.create({
    model: 'mini',
    previous_response_id: first.id,
    input: [{ type: 'function_call_output', call_id, output: 'Found' }],
  });
  expect(second.output_text).toBe('You said: Hello\nThe tool said: Found');
  const third = responses.create({
    model: 'mini',
    input: 'Hello',
    previous_response_id: first.id,
  });
  await expect(third).rejects.toMatchObject({
    status: 400,
    error: { message: `No tool output found for function call ${call_id}.` },
  });
});

test('a response can be read until it is deleted', async () => {
  const { responses } = await connect();
  const { id, output_text, ...made } = await responses.create({ model: 'mini', input: 'Hello' });
  const read = await responses.retrieve(id, { include: ['message.input_image.image_url'] });
  expect(read).toMatchObject({ id, output_text, ...made });
  const deleted: unknown = await responses
    .delete(id)
    .asResponse()
    .then((got) => got.json());
  expect(deleted).toEqual({ id, object: 'response', deleted: true });
  await expect(responses.retrieve(id)).rejects.toMatchObject(missing(id));
  await expect(responses.delete(id)).rejects.toMatchObject(missing(id));
});

test('a streamed response is kept as well', async () => {
  const { responses } = await connect();
  const stream = responses.stream({ model: 'mini', input: 'Hello' });
  const { id } = await stream.finalResponse();
  expect((await responses.retrieve(id)).output_text).toBe('You said: Hello');
});

test('a response that is not to be stored is not', async () => {
  const { responses } = await connect();
  const { id } = await responses.create({ model: 'mini', input: 'Hello', store: false });
  await expect(responses.retrieve(id)).rejects.toMatchObject(missing(id));
});

test('another account, and another server, know nothing of a response', async () => {
  const other = { ...ACCOUNT, subdomain: 'fabrikam' };
  const standIn = await start({ accounts: [ACCOUNT, other] });
  const at = (subdomain: string) => ({ headers: { host: `${subdomain}.openai.azure.com` } });
  const create = { path: '/openai/v1/responses', body: { model: 'mini', input: 'Hello' } };
  const [, made] = await ask(standIn, { ...create, ...at('contoso') });
  const [, elsewhere] = await ask(standIn, { ...create, ...at('fabrikam') });
  const { id } = made as { id: string };
  expect(id).not.toBe((elsewhere as { id: string }).id);
  const read = { method: 'GET', path: `/openai/v1/responses/${id}` };
  expect((await ask(standIn, { ...read, ...at('contoso') }))[0]).toBe(200);
  const { error } = missing(id) as { error: object };
  expect(await ask(standIn, { ...read, ...at('fabrikam') })).toEqual([404, { error }]);
  expect(await ask(await start(), read)).toEqual([404, { error }]);
});

test('a response in the background is queued, in progress, then complete, or cancelled', async () => {
  const { responses } = await connect();
  const body = { model: 'mini', input: 'Hello', background: true };
  const queued = await responses.create(body);
  expect([queued.status, queued.output, queued.usage]).toEqual(['queued', [], null]);
  expect((await responses.retrieve(queued.id)).status).toBe('in_progress');
  expect(await responses.retrieve(queued.id)).toMatchObject({
    status: 'completed',
    output_text: 'You said: Hello',
  });
  expect((await responses.cancel(queued.id)).status).toBe('completed');
  const other = await responses.create(body);
  expect((await responses.cancel(other.id)).status).toBe('cancelled');
  expect((await responses.cancel(other.id)).status).toBe('cancelled');
  expect((await responses.retrieve(other.id)).status).toBe('cancelled');
});

test('a response that is not in the background cannot be cancelled', async () => {
  const { responses } = await connect();
  const { id } = await responses.create({ model: 'mini', input: 'Hello' });
  await expect(responses.cancel(id)).rejects.toMatchObject({
    status: 400,
    error: { message: 'Cannot cancel a synchronous response.', type: 'invalid_request_error' },
  });
  await expect(responses.cancel('resp_1')).rejects.toMatchObject(missing('resp_1'));
});

test('input items are listed page by page, the newest first', async () => {
  const { responses } = await connect();
  const input = ['a', 'b', 'c'].map((content) => ({ role: 'user' as const, content }));
  const { id } = await responses.create({ model: 'mini', input });
  const idsOf = async (query: object) => {
    const page = await responses.inputItems.list(id, query);
    return [...page.data.map((item) => item.id), page.has_more];
  };
  const all = await responses.inputItems.list(id);
  expect(all.data[2]).toEqual({
    id: expect.stringMatching(/^msg_/) as unknown,
    type: 'message',
    role: 'user',
    status: 'completed',
    content: [{ type: 'input_text', text: 'a' }],
  });
  const [c, b, a] = all.data.map((item) => item.id);
  expect(await idsOf({})).toEqual([c, b, a, false]);
  expect(await idsOf({ order: 'asc', limit: 2 })).toEqual([a, b, true]);
  expect(await idsOf({ after: c, limit: 1 })).toEqual([b, true]);
  await expect(idsOf({ limit: 0 })).rejects.toMatchObject({ status: 400, param: 'limit' });
  await expect(idsOf({ after: 'msg_x' })).rejects.toMatchObject({ status: 404, param: 'after' });
});

test('items may be named by their ids', async () => {
  const { responses } = await connect();
  const { output } = await responses.create({ model: 'mini', input: 'Hello' });
  const id = output[0]?.id ?? '';
  const again = await responses.create({
    model: 'mini',
    input: [
      { type: 'item_reference', id },
      { role: 'user', content: 'Again' },
    ],
  });
  const { data } = await responses.inputItems.list(again.id, { order: 'asc' });
  expect([again.output_text, data[0]]).toEqual(['You said: Again', output[0]]);
});

test('a compaction takes the place of the items that it was made from', async () => {
  const { responses } = await connect();
  const { id } = await responses.create({ model: 'mini', input: 'One' });
  const compacted = await responses.compact({ model: 'mini', previous_response_id: id });
  expect(compacted).toMatchObject({
    object: 'response.compaction',
    output: [{ role: 'user' }, { type: 'compaction', encrypted_content: /./ }],
    usage: { input_tokens: 13, output_tokens: 4, total_tokens: 17 },
  });
  const { output_text } = await responses.create({
    model: 'mini',
    input: [
      ...compacted.output,
      { role: 'user', content: 'Two' },
    ] as OpenAI.Responses.ResponseInput,
  });
  expect(output_text).toBe('You said: Two\nBefore: One');
});

test('input tokens are counted as a response counts them', async () => {
  const { responses } = await connect();
  const body = { model: 'mini', input: 'One two three', instructions: 'Be kind' };
  const counted = await responses.inputTokens.count(body);
  const { usage } = await responses.create(body);
  expect([counted, usage?.input_tokens]).toEqual([
    { object: 'response.input_tokens', input_tokens: 11 },
    11,
  ]);
});
