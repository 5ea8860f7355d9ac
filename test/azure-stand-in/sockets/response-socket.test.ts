// The Responses API over a WebSocket.
import OpenAI from 'openai';
import { ResponsesWS } from 'openai/resources/responses/ws';
import { expect, test } from 'vitest';
import { ask, KEY } from '../client.ts';
import { open, refused, RESPONSES, startVoice, type OpenSocket } from './socket-client.ts';

function creating(body: object): object {
  return { type: 'response.create', model: 'mini', input: 'Hello', ...body };
}

/** Runs a response to its end; gives its last event. */
async function run(line: OpenSocket, body: object = {}) {
  line.send(creating(body));
  return (await line.until('response.completed')).at(-1)?.['response'] as {
    readonly id: string;
  };
}

test('the events are those of an HTTP stream', async () => {
  const standIn = await startVoice();
  const line = await open(standIn, RESPONSES);
  line.send(creating({ stream: true, background: true }));
  const events = await line.until('response.completed');
  expect(events.map(({ type, sequence_number }) => [sequence_number, type])).toEqual([
    [0, 'response.created'],
    [1, 'response.in_progress'],
    [2, 'response.output_item.added'],
    [3, 'response.content_part.added'],
    [4, 'response.output_text.delta'],
    [5, 'response.output_text.delta'],
    [6, 'response.output_text.delta'],
    [7, 'response.output_text.done'],
    [8, 'response.content_part.done'],
    [9, 'response.output_item.done'],
    [10, 'response.completed'],
  ]);
  expect(events.at(-1)).toMatchObject({
    response: {
      status: 'completed',
      background: false,
      model: 'gpt-5.4-mini-2026-03-17',
      output: [{ content: [{ text: 'You said: Hello' }] }],
    },
  });
});

test('the SDK talks to it', async () => {
  const { url } = await startVoice();
  const client = new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: KEY });
  const socket = new ResponsesWS(client);
  const text = await new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('response.completed', ({ response }) => {
      resolve(response.output);
    });
    socket.send({ type: 'response.create', model: 'mini', input: 'Hello' });
  });
  socket.close();
  expect(text).toMatchObject([{ content: [{ text: 'You said: Hello' }] }]);
});

test('two responses run one after the other', async () => {
  const standIn = await startVoice();
  const line = await open(standIn, RESPONSES, {
    headers: { 'x-ms-fault': 'stall-after=2; hold=gate' },
  });
  line.send(creating({ input: 'One' }));
  line.send(creating({ input: 'Two' }));
  await line.until('response.in_progress');
  standIn.release('gate');
  const first = await line.until('response.completed');
  const second = await line.until('response.completed');
  expect([first.at(-1), second[0], second.at(-1)]).toMatchObject([
    { response: { output: [{ content: [{ text: 'You said: One' }] }] } },
    { type: 'response.created', sequence_number: 0 },
    { response: { output: [{ content: [{ text: 'You said: Two' }] }] } },
  ]);
});

test('the last response can be continued though it is not stored, an older one cannot', async () => {
  const standIn = await startVoice();
  const line = await open(standIn, RESPONSES);
  const first = await run(line, { input: 'One', store: false });
  const next = { input: 'Two', store: false, previous_response_id: first.id };
  expect(await run(line, next)).toMatchObject({
    previous_response_id: first.id,
    output: [{ content: [{ text: 'You said: Two\nBefore: One' }] }],
  });
  line.send(creating(next));
  expect(await line.next()).toEqual({
    type: 'error',
    status: 400,
    error: {
      code: 'previous_response_not_found',
      message: `Previous response with id '${first.id}' not found.`,
      param: 'previous_response_id',
      type: 'invalid_request_error',
    },
  });
});

test('a stored response can be continued on another connection and over HTTP', async () => {
  const standIn = await startVoice();
  const { id } = await run(await open(standIn, RESPONSES), { input: 'One' });
  const next = { input: 'Two', previous_response_id: id };
  const said = { output: [{ content: [{ text: 'You said: Two\nBefore: One' }] }] };
  expect(await run(await open(standIn, RESPONSES), next)).toMatchObject(said);
  const body = { model: 'mini', ...next };
  expect(await ask(standIn, { path: RESPONSES, body })).toMatchObject([200, said]);
});

test('a turn that fails forgets what it continued', async () => {
  const line = await open(await startVoice(), RESPONSES);
  const { id } = await run(line, { store: false });
  const next = { previous_response_id: id, store: false };
  line.send(creating({ ...next, nonsense: 1 }));
  expect(await line.next()).toMatchObject({ status: 400, error: { param: 'nonsense' } });
  line.send(creating(next));
  expect(await line.next()).toMatchObject({ error: { code: 'previous_response_not_found' } });
});

test('lanes keep their name, and one can go on from another', async () => {
  const line = await open(await startVoice(), RESPONSES);
  line.send(creating({ input: 'One', store: false, stream_id: 'main' }));
  const events = await line.until('response.completed');
  expect(new Set(events.map((event) => event['stream_id']))).toEqual(new Set(['main']));
  const { id } = events.at(-1)?.['response'] as { id: string };
  const fork = { input: 'Two', previous_response_id: id, store: false, stream_id: 'fork' };
  line.send(creating(fork));
  expect((await line.until('response.completed')).at(-1)).toMatchObject({
    stream_id: 'fork',
    response: { output: [{ content: [{ text: 'You said: Two\nBefore: One' }] }] },
  });
  line.send(creating({ stream_id: 'fork', nonsense: 1 }));
  expect(await line.next()).toMatchObject({ type: 'error', stream_id: 'fork' });
});

test('a warm-up writes nothing and can be continued', async () => {
  const line = await open(await startVoice(), RESPONSES);
  const warm = await run(line, { generate: false, input: 'One', store: false });
  expect(warm).toMatchObject({ status: 'completed', output: [] });
  const next = { input: 'Two', previous_response_id: warm.id };
  expect(await run(line, next)).toMatchObject({
    output: [{ content: [{ text: 'You said: Two\nBefore: One' }] }],
  });
});

test.each([
  [creating({ model: 'other' }), 404, { code: 'DeploymentNotFound' }],
  [creating({ model: 'embed' }), 400, { code: 'OperationNotSupported' }],
  [creating({ model: undefined }), 400, { param: 'model' }],
  [creating({ input: 'filter-this-prompt' }), 400, { code: 'content_filter' }],
  [{ type: 'nonsense' }, 400, { param: 'type', code: 'invalid_value' }],
  ['no JSON', 400, { message: 'We could not parse the JSON of your message.' }],
])('%j is an error, and the connection goes on', async (message, status, error) => {
  const line = await open(await startVoice(), RESPONSES);
  line.send(message);
  expect(await line.next()).toMatchObject({ type: 'error', status, error });
  expect(await run(line)).toMatchObject({ status: 'completed' });
});

test('only v1 has it', async () => {
  const path = '/openai/responses?api-version=2025-04-01-preview';
  expect(await refused(await startVoice(), path)).toMatchObject({
    status: 404,
    body: { error: { code: '404', message: 'Resource not found' } },
  });
});
