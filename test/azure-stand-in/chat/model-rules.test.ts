// What each family of models takes and refuses on Azure, one row for each rule that a report or a page shows.
import { expect, test } from 'vitest';
import { ask, start, V1_CHAT } from '../client.ts';

const TOOLS = [{ type: 'function', function: { name: 'f' } }];

interface Rule {
  readonly models: readonly string[];
  readonly body: object;
  /** The parameter that the refusal names; undefined when the request is taken. */
  readonly refused?: string | null;
  readonly message?: RegExp;
}

function taken(models: readonly string[], body: object): Rule {
  return { models, body };
}

function refused(
  models: readonly string[],
  body: object,
  param: string | null,
  message = /^Unsupported/,
): Rule {
  return { models, body, refused: param, message };
}

const NONE_BY_DEFAULT = ['gpt-5.1', 'gpt-5.2', 'gpt-5.4', 'gpt-5.4-mini', 'gpt-5.4-nano'];
const ALWAYS_REASONING = ['o1', 'o3', 'o3-mini', 'o4-mini', 'gpt-5', 'gpt-5-mini', 'gpt-5-nano'];
const CHAT_MODELS = ['gpt-5.1-chat', 'gpt-5.2-chat', 'gpt-5.3-chat'];
const NOT_REASONING = ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4o', 'gpt-4o-mini', 'gpt-5-chat'];

const CHAT_RULES: readonly Rule[] = [
  taken(NONE_BY_DEFAULT, { temperature: 0.2, top_p: 0.5, logprobs: true, top_logprobs: 2 }),
  taken([...NONE_BY_DEFAULT, 'gpt-5.5', 'gpt-6-astra'], {
    reasoning_effort: 'none',
    temperature: 0.2,
  }),
  refused(NONE_BY_DEFAULT, { reasoning_effort: 'low', temperature: 0.2 }, 'temperature'),
  refused([...ALWAYS_REASONING, 'gpt-5.5', ...CHAT_MODELS], { temperature: 0.5 }, 'temperature'),
  taken([...ALWAYS_REASONING, ...CHAT_MODELS], { temperature: 1 }),
  refused([...ALWAYS_REASONING, ...CHAT_MODELS], { top_p: 1 }, 'top_p'),
  refused([...ALWAYS_REASONING, ...NONE_BY_DEFAULT], { presence_penalty: 0 }, 'presence_penalty'),
  refused(
    [...ALWAYS_REASONING, ...NONE_BY_DEFAULT, ...CHAT_MODELS],
    { max_tokens: 9 },
    'max_tokens',
  ),
  refused([...ALWAYS_REASONING, ...NONE_BY_DEFAULT], { stop: ['x'] }, 'stop'),
  taken(['gpt-5.5', 'gpt-5.6-sol', 'gpt-6-astra', ...NOT_REASONING], { stop: ['x'] }),
  refused(NOT_REASONING, { reasoning_effort: 'low' }, null, /argument supplied: reasoning_effort$/),
  taken(NOT_REASONING, { temperature: 0.5, top_p: 1, presence_penalty: 0, max_tokens: 9 }),
  refused(
    ALWAYS_REASONING,
    { reasoning_effort: 'none' },
    'reasoning_effort',
    /does not support 'none'/,
  ),
  refused(NONE_BY_DEFAULT, { reasoning_effort: 'minimal' }, 'reasoning_effort'),
  taken(['gpt-5', 'gpt-5-mini'], { reasoning_effort: 'minimal' }),
  refused(['gpt-5', 'gpt-5.1'], { reasoning_effort: 'xhigh' }, 'reasoning_effort'),
  taken(['gpt-5.2', 'gpt-5.4'], { reasoning_effort: 'xhigh' }),
  refused(
    ['gpt-6-astra', 'gpt-5.5'],
    { reasoning_effort: 'max' },
    'reasoning_effort',
    /and 'xhigh'/,
  ),
  taken(['gpt-5.6-sol'], { reasoning_effort: 'max' }),
  refused(
    ['gpt-6-astra', 'gpt-5.6-sol'],
    { tools: TOOLS },
    'reasoning_effort',
    /use \/v1\/responses/,
  ),
  taken(['gpt-6-astra'], { tools: TOOLS, reasoning_effort: 'none' }),
  taken(['gpt-5.4', 'gpt-5'], { tools: TOOLS }),
  refused(
    ['gpt-4.1', 'gpt-4o'],
    { prompt_cache_retention: '24h' },
    'prompt_cache_retention',
    /^prompt_cache_retention is not supported on this model$/,
  ),
  taken(['gpt-5.4'], { prompt_cache_retention: '24h' }),
  // A name that no table has follows no rule.
  taken(['gpt-9', 'someone-pro'], { temperature: 0.5, stop: 'x', reasoning_effort: 'any' }),
];

