// Chat answers in one piece: that they repeat what arrived, within the limits of the request.
import { expect, test } from 'vitest';
import { ask, chatBody, classic, NOW_MS, start, V1_CHAT } from '../client.ts';

const SAFE = { filtered: false, severity: 'safe' };
const SAFE_RESULTS = { hate: SAFE, self_harm: SAFE, sexual: SAFE, violence: SAFE };

interface ChatAnswer {
  readonly choices: readonly {
    readonly finish_reason: string;
    readonly message: { readonly content: string | null };
  }[];
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number };
}

/** Content and finish reason of every choice. */
async function answers(body: object): Promise<readonly (readonly [string | null, string])[]> {
  const [status, json] = await ask(await start(), { path: V1_CHAT, body });
  expect(status).toBe(200);
  const { choices } = json as ChatAnswer;
  return choices.map((choice) => [choice.message.content, choice.finish_reason]);
}

test('an answer has the shape of Azure, the dated model and the words of the request', async () => {
  const standIn = await start();
  const [status, body] = await ask(standIn, { path: V1_CHAT, body: chatBody('Hello 你好') });
  expect(status).toBe(200);
  expect(body).toEqual({
    choices: [
      {
        content_filter_results: SAFE_RESULTS,
        finish_reason: 'stop',
        index: 0,
        logprobs: null,
        message: {
          annotations: [],
          content: 'You said: Hello 你好',
          refusal: null,
          role: 'assistant',
        },
      },
    ],
    created: NOW_MS / 1000,
    id: expect.stringMatching(/^chatcmpl-[0-9a-f]{24}$/) as string,
    model: 'gpt-5.4-mini-2026-03-17',
    object: 'chat.completion',
    prompt_filter_results: [
      {
        prompt_index: 0,
        content_filter_results: {
          ...SAFE_RESULTS,
          jailbreak: { filtered: false, detected: false },
        },
      },
    ],
    system_fingerprint: null,
    usage: {
      completion_tokens: 5,
      completion_tokens_details: {
        accepted_prediction_tokens: 0,
        audio_tokens: 0,
        reasoning_tokens: 0,
        rejected_prediction_tokens: 0,
      },
      prompt_tokens: 9,
      prompt_tokens_details: { audio_tokens: 0, cache_write_tokens: 0, cached_tokens: 0 },
      total_tokens: 14,
    },
  });
});

test('the same request gets the same answer on both surfaces, id included', async () => {
  const standIn = await start();
  const body = chatBody('Hello', { seed: 7, user: 'someone' });
  const first = await ask(standIn, { path: V1_CHAT, body });
  expect(await ask(standIn, { path: classic('mini', 'chat/completions'), body })).toEqual(first);
});

test('an answer names the instructions and the attachments, and repeats the last user message', async () => {
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } };
  const messages = [
    { role: 'system', content: 'Be brief.' },
    { role: 'developer', content: [{ type: 'text', text: 'Be kind.' }] },
    { role: 'user', content: 'Earlier' },
    { role: 'assistant', content: 'Yes' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is ' },
        image,
        image,
        { type: 'text', text: 'this?' },
        { type: 'input_audio', input_audio: { data: 'AA==', format: 'wav' } },
      ],
    },
  ];
  expect(await answers({ model: 'mini', messages })).toEqual([
    ['You said: What is this?\nImages: 2\nAudio: 1\nInstructions: Be brief.\nBe kind.', 'stop'],
  ]);
});

test('n choices differ from each other', async () => {
  expect(await answers(chatBody('Hi', { n: 3 }))).toEqual([
    ['You said: Hi', 'stop'],
    ['You said: Hi\nChoice: 2', 'stop'],
    ['You said: Hi\nChoice: 3', 'stop'],
  ]);
});

test('the first of several stop sequences ends the answer', async () => {
  const model = 'plain';
  expect(await answers(chatBody('one two three', { model, stop: [' three', ' two'] }))).toEqual([
    ['You said: one', 'stop'],
  ]);
  expect(await answers(chatBody('one two', { model, stop: 'said' }))).toEqual([['You ', 'stop']]);
  expect(await answers(chatBody('one', { stop: null }))).toEqual([['You said: one', 'stop']]);
});

test('the token limit cuts the answer and says so, under both of its names', async () => {
  expect(await answers(chatBody('one two', { max_completion_tokens: 3 }))).toEqual([
    ['You said: one', 'length'],
  ]);
  expect(await answers(chatBody('one two', { model: 'plain', max_tokens: 2 }))).toEqual([
    ['You said:', 'length'],
  ]);
  expect(await answers(chatBody('one', { max_completion_tokens: 3 }))).toEqual([
    ['You said: one', 'stop'],
  ]);
});

test('a marker word has the answer stopped by the content filter', async () => {
  const standIn = await start();
  const body = chatBody('filter-this-answer please now');
  expect(await ask(standIn, { path: V1_CHAT, body })).toMatchObject([
    200,
    {
      choices: [
        {
          content_filter_results: {
            ...SAFE_RESULTS,
            violence: { filtered: true, severity: 'medium' },
          },
          finish_reason: 'content_filter',
          message: { content: 'You said: filter-this-answer' },
        },
      ],
    },
  ]);
});

test('tokens are words and CJK characters, 3 for a message, 3 for the answer, 85 for an image', async () => {
  const standIn = await start();
  const messages = [
    { role: 'system', content: 'two  words' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'カナ한글' },
        { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
      ],
    },
  ];
  expect(await ask(standIn, { path: V1_CHAT, body: { model: 'mini', messages } })).toMatchObject([
    200,
    { usage: { prompt_tokens: 2 + 4 + 3 * 2 + 3 + 85 } },
  ]);
});

test.each([
  ['2026-03-17', 'gpt-5.4-mini-2026-03-17', 'gpt-5.4-mini'],
  [undefined, 'gpt-5.4-mini-2026-03-17', 'gpt-5.4-mini'],
  ['0613', 'gpt-4-0613', 'gpt-4'],
  ['turbo-2024-04-09', 'gpt-4-turbo-2024-04-09', 'gpt-4'],
  [undefined, 'my-own-model', 'my-own-model'],
])('version %s answers as %s', async (version, served, model) => {
  const deployment = version === undefined ? { name: 'd', model } : { name: 'd', model, version };
  const standIn = await start({
    accounts: [{ subdomain: 'contoso', keys: ['key-one'], deployments: [deployment] }],
  });
  const body = chatBody('Hello', { model: 'd' });
  expect(await ask(standIn, { path: V1_CHAT, body })).toMatchObject([200, { model: served }]);
});
