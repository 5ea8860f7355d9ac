// A realtime session, in its GA and its preview protocol.
import OpenAI, { AzureOpenAI } from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { expect, test } from 'vitest';
import { KEY, NOW_MS } from '../client.ts';
import { GA, open, plainly, PREVIEW, startVoice, type Event } from './socket-client.ts';

const HELLO = {
  type: 'conversation.item.create',
  item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello' }] },
};
const RESPOND = { type: 'response.create' };

function append(bytes: number): object {
  return { type: 'input_audio_buffer.append', audio: Buffer.alloc(bytes, 1).toString('base64') };
}

function writing(isGa: boolean): object {
  const modalities = isGa ? 'output_modalities' : 'modalities';
  return { type: 'session.update', session: { type: 'realtime', [modalities]: ['text'] } };
}

function typesOf(events: readonly Event[]): readonly string[] {
  return events.map(({ type }) => type);
}

test('a session begins with its configuration', async () => {
  const standIn = await startVoice();
  const head = {
    id: expect.stringMatching(/^sess_/) as unknown,
    object: 'realtime.session',
    model: 'gpt-realtime-1.5-2026-02-23',
    instructions: 'You are a helpful assistant.',
    tools: [],
    tool_choice: 'auto',
    expires_at: NOW_MS / 1000 + 1800,
  };
  const pcm = { type: 'audio/pcm', rate: 24_000 };
  const ga = await open(standIn, GA);
  expect(await ga.next()).toMatchObject({
    type: 'session.created',
    event_id: expect.stringMatching(/^event_/) as unknown,
    session: {
      ...head,
      type: 'realtime',
      output_modalities: ['audio'],
      audio: { input: { format: pcm, transcription: null }, output: { voice: 'alloy' } },
    },
  });
  const preview = await open(standIn, PREVIEW);
  expect(await preview.next()).toMatchObject({
    type: 'session.created',
    session: { ...head, modalities: ['text', 'audio'], input_audio_format: 'pcm16' },
  });
});

test.each([
  [
    GA,
    true,
    [
      'session.created',
      'session.updated',
      'conversation.item.added',
      'conversation.item.done',
      'response.created',
      'response.output_item.added',
      'conversation.item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.delta',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'conversation.item.done',
      'response.done',
    ],
    'output_text',
  ],
  [
    PREVIEW,
    false,
    [
      'session.created',
      'session.updated',
      'conversation.item.created',
      'response.created',
      'response.output_item.added',
      'conversation.item.created',
      'response.content_part.added',
      'response.text.delta',
      'response.text.delta',
      'response.text.delta',
      'response.text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.done',
    ],
    'text',
  ],
])('%s writes in its own words', async (path, isGa, types, part) => {
  const line = await open(await startVoice(), path);
  for (const event of [writing(isGa), HELLO, RESPOND]) line.send(event);
  const events = await line.until('response.done');
  expect(typesOf(events)).toEqual(types);
  const said = events.filter(({ type }) => type.endsWith('text.delta'));
  expect(said.map(({ delta }) => delta)).toEqual(['You', ' said:', ' Hello']);
  expect(events.at(-1)).toMatchObject({
    response: {
      object: 'realtime.response',
      status: 'completed',
      status_details: null,
      output: [
        {
          type: 'message',
          object: 'realtime.item',
          role: 'assistant',
          status: 'completed',
          content: [{ type: part, text: 'You said: Hello' }],
        },
      ],
      usage: { input_tokens: 1, output_tokens: 3, total_tokens: 4 },
    },
  });
});

test('an answer is text, also where the session asks for audio', async () => {
  const line = await open(await startVoice(), GA);
  line.send(HELLO);
  line.send(RESPOND);
  expect((await line.until('response.done')).at(-1)).toMatchObject({
    response: { output: [{ content: [{ type: 'output_text', text: 'You said: Hello' }] }] },
  });
});

