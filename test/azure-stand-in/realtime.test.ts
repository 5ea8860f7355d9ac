// A realtime session, in its GA and its preview protocol.
import OpenAI, { AzureOpenAI } from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { expect, test } from 'vitest';
import { KEY, NOW_MS } from './client.ts';
import { GA, open, plainly, PREVIEW, startVoice, type Event } from './socket-client.ts';

const HELLO = {
  type: 'conversation.item.create',
  item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello' }] },
};
const RESPOND = { type: 'response.create' };

function writing(isGa: boolean): object {
  const modalities = isGa ? 'output_modalities' : 'modalities';
  return { type: 'session.update', session: { type: 'realtime', [modalities]: ['text'] } };
}

function typesOf(events: readonly Event[]): readonly string[] {
  return events.map(({ type }) => type);
}

test('a session begins with what it is', async () => {
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
      usage: { input_tokens: 9, output_tokens: 3, total_tokens: 12 },
    },
  });
});

test.each([
  [GA, 'response.output_audio', 'output_audio'],
  [PREVIEW, 'response.audio', 'audio'],
])('%s speaks: audio, and what it says', async (path, name, part) => {
  const line = await open(await startVoice(), path);
  line.send(HELLO);
  line.send(RESPOND);
  const events = await line.until('response.done');
  const join = (type: string) => events.filter((event) => event.type === `${name}${type}`);
  const transcript = join('_transcript.delta').map(({ delta }) => String(delta));
  const audio = join('.delta').map(({ delta }) => Buffer.from(String(delta), 'base64').toString());
  expect([transcript.join(''), audio.join('')]).toEqual(['You said: Hello', 'You said: Hello']);
  expect(events.at(-1)).toMatchObject({
    response: { output: [{ content: [{ type: part, transcript: 'You said: Hello' }] }] },
  });
});

test('what was said before, instructions and images are remembered', async () => {
  const line = await open(await startVoice(), GA);
  const session = { type: 'realtime', output_modalities: ['text'], instructions: 'Be kind' };
  line.send({ type: 'session.update', session });
  line.send(HELLO);
  line.send(RESPOND);
  await line.until('response.done');
  const content = [
    { type: 'input_text', text: 'More' },
    { type: 'input_image', image_url: 'data:image/png;base64,AA==' },
  ];
  line.send({ ...HELLO, item: { ...HELLO.item, content } });
  line.send({ ...RESPOND, response: { max_output_tokens: 8 } });
  expect((await line.until('response.done')).at(-1)).toMatchObject({
    response: {
      status: 'incomplete',
      status_details: { type: 'incomplete', reason: 'max_output_tokens' },
      output: [{ content: [{ text: 'You said: More\nBefore: Hello\nImages: 1\nInstructions:' }] }],
    },
  });
});

test('a function is called, and its output quoted', async () => {
  const line = await open(await startVoice(), GA);
  const tools = [{ type: 'function', name: 'find', parameters: { type: 'object' } }];
  const session = { type: 'realtime', output_modalities: ['text'], tools };
  line.send({ type: 'session.update', session });
  line.send(HELLO);
  line.send(RESPOND);
  const called = (await line.until('response.done')).find(({ type }) =>
    type.startsWith('response.function_call_arguments.done'),
  );
  expect(called).toMatchObject({ name: 'find', arguments: '{}' });
  const call_id = called?.['call_id'];
  line.send({ ...HELLO, item: { type: 'function_call_output', call_id, output: 'Found' } });
  line.send(RESPOND);
  expect((await line.until('response.done')).at(-1)).toMatchObject({
    response: { output: [{ content: [{ text: 'You said: Hello\nThe tool said: Found' }] }] },
  });
});

test('a response apart from the conversation leaves nothing behind', async () => {
  const line = await open(await startVoice(), GA);
  line.send(writing(true));
  const input = [HELLO.item];
  line.send({ ...RESPOND, response: { conversation: 'none', input, metadata: { a: 'b' } } });
  expect((await line.until('response.done')).at(-1)).toMatchObject({
    response: { conversation_id: null, metadata: { a: 'b' }, output: [{ content: [{}] }] },
  });
  line.send(RESPOND);
  expect((await line.until('response.done')).at(-1)).toMatchObject({
    response: { output: [{ content: [{ text: 'You said: ' }] }] },
  });
});

test('items can be read and deleted', async () => {
  const line = await open(await startVoice(), GA);
  line.send({ ...HELLO, item: { ...HELLO.item, id: 'mine' } });
  await line.until('conversation.item.done');
  for (const verb of ['retrieve', 'delete', 'delete']) {
    line.send({ type: `conversation.item.${verb}`, item_id: 'mine', event_id: 'e1' });
  }
  expect([await line.next(), await line.next(), await line.next()]).toMatchObject([
    { type: 'conversation.item.retrieved', item: { id: 'mine', object: 'realtime.item' } },
    { type: 'conversation.item.deleted', item_id: 'mine' },
    { type: 'error', error: { code: 'item_not_found', event_id: 'e1' } },
  ]);
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
