// Streams of stored responses: a client that was cut off goes on where it was.
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { ask, KEY, send, start } from '../client.ts';

const PATH = '/openai/v1/responses';
const BODY = { model: 'mini', input: 'Hello', background: true, stream: true } as const;

async function connect(fault?: string): Promise<OpenAI> {
  const { url } = await start();
  return new OpenAI({
    baseURL: `${url}/openai/v1`,
    apiKey: KEY,
    maxRetries: 0,
    ...(fault === undefined ? {} : { defaultHeaders: { 'x-ms-fault': fault } }),
  });
}

test('a background stream that was cut off goes on after its last event', async () => {
  const client = await connect('cut-after-events=5; first=1');
  let id = '';
  const seen: number[] = [];
  const first = await client.responses.create(BODY);
  const read = async (): Promise<void> => {
    for await (const event of first) {
      seen.push(event.sequence_number);
      if (event.type === 'response.created') id = event.response.id;
    }
  };
  await expect(read()).rejects.toThrow();
  expect(seen).toEqual([0, 1, 2, 3, 4]);
  const rest = await client.responses.retrieve(id, { stream: true, starting_after: 4 });
  const types: string[] = [];
  for await (const event of rest) {
    seen.push(event.sequence_number);
    types.push(event.type);
  }
  expect(seen).toEqual(seen.map((_, index) => index));
  expect(types.at(-1)).toBe('response.completed');
});

test("the SDK's helper reads a stored response from its first event", async () => {
  const client = await connect();
  const { id } = await client.responses.create({ ...BODY, stream: false });
  const stream = client.responses.stream({ response_id: id });
  const types: string[] = [];
  for await (const event of stream) types.push(event.type);
  expect(types.slice(0, 3)).toEqual([
    'response.created',
    'response.queued',
    'response.in_progress',
  ]);
  expect((await stream.finalResponse()).output_text).toBe('You said: Hello');
  expect((await client.responses.retrieve(id)).status).toBe('completed');
});

test('no event follows the last one; an invalid number is refused', async () => {
  const standIn = await start();
  const [, created] = await ask(standIn, { path: PATH, body: { model: 'mini', input: 'Hi' } });
  const { id } = created as { id: string };
  const get = (query: string) => send(standIn, { method: 'GET', path: `${PATH}/${id}?${query}` });
  const done = await get('stream=true&starting_after=999');
  expect([done.status, done.headers['content-type'], done.text]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
    '',
  ]);
  expect((await get('stream=true&starting_after=x')).status).toBe(400);
  const json = await get('stream=false');
  expect(json.headers['content-type']).toBe('application/json');
});