test('large audio is appended in silence, and counted when it is committed', async () => {
  const line = await open(await startVoice(), GA);
  await line.next();
  const commit = { type: 'input_audio_buffer.commit' };
  for (const event of [append(3_000_000), append(500_001), commit]) line.send(event);
  expect(await line.next()).toMatchObject({
    type: 'input_audio_buffer.committed',
    audio_bytes: 3_500_001,
  });
  for (const event of [append(9), { type: 'input_audio_buffer.clear' }, commit]) line.send(event);
  expect([await line.next(), await line.next()]).toMatchObject([
    { type: 'input_audio_buffer.cleared' },
    { type: 'input_audio_buffer.committed', audio_bytes: 0 },
  ]);
});

const SUPPORTED =
  "Supported values are: 'session.update', 'input_audio_buffer.append', " +
  "'input_audio_buffer.commit', 'input_audio_buffer.clear', 'conversation.item.create', " +
  "'response.create'.";

test.each([
  [
    { type: 'input_audio_buffer.append', audio: 'no base64!', event_id: 'e1' },
    'invalid_value',
    "Invalid 'audio'. Expected base64-encoded audio bytes.",
    'audio',
  ],
  [
    { type: 'session.update', session: {}, event_id: 'e1' },
    'missing_required_parameter',
    "Missing required parameter: 'session.type'.",
    'session.type',
  ],
  [
    { type: 'nonsense', event_id: 'e1' },
    'invalid_value',
    `Invalid value: 'nonsense'. ${SUPPORTED}`,
    'type',
  ],
])('%j is an error, and the session goes on', async (event, code, message, param) => {
  const line = await open(await startVoice(), GA);
  await line.next();
  line.send(event);
  line.send('no JSON');
  expect(await line.next()).toEqual({
    type: 'error',
    event_id: expect.stringMatching(/^event_/) as unknown,
    error: { type: 'invalid_request_error', code, message, param, event_id: 'e1' },
  });
  expect(await line.next()).toMatchObject({ type: 'error', error: { event_id: null } });
});

test('the preview needs no session type', async () => {
  const line = await open(await startVoice(), PREVIEW);
  line.send({ type: 'session.update', session: { voice: 'echo' } });
  expect((await line.until('session.updated')).at(-1)).toMatchObject({
    session: { voice: 'echo', modalities: ['text', 'audio'] },
  });
});

test('a session can be one that only transcribes', async () => {
  const line = await open(await startVoice(), '/openai/v1/realtime?intent=transcription');
  expect(await line.next()).toMatchObject({
    type: 'session.created',
    session: { type: 'transcription', object: 'realtime.transcription_session' },
  });
});

test('the deployment may be called deployment in the query', async () => {
  const line = await open(await startVoice(), '/openai/v1/realtime?deployment=voice');
  expect(await line.next()).toMatchObject({ session: { model: 'gpt-realtime-1.5-2026-02-23' } });
});

test('the SDK talks to it, by key and as an Azure client', async () => {
  const standIn = await startVoice();
  const options = plainly(standIn);
  const client = new OpenAI({ baseURL: `${standIn.url}/openai/v1`, apiKey: KEY });
  const azure = new AzureOpenAI({
    endpoint: standIn.url,
    apiKey: KEY,
    apiVersion: '2025-04-01-preview',
  });
  for (const line of [
    () => Promise.resolve(new OpenAIRealtimeWS({ model: 'voice', options }, client)),
    () => OpenAIRealtimeWS.azure(azure, { deploymentName: 'voice', options }),
  ]) {
    const session = await line();
    const text = await new Promise<string>((resolve, reject) => {
      let said = '';
      session.on('error', reject);
      session.on('session.created', () => {
        session.send({
          type: 'session.update',
          session: { type: 'realtime', output_modalities: ['text'] },
        });
        session.send({
          type: 'conversation.item.create',
          item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello' }] },
        });
        session.send({ type: 'response.create' });
      });
      session.on('response.output_text.delta', ({ delta }) => {
        said += delta;
      });
      session.on('response.done', () => {
        resolve(said);
      });
    });
    session.close();
    expect(text).toBe('You said: Hello');
  }
  expect(standIn.requests.map(({ path }) => path)).toEqual([GA, GA]);
});
