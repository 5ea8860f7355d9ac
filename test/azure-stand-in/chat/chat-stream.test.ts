// Streamed chat answers: the order and content of Azure's chunks.
import { expect, test } from 'vitest';
import { chatBody, NOW_MS, parseEvents, send, start, V1_CHAT } from '../client.ts';

const SAFE = { filtered: false, severity: 'safe' };
const SAFE_RESULTS = { hate: SAFE, self_harm: SAFE, sexual: SAFE, violence: SAFE };
const OPENER = {
  choices: [],
  created: 0,
  id: '',
  model: '',
  object: '',
  prompt_filter_results: [
    {
      prompt_index: 0,
      content_filter_results: { ...SAFE_RESULTS, jailbreak: { filtered: false, detected: false } },
    },
  ],
};

async function stream(extra: object, fault = ''): Promise<readonly unknown[]> {
  const body = chatBody('Hi', { stream: true, ...extra });
  const headers: Record<string, string> = fault === '' ? {} : { 'x-ms-fault': fault };
  const got = await send(await start(), { path: V1_CHAT, body, headers });
  expect(got.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  expect(got.headers['content-length']).toBe(undefined);
  return parseEvents(got.text);
}

function chunk(choice: object, usage: object = {}): object {
  return {
    choices: [
      { content_filter_results: {}, finish_reason: null, index: 0, logprobs: null, ...choice },
    ],
    created: NOW_MS / 1000,
    id: expect.stringMatching(/^chatcmpl-[0-9a-f]{24}$/) as string,
    model: 'gpt-5.4-mini-2026-03-17',
    object: 'chat.completion.chunk',
    system_fingerprint: null,
    ...usage,
  };
}

function piece(content: string, index = 0): object {
  return chunk({ index, delta: { content }, content_filter_results: SAFE_RESULTS });
}

const ROLE = { delta: { content: '', refusal: null, role: 'assistant' } };
const END = { delta: {}, finish_reason: 'stop' };

test('a stream is an opener without choices, a role, annotated pieces, an end and [DONE]', async () => {
  expect(await stream({})).toEqual([
    OPENER,
    chunk(ROLE),
    piece('You'),
    piece(' said:'),
    piece(' Hi'),
    chunk(END),
    '[DONE]',
  ]);
});

test('usage comes last, without choices, and only when requested', async () => {
  const events = await stream({
    stream_options: { include_usage: true },
    max_completion_tokens: 1,
  });
  expect(events).toEqual([
    OPENER,
    chunk(ROLE, { usage: null }),
    { ...piece('You'), usage: null },
    chunk({ ...END, finish_reason: 'length' }, { usage: null }),
    {
      ...chunk({}),
      choices: [],
      usage: {
        completion_tokens: 1,
        completion_tokens_details: {
          accepted_prediction_tokens: 0,
          audio_tokens: 0,
          reasoning_tokens: 0,
          rejected_prediction_tokens: 0,
        },
        prompt_tokens: 7,
        prompt_tokens_details: { audio_tokens: 0, cache_write_tokens: 0, cached_tokens: 0 },
        total_tokens: 8,
      },
    },
    '[DONE]',
  ]);
});

test('choices are interleaved, and each has its own end', async () => {
  expect(await stream({ n: 2, max_completion_tokens: 2 })).toEqual([
    OPENER,
    chunk(ROLE),
    chunk({ ...ROLE, index: 1 }),
    piece('You'),
    piece('You', 1),
    piece(' said:'),
    piece(' said:', 1),
    chunk({ ...END, finish_reason: 'length' }),
    chunk({ ...END, finish_reason: 'length', index: 1 }),
    '[DONE]',
  ]);
});

test('a tool call opens with id and name, and goes on with its arguments', async () => {
  const parameters = {
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: 'integer' } },
  };
  const messages = [{ role: 'user', content: 'one two' }];
  const tools = [{ type: 'function', function: { name: 'f', parameters } }];
  const id = expect.stringMatching(/^call_[0-9a-f]{24}$/) as string;
  const args = (text: string): object =>
    chunk({ delta: { tool_calls: [{ index: 0, function: { arguments: text } }] } });
  expect(await stream({ messages, tools })).toEqual([
    OPENER,
    chunk({
      delta: {
        content: null,
        refusal: null,
        role: 'assistant',
        tool_calls: [{ index: 0, id, type: 'function', function: { name: 'f', arguments: '' } }],
      },
    }),
    args('{"a":"one'),
    args(' two","b":1}'),
    chunk({ ...END, finish_reason: 'tool_calls' }),
    '[DONE]',
  ]);
});

test('a filtered answer ends with its annotation', async () => {
  const messages = [{ role: 'user', content: 'filter-this-answer' }];
  expect((await stream({ messages })).slice(2)).toEqual([
    piece('You'),
    piece(' said:'),
    chunk({
      ...END,
      finish_reason: 'content_filter',
      content_filter_results: { ...SAFE_RESULTS, violence: { filtered: true, severity: 'medium' } },
    }),
    '[DONE]',
  ]);
});

test('the asynchronous filter annotates afterwards, in chunks without delta, also after the end', async () => {
  const annotation = (end: number): object => ({
    id: '',
    object: '',
    created: 0,
    model: '',
    choices: [
      {
        index: 0,
        finish_reason: null,
        content_filter_results: SAFE_RESULTS,
        content_filter_offsets: { check_offset: end, start_offset: 0, end_offset: end },
      },
    ],
    usage: null,
  });
  const unannotated = (choice: object): object => {
    const { choices, ...head } = chunk(choice) as { readonly choices: readonly object[] };
    const [only] = choices as readonly [{ readonly content_filter_results?: object }];
    const { content_filter_results: _results, ...rest } = only;
    return { ...head, choices: [rest] };
  };
  const bare = (content: string): object => unannotated({ delta: { content } });
  const messages = [{ role: 'user', content: 'a b c' }];
  expect(await stream({ messages }, 'async-filter')).toEqual([
    OPENER,
    unannotated(ROLE),
    bare('You'),
    bare(' said:'),
    bare(' a'),
    bare(' b'),
    annotation(13),
    bare(' c'),
    unannotated(END),
    annotation(15),
    '[DONE]',
  ]);
});

test('no-opener leaves the first chunk out', async () => {
  expect((await stream({}, 'no-opener'))[0]).toEqual(chunk(ROLE));
});

test('a piece that looks like the mark of the serialiser stays what it is', async () => {
  const messages = [{ role: 'user', content: '\u0001 "quoted" \\ \n' }];
  expect((await stream({ messages })).slice(4, -2)).toEqual([
    piece(' \u0001'),
    piece(' "quoted"'),
    piece(' \\'),
    piece(' \n'),
  ]);
});
