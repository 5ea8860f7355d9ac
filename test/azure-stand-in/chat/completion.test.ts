// The legacy text operation, whole and streamed.
import { expect, test } from 'vitest';
import { ask, NOW_MS, parseEvents, send, start } from '../client.ts';

const PATH = '/openai/v1/completions';
const SAFE = { filtered: false, severity: 'safe' };
const SAFE_RESULTS = { hate: SAFE, self_harm: SAFE, sexual: SAFE, violence: SAFE };
const HEAD = {
  id: expect.stringMatching(/^cmpl-[0-9a-f]{24}$/) as string,
  object: 'text_completion',
  created: NOW_MS / 1000,
  model: 'gpt-35-turbo-instruct-0914',
};

function promptResults(index: number): object {
  const jailbreak = { filtered: false, detected: false };
  return { prompt_index: index, content_filter_results: { ...SAFE_RESULTS, jailbreak } };
}

async function complete(body: object): Promise<readonly (readonly [string, string])[]> {
  const sent = { path: PATH, body: { model: 'instruct', ...body } };
  const [status, json] = await ask(await start(), sent);
  expect(status).toBe(200);
  const { choices } = json as { choices: { text: string; finish_reason: string }[] };
  return choices.map((choice) => [choice.text, choice.finish_reason]);
}

test('every prompt is answered, with its annotation and the usage of all', async () => {
  const standIn = await start();
  const body = { model: 'instruct', prompt: ['one', 'two'], n: 1 };
  const choice = (text: string, index: number): object => ({
    text,
    index,
    finish_reason: 'stop',
    logprobs: null,
    content_filter_results: SAFE_RESULTS,
  });
  expect(await ask(standIn, { path: PATH, body })).toEqual([
    200,
    {
      ...HEAD,
      prompt_filter_results: [promptResults(0), promptResults(1)],
      choices: [choice(' You said: one', 0), choice(' You said: two', 1)],
      usage: { completion_tokens: 6, prompt_tokens: 2, total_tokens: 8 },
    },
  ]);
});

test.each([
  [{ prompt: 'one' }, [[' You said: one', 'stop']]],
  [{ prompt: [1, 2] }, [[' You said: 1 2', 'stop']]],
  [
    { prompt: [[1, 2], [3]] },
    [
      [' You said: 1 2', 'stop'],
      [' You said: 3', 'stop'],
    ],
  ],
  [{}, [[' You said: <|endoftext|>', 'stop']]],
  [{ prompt: 'one', echo: true }, [['one You said: one', 'stop']]],
  [{ prompt: 'one two', stop: [' two'] }, [[' You said: one', 'stop']]],
  [{ prompt: 'one', max_tokens: 2 }, [[' You said:', 'length']]],
  [{ prompt: 'filter-this-answer' }, [[' You said:', 'content_filter']]],
  [
    { prompt: 'one', n: 2 },
    [
      [' You said: one', 'stop'],
      [' You said: one', 'stop'],
    ],
  ],
])('answers %j', async (body, expected) => {
  expect(await complete(body)).toEqual(expected);
});

test('an answer has 16 tokens when the request names no limit', async () => {
  const [answer] = await complete({ prompt: 'a '.repeat(20) });
  expect(answer).toEqual([` You said:${' a'.repeat(14)}`, 'length']);
});

test('usage does not count the echoed prompt as completion', async () => {
  const body = { model: 'instruct', prompt: ['one', 'two words'], n: 2, echo: true };
  expect(await ask(await start(), { path: PATH, body })).toMatchObject([
    200,
    { usage: { completion_tokens: 2 * (3 + 4), prompt_tokens: 3, total_tokens: 17 } },
  ]);
});

test('a stream has an opener, pieces, an end, usage when requested, and [DONE]', async () => {
  const standIn = await start();
  const stream_options = { include_usage: true };
  const body = { model: 'instruct', prompt: ['one', 'two'], stream: true, stream_options };
  const chunk = (text: string, index: number, end: object = {}): object => ({
    ...HEAD,
    choices: [
      {
        text,
        index,
        finish_reason: null,
        logprobs: null,
        content_filter_results: SAFE_RESULTS,
        ...end,
      },
    ],
  });
  const end = { finish_reason: 'stop', content_filter_results: {} };
  expect(parseEvents((await send(standIn, { path: PATH, body })).text)).toEqual([
    {
      choices: [],
      created: 0,
      id: '',
      model: '',
      object: '',
      prompt_filter_results: [promptResults(0), promptResults(1)],
    },
    chunk(' You', 0),
    chunk(' said:', 0),
    chunk(' one', 0),
    chunk('', 0, end),
    chunk(' You', 1),
    chunk(' said:', 1),
    chunk(' two', 1),
    chunk('', 1, end),
    {
      ...HEAD,
      choices: [],
      usage: { completion_tokens: 6, prompt_tokens: 2, total_tokens: 8 },
    },
    '[DONE]',
  ]);
});

test('a filtered prompt is refused', async () => {
  const body = { model: 'instruct', prompt: ['fine', 'filter-this-prompt'] };
  expect(await ask(await start(), { path: PATH, body })).toMatchObject([
    400,
    { error: { code: 'content_filter', param: 'prompt' } },
  ]);
});
