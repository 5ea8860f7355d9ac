// The header x-ms-usage: what an answer uses besides what can be seen.
import { expect, test } from 'vitest';
import { ask, chatBody, parseEvents, send, start, V1_CHAT } from '../client.ts';
import { meters } from './billed.ts';

const RESPONSES = '/openai/v1/responses';

function using(usage: string): { readonly 'x-ms-usage': string } {
  return { 'x-ms-usage': usage };
}

test('details of chat: cache, audio and images of the input, reasoning and audio of the output', async () => {
  const standIn = await start();
  const headers = using(
    'cached=3; cache-write=2; audio-in=10; image-in=20; reasoning=5; audio-out=4',
  );
  const [, body] = await ask(standIn, { path: V1_CHAT, body: chatBody('Hello'), headers });
  expect(body).toMatchObject({
    usage: {
      prompt_tokens: 37,
      prompt_tokens_details: { cached_tokens: 3, cache_write_tokens: 2, audio_tokens: 10 },
      completion_tokens: 12,
      completion_tokens_details: { reasoning_tokens: 5, audio_tokens: 4 },
      total_tokens: 49,
    },
  });
  expect(meters(standIn)).toEqual([
    {
      input: 2,
      cachedInput: 3,
      cacheWrite: 2,
      inputAudio: 10,
      inputImage: 20,
      output: 8,
      outputAudio: 4,
    },
  ]);
});

test('details of Responses, streamed', async () => {
  const standIn = await start();
  const body = { model: 'mini', input: 'Hello', stream: true };
  const headers = using('cached=5; reasoning=7; input=900');
  const { text } = await send(standIn, { path: RESPONSES, body, headers });
  expect(text).toContain(
    '"usage":{"input_tokens":900,"input_tokens_details":{"cache_write_tokens":0,"cached_tokens":5},' +
      '"output_tokens":10,"output_tokens_details":{"reasoning_tokens":7},"total_tokens":910}',
  );
  expect(meters(standIn)).toEqual([{ input: 895, cachedInput: 5, output: 10 }]);
});

test.each([
  ['mini', 'max_completion_tokens', 500],
  ['plain', 'max_tokens', 500],
])('%s uses its limit up', async (model, name, limit) => {
  const standIn = await start();
  const body = chatBody('Hello', { model, n: 2, [name]: limit });
  const headers = using('spend=limit');
  const [, answer] = await ask(standIn, { path: V1_CHAT, body, headers });
  expect(answer).toMatchObject({ usage: { completion_tokens: 2 * limit } });
  const streamed = { ...body, stream: true, stream_options: { include_usage: true } };
  const { text } = await send(standIn, { path: V1_CHAT, body: streamed, headers });
  expect(parseEvents(text).at(-2)).toMatchObject({ usage: { completion_tokens: 2 * limit } });
  expect(meters(standIn)).toEqual([
    { input: 7, output: 2 * limit },
    { input: 7, output: 2 * limit },
  ]);
});

test('without a limit of the request, the model itself has one', async () => {
  const standIn = await start();
  const headers = using('spend=limit');
  await ask(standIn, { path: RESPONSES, body: { model: 'mini', input: 'Hello' }, headers });
  const low = { model: 'thinker', input: 'Hello', max_output_tokens: 20 };
  const [, body] = await ask(standIn, { path: RESPONSES, body: low, headers });
  expect(body).toMatchObject({ usage: { output_tokens: 20 } });
  expect(meters(standIn)).toEqual([
    { input: 7, output: 128_000 },
    { input: 7, output: 20 },
  ]);
});

test.each([16, 17, 29])(
  'an answer never exceeds max_output_tokens (%i), reasoning included',
  async (limit) => {
    const standIn = await start();
    const input =
      'one two three four five six seven eight nine ten eleven twelve thirteen fourteen';
    const reasoning = { effort: 'high' };
    const body = { model: 'thinker', input, reasoning, max_output_tokens: limit };
    const [, answer] = await ask(standIn, { path: RESPONSES, body });
    expect(answer).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      usage: { output_tokens: limit, output_tokens_details: { reasoning_tokens: 16 } },
    });
    const tool = {
      type: 'function',
      name: 'look',
      parameters: { type: 'object', properties: { a: { type: 'string' } } },
    };
    const call = { ...body, tools: [tool], tool_choice: 'required' };
    const [, called] = await ask(standIn, { path: RESPONSES, body: call });
    expect(called).toMatchObject({ status: 'incomplete', usage: { output_tokens: limit } });
  },
);

test('all of the limit went into reasoning: chat refuses, and bills', async () => {
  const standIn = await start();
  const body = chatBody('Hello', { model: 'thinker', max_completion_tokens: 400 });
  const [status, answer] = await ask(standIn, {
    path: V1_CHAT,
    body,
    headers: using('spend=refused'),
  });
  expect([status, answer]).toMatchObject([
    400,
    { error: { message: expect.stringContaining('Could not finish the message') as string } },
  ]);
  expect(meters(standIn)).toEqual([{ input: 7, output: 400 }]);
});

test('an answer that does not say what it used is billed all the same', async () => {
  const standIn = await start();
  const headers = using('omit');
  const [, chat] = await ask(standIn, { path: V1_CHAT, body: chatBody('Hello'), headers });
  expect(chat).not.toHaveProperty('usage');
  const body = { model: 'mini', input: 'Hello' };
  expect(await ask(standIn, { path: RESPONSES, body, headers })).toMatchObject([
    200,
    { usage: null },
  ]);
  const embed = { model: 'embed', input: 'Hello' };
  const [, vector] = await ask(standIn, { path: '/openai/v1/embeddings', body: embed, headers });
  expect(vector).not.toHaveProperty('usage');
  const streamed = chatBody('Hello', { stream: true, stream_options: { include_usage: true } });
  const { text } = await send(standIn, { path: V1_CHAT, body: streamed, headers });
  expect(text).not.toContain('"usage":{');
  expect(meters(standIn)).toHaveLength(4);
});

test('a header that cannot be parsed is refused by its name', async () => {
  const standIn = await start();
  const sent = { path: V1_CHAT, body: chatBody('Hello'), headers: using('spend=all') };
  expect(await ask(standIn, sent)).toMatchObject([
    400,
    { error: { message: "Invalid header x-ms-usage: 'spend' is limit or refused." } },
  ]);
});
