// What is billed, and that the bill is what the answers say that they used.
import { expect, test, vi } from 'vitest';
import { ask, chatBody, KEY, send, start, V1_CHAT } from '../client.ts';
import { formOf, sendForm, startMedia } from '../media/media-client.ts';
import { GA, open, RESPONSES, startVoice } from '../sockets/socket-client.ts';
import { billed, meters } from './billed.ts';

/** "Hello" is a token, a message is 3, the answer is 3; "You said: Hello" is 3. */
const HELLO = { input: 7, output: 3 };

test('an entry says who used what, and is what the answer reports', async () => {
  const standIn = await start();
  const headers = { 'x-ms-client-request-id': 'request-one' };
  const body = chatBody('Hello', { user: 'alice' });
  const [, answer] = await ask(standIn, { path: V1_CHAT, body, headers });
  expect(answer).toMatchObject({ usage: { prompt_tokens: 7, completion_tokens: 3 } });
  expect(billed(standIn)).toEqual([
    {
      account: 'contoso',
      deployment: 'mini',
      model: 'gpt-5.4-mini',
      operation: 'ChatCompletions_Create',
      status: 200,
      clientRequestId: 'request-one',
      user: 'alice',
      ...HELLO,
    },
  ]);
  await ask(standIn, { path: V1_CHAT, body });
  const { entries, totals, dropped } = standIn.bill();
  expect([entries.length, dropped]).toEqual([2, 0]);
  expect(totals).toMatchObject([{ deployment: 'mini', requests: 2, input: 14, output: 6 }]);
});

test('the bill can be read over HTTP, whatever the host', async () => {
  const standIn = await start();
  await ask(standIn, { path: V1_CHAT, body: chatBody('Hello') });
  const read = await ask(standIn, { path: '/stand-in/bill', method: 'GET' });
  const plain = JSON.parse(JSON.stringify(standIn.bill())) as unknown;
  expect(read).toEqual([200, plain]);
  const wrong = await send(standIn, { path: '/stand-in/bill', body: {} });
  expect([wrong.status, wrong.headers.allow]).toEqual([405, 'GET']);
});

test.each(['slow-headers; hold=never', 'stall-after=1', 'reset'])(
  'an answer is billed when it is made, though the client never gets it: %s',
  async (fault) => {
    const standIn = await start();
    const client = new AbortController();
    const response = fetch(standIn.url + V1_CHAT, {
      method: 'POST',
      headers: { 'api-key': KEY, 'content-type': 'application/json', 'x-ms-fault': fault },
      body: JSON.stringify(chatBody('Hello', { stream: true })),
      signal: client.signal,
    }).then(
      (got) => got.text().catch(() => 'cut'),
      () => 'cut',
    );
    await vi.waitFor(() => {
      expect(meters(standIn)).toEqual([HELLO]);
    });
    client.abort();
    expect(await response).toBe('cut');
    expect(meters(standIn)).toEqual([HELLO]);
  },
);

test.each<[string, object, string, number, object[]]>([
  ['a status that Azure gives without work', {}, '429', 429, []],
  ['an error of the server', {}, '500', 500, []],
  ['a time-out', {}, '408', 408, [HELLO]],
  ['an error after the work', { 'x-ms-usage': 'processed' }, '500', 500, [HELLO]],
  ['an HTML page', {}, 'html', 502, []],
  ['half of the JSON', {}, 'malformed-json', 200, [HELLO]],
])('%s', async (_, headers, fault, status, entries) => {
  const standIn = await start();
  const body = chatBody('Hello');
  const got = await send(standIn, {
    path: V1_CHAT,
    body,
    headers: { ...headers, 'x-ms-fault': fault },
  });
  expect([got.status, meters(standIn)]).toEqual([status, entries]);
  expect(billed(standIn).every((entry) => entry['status'] === status)).toBe(true);
});

test.each([
  ['stream-error=failed', 0],
  ['stream-error=failed; error-frame=3', 1],
  ['error-frame=3', 1],
])('a stream that fails (%s) is billed if it had begun', async (fault, entries) => {
  const standIn = await start();
  const body = { model: 'mini', input: 'Hello', stream: true };
  await send(standIn, { path: '/openai/v1/responses', body, headers: { 'x-ms-fault': fault } });
  expect(billed(standIn)).toHaveLength(entries);
});

test('a refused key, an unknown deployment and a full quota are not billed', async () => {
  const deployments = [{ name: 'mini', model: 'gpt-5.4-mini', capacity: 0 }];
  const accounts = [{ subdomain: 'contoso', keys: ['key-one'], deployments }];
  const standIn = await start({ accounts, enforceRateLimits: true });
  const body = chatBody('Hello');
  const path = V1_CHAT;
  expect((await send(standIn, { path, body })).status).toBe(429);
  expect((await send(standIn, { path, body, headers: { 'api-key': 'x' } })).status).toBe(401);
  expect((await send(standIn, { path, body: { ...body, model: 'no' } })).status).toBe(404);
  const streamed = { model: 'mini', input: 'Hello', stream: true };
  expect((await send(standIn, { path: '/openai/v1/responses', body: streamed })).status).toBe(200);
  expect(standIn.bill().entries).toEqual([]);
});

