// A streamed response, event by event.
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { KEY, send, start } from '../client.ts';

const PATH = '/openai/v1/responses';

interface Frame {
  readonly event: string;
  readonly data: { readonly type: string; readonly sequence_number: number };
}

async function stream(body: object, headers: Readonly<Record<string, string>> = {}) {
  const standIn = await start();
  const sent = { path: PATH, body: { model: 'mini', stream: true, ...body }, headers };
  const got = await send(standIn, sent);
  const frames = got.text.split('\n\n').slice(0, -1);
  return {
    got,
    events: frames.map((frame): Frame => {
      const [, event = '', data = ''] = /^event: (.+)\ndata: (.+)$/.exec(frame) ?? [];
      return { event, data: JSON.parse(data) as Frame['data'] };
    }),
  };
}

const MESSAGE_ID = expect.stringMatching(/^msg_/) as unknown;

test('a text is streamed from created to completed, numbered and named', async () => {
  const { got, events } = await stream({ input: 'Hello' });
  expect(got.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  expect(events.map(({ event }) => event)).toEqual(events.map(({ data }) => data.type));
  expect(events.map(({ data }) => data.sequence_number)).toEqual(events.map((_, index) => index));
  const at = { item_id: MESSAGE_ID, output_index: 0, content_index: 0 };
  const part = (text: string) => ({ type: 'output_text', annotations: [], logprobs: [], text });
  const item = { id: MESSAGE_ID, type: 'message', role: 'assistant' };
  const response = { status: 'in_progress', content_filters: null, output: [], usage: null };
  expect(events.map(({ data }) => ({ ...data, sequence_number: undefined }))).toEqual([
    { type: 'response.created', response: expect.objectContaining(response) as unknown },
    { type: 'response.in_progress', response: expect.objectContaining(response) as unknown },
    {
      type: 'response.output_item.added',
      output_index: 0,
      item: { ...item, status: 'in_progress', content: [] },
    },
    { type: 'response.content_part.added', ...at, part: part('') },
    { type: 'response.output_text.delta', ...at, delta: 'You', logprobs: [] },
    { type: 'response.output_text.delta', ...at, delta: ' said:', logprobs: [] },
    { type: 'response.output_text.delta', ...at, delta: ' Hello', logprobs: [] },
    { type: 'response.output_text.done', ...at, text: 'You said: Hello', logprobs: [] },
    { type: 'response.content_part.done', ...at, part: part('You said: Hello') },
    {
      type: 'response.output_item.done',
      output_index: 0,
      item: { ...item, status: 'completed', content: [part('You said: Hello')] },
    },
    {
      type: 'response.completed',
      response: expect.objectContaining({ status: 'completed' }) as unknown,
    },
  ]);
});

const PARAMETERS = { type: 'object', properties: { text: { type: 'string' } } };

test.each([
  [
    { type: 'function', parameters: PARAMETERS },
    'function_call_arguments',
    'arguments',
    '{"text":"Hi',
  ],
  [{ type: 'custom' }, 'custom_tool_call_input', 'input', 'Hi'],
])('a call of the tool %j is streamed as %s', async (tool, name, field, first) => {
  const { events } = await stream({ input: 'Hi there', tools: [{ ...tool, name: 'f' }] });
  const [added, delta, , done] = events.slice(2).map(({ data }) => data);
  expect([added, delta, done]).toMatchObject([
    { type: 'response.output_item.added', item: { name: 'f', status: 'in_progress', [field]: '' } },
    { type: `response.${name}.delta`, output_index: 0, delta: first },
    {
      type: `response.${name}.done`,
      [field]: field === 'input' ? 'Hi there' : '{"text":"Hi there"}',
    },
  ]);
});

test('a response that ends early says so with its last event', async () => {
  const { events } = await stream({ input: 'word '.repeat(30), max_output_tokens: 16 });
  expect(events.at(-1)?.data).toMatchObject({
    type: 'response.incomplete',
    response: { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
  });
});

test('a stream in the background begins queued', async () => {
  const { events } = await stream({ input: 'Hello', background: true });
  expect(events.slice(0, 3).map(({ data }) => data)).toMatchObject([
    { type: 'response.created', response: { status: 'queued', background: true } },
    { type: 'response.queued', response: { status: 'queued' } },
    { type: 'response.in_progress', response: { status: 'in_progress' } },
  ]);
});

test('paces and faults work as in chat', async () => {
  const { events } = await stream({ input: 'Hello' }, { 'x-ms-pace': 'events=50; size=4' });
  const deltas = events.filter(({ event }) => event === 'response.output_text.delta');
  expect(deltas.length).toBe(50);
  const cut = await stream({ input: 'Hello' }, { 'x-ms-fault': 'cut-after-events=3' });
  expect([cut.events.length, cut.got.cut]).toEqual([3, 'ECONNRESET']);
});

test('the SDK reads a stream, and its helper puts it together', async () => {
  const { url } = await start();
  const client = new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: KEY, maxRetries: 0 });
  const body = { model: 'mini', input: 'Hello' };
  let text = '';
  for await (const event of await client.responses.create({ ...body, stream: true })) {
    if (event.type === 'response.output_text.delta') text += event.delta;
  }
  const final = await client.responses.stream(body).finalResponse();
  expect([text, final.output_text]).toEqual(['You said: Hello', 'You said: Hello']);
});