const RESPONSE_RULES: readonly Rule[] = [
  taken(NONE_BY_DEFAULT, { temperature: 0.2, top_p: 0.5 }),
  taken(['gpt-5.5'], { reasoning: { effort: 'none' }, temperature: 0.2 }),
  refused([...ALWAYS_REASONING, 'gpt-5.5', ...CHAT_MODELS], { temperature: 1 }, 'temperature'),
  refused(ALWAYS_REASONING, { top_p: 1 }, 'top_p'),
  refused(NONE_BY_DEFAULT, { reasoning: { effort: 'low' }, temperature: 1 }, 'temperature'),
  refused(['gpt-5'], { reasoning: { effort: 'none' } }, 'reasoning.effort'),
  refused(['gpt-4.1', 'gpt-5-chat'], { reasoning: { effort: 'low' } }, 'reasoning.effort'),
  refused(
    ['gpt-4.1'],
    { prompt_cache_retention: '24h' },
    'prompt_cache_retention',
    /not supported on this model/,
  ),
  taken(['gpt-6-astra', 'gpt-5.6-sol'], { tools: [{ type: 'function', name: 'f' }] }),
  taken(['gpt-5.4-mini', 'gpt-5.3-codex'], {
    client_metadata: { a: 'b' },
    prompt_cache_options: {},
    multi_agent: { enabled: true },
  }),
];

test.each(CHAT_RULES.flatMap((rule) => rule.models.map((model) => ({ ...rule, model }))))(
  'chat with $model: $body',
  async ({ model, body, refused: param, message }) => {
    const request = { messages: [{ role: 'user', content: 'Hello' }], ...body };
    await check(V1_CHAT, model, request, param, message);
  },
);

test.each(RESPONSE_RULES.flatMap((rule) => rule.models.map((model) => ({ ...rule, model }))))(
  'responses with $model: $body',
  async ({ model, body, refused: param, message }) => {
    await check('/openai/v1/responses', model, { input: 'Hello', ...body }, param, message);
  },
);

async function check(
  path: string,
  model: string,
  body: object,
  param: string | null | undefined,
  message: RegExp | undefined,
): Promise<void> {
  const deployments = [{ name: 'tried', model }];
  const standIn = await start({ accounts: [{ subdomain: 'a', keys: ['key-one'], deployments }] });
  const [status, answer] = await ask(standIn, { path, body: { model: 'tried', ...body } });
  if (param === undefined) {
    expect([status, answer]).toMatchObject([200, {}]);
    return;
  }
  const text: unknown = expect.stringMatching(message ?? /./);
  expect([status, answer]).toMatchObject([400, { error: { param, message: text } }]);
}

test('chat takes no files, though Responses do', async () => {
  const standIn = await start();
  const content = [
    { type: 'text', text: 'Read this' },
    { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA==' } },
  ];
  const body = { model: 'mini', messages: [{ role: 'user', content }] };
  expect(await ask(standIn, { path: V1_CHAT, body })).toEqual([
    400,
    {
      error: {
        message: "Invalid Value: 'file'. This model does not support file content types.",
        type: 'invalid_request_error',
        param: 'messages[0].content[1].type',
        code: 'invalid_value',
      },
    },
  ]);
});

test.each([false, true])('log probabilities are filled, streamed: %s', async (stream) => {
  const standIn = await start();
  const request = { logprobs: true, top_logprobs: 2, stream };
  const body = { model: 'plain', messages: [{ role: 'user', content: 'Hi' }], ...request };
  const response = await fetch(`${standIn.url}${V1_CHAT}`, {
    method: 'POST',
    headers: { 'api-key': 'key-one', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const tokens = [...text.matchAll(/\{"token":"([^"]*)","logprob":-0.01,"bytes":\[[\d,]+\],"top/g)];
  expect(tokens.map(([, token]) => token)).toEqual(['You', ' said:', ' Hi']);
  expect(text).toContain('"top_logprobs":[{"token":"You","logprob":-0.01');
});

test('a tool whose parameters are all optional is called with all of them', async () => {
  const standIn = await start();
  const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: [] };
  const tools = [{ type: 'function', function: { name: 'f', parameters } }];
  const body = { model: 'mini', messages: [{ role: 'user', content: 'Rome' }], tools };
  const calls = [{ function: { name: 'f', arguments: '{"city":"Rome"}' } }];
  expect(await ask(standIn, { path: V1_CHAT, body })).toMatchObject([
    200,
    { choices: [{ message: { tool_calls: calls } }] },
  ]);
});