test('a prompt that the content filter refuses is billed, as is what was written beside it', async () => {
  const standIn = await start();
  const text = 'filter-this-prompt';
  await ask(standIn, { path: V1_CHAT, body: chatBody(text, { max_completion_tokens: 2 }) });
  await ask(standIn, { path: '/openai/v1/responses', body: { model: 'mini', input: text } });
  await ask(standIn, { path: '/openai/v1/completions', body: { model: 'instruct', prompt: text } });
  expect(billed(standIn).map(({ status }) => status)).toEqual([400, 400, 400]);
  expect(meters(standIn)).toEqual([
    { input: 7, output: 2 },
    { input: 7, output: 7 },
    { input: 1, output: 1 },
  ]);
});

test('an input beyond the model is refused and billed; a limit beyond it is only refused', async () => {
  const standIn = await start();
  const headers = { 'x-ms-usage': 'input=300000' };
  const chat = await ask(standIn, { path: V1_CHAT, body: chatBody('Hello'), headers });
  expect(chat).toMatchObject([400, { error: { code: 'context_length_exceeded' } }]);
  const body = { model: 'mini', input: 'Hello' };
  const response = await ask(standIn, { path: '/openai/v1/responses', body, headers });
  expect(response).toMatchObject([400, { error: { code: 'context_length_exceeded' } }]);
  const long = chatBody('Hello', { model: 'plain', max_tokens: 32_769 });
  expect(await ask(standIn, { path: V1_CHAT, body: long })).toEqual([
    400,
    {
      error: {
        message:
          'max_tokens is too large: 32769. This model supports at most 32768 completion tokens, ' +
          'whereas you provided 32769.',
        type: 'invalid_request_error',
        param: 'max_tokens',
        code: 'invalid_value',
      },
    },
  ]);
  expect(meters(standIn)).toEqual([{ input: 300_000 }, { input: 300_000 }]);
});

test('embeddings, completions, each line of a batch and each answer of a socket are billed', async () => {
  const { standIn, v1 } = await startMedia();
  await v1.chat.completions.create({
    model: 'mini',
    messages: [{ role: 'user', content: 'Hello' }],
  });
  const line = (n: number) =>
    JSON.stringify({ custom_id: `${n}`, url: '/chat/completions', body: chatBody('Hello') });
  const file = new File([[line(1), line(2)].join('\n')], 'in.jsonl');
  const { id } = await v1.files.create({ file, purpose: 'batch' });
  const made = await v1.batches.create({
    input_file_id: id,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
  });
  await v1.batches.retrieve(made.id);
  await v1.batches.retrieve(made.id);
  await v1.batches.retrieve(made.id);
  expect(meters(standIn)).toEqual([HELLO, HELLO, HELLO]);

  const voice = await startVoice();
  await ask(voice, {
    path: '/openai/v1/embeddings',
    body: { model: 'embed', input: ['a b', 'c'] },
  });
  await ask(voice, {
    path: '/openai/v1/completions',
    body: { model: 'instruct', prompt: 'Hi', echo: true },
  });
  const lane = await open(voice, RESPONSES);
  lane.send({ type: 'response.create', model: 'mini', input: 'Hello' });
  await lane.until('response.completed');
  const talk = await open(voice, GA);
  talk.send({ type: 'response.create' });
  await talk.until('response.done');
  expect(billed(voice).map(({ deployment, input, output }) => [deployment, input, output])).toEqual(
    [
      ['embed', 3, undefined],
      ['instruct', 1, 3],
      ['mini', 7, 3],
      ['voice', undefined, 3],
    ],
  );
});

test('whisper is billed by the time that a sound plays, in whole seconds', async () => {
  const { standIn, v1 } = await startMedia();
  const spoken = await v1.audio.speech.create({
    model: 'tts',
    voice: 'alloy',
    input: 'x'.repeat(110),
    response_format: 'wav',
  });
  const form = formOf(
    ['file', new File([await spoken.arrayBuffer()], 'a.wav')],
    ['response_format', 'verbose_json'],
  );
  const path = '/openai/deployments/whisper/audio/transcriptions?api-version=2025-04-01-preview';
  const [, text] = await sendForm(standIn, path, form);
  expect(JSON.parse(text)).toMatchObject({ duration: 3, usage: { seconds: 3 } });
  expect(meters(standIn)).toEqual([{ characters: 110 }, { seconds: 3 }]);
});

test('pictures and sounds are billed by what they are sold by', async () => {
  const { standIn, v1, dated } = await startMedia();
  await v1.images.generate({
    model: 'image',
    prompt: 'a cat',
    quality: 'low',
    n: 2,
    size: '1024x1024',
  });
  await dated.images.generate({ model: 'dalle', prompt: 'a cat' });
  await v1.audio.speech.create({ model: 'tts', voice: 'alloy', input: '你好 😀' });
  await v1.audio.speech.create({ model: 'speech', voice: 'alloy', input: 'Hello' });
  const form = formOf(['file', new File(['RIFF'], 'a.wav')]);
  for (const deployment of ['whisper', 'transcribe']) {
    const path = `/openai/deployments/${deployment}/audio/transcriptions?api-version=2025-04-01-preview`;
    expect((await sendForm(standIn, path, form))[0]).toBe(200);
  }
  const [image, picture, spoken, sound, seconds, heard] = meters(standIn);
  expect(image).toEqual({ input: 2, outputImage: 2 * 272 });
  expect(picture).toEqual({ pictures: 1 });
  expect(spoken).toEqual({ characters: 4 });
  expect(sound).toEqual({ input: 1, outputAudio: expect.any(Number) as number });
  expect(seconds).toEqual({ seconds: 1 });
  expect(heard).toEqual({ inputAudio: 10, output: expect.any(Number) as number });
});
