// Refused chat requests, in the words of Azure and OpenAI.
import { expect, test } from 'vitest';
import { ask, chatBody, classic, start, V1_CHAT } from '../client.ts';

function invalid(message: string, param: string | null, code: string | null = null): unknown {
  return [400, { error: { message, type: 'invalid_request_error', param, code } }];
}

const TOOL = { type: 'function', function: { name: 'f' } };

const PLAINLY_UNSUPPORTED: readonly (readonly [string, unknown])[] = [
  ['top_p', 1],
  ['presence_penalty', 1],
  ['frequency_penalty', 1],
  ['top_logprobs', 1],
  ['logprobs', true],
  ['logit_bias', { '1': 2 }],
];

/** Parameter, value, message, code. */
const NOT_FOR_REASONING: readonly (readonly [string, unknown, string, string])[] = [
  [
    'max_tokens',
    128,
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use " +
      "'max_completion_tokens' instead.",
    'unsupported_parameter',
  ],
  [
    'temperature',
    0.2,
    "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) " +
      'value is supported.',
    'unsupported_value',
  ],
  ...PLAINLY_UNSUPPORTED.map(
    ([name, value]) =>
      [
        name,
        value,
        `Unsupported parameter: '${name}' is not supported with this model.`,
        'unsupported_parameter',
      ] as const,
  ),
];

test.each(NOT_FOR_REASONING)(
  'a reasoning model refuses %s, another takes it',
  async (name, value, message, code) => {
    const standIn = await start();
    const body = chatBody('Hello', { model: 'thinker', [name]: value });
    expect(await ask(standIn, { path: V1_CHAT, body })).toEqual(invalid(message, name, code));
    const [status] = await ask(standIn, { path: V1_CHAT, body: { ...body, model: 'plain' } });
    expect(status).toBe(200);
  },
);

test.each(['o1', 'o4-mini', 'gpt-5', 'gpt-5.6-luna', 'gpt-6-sol'])(
  'the deployed model decides, not its name: %s reasons',
  async (model) => {
    const deployments = [{ name: 'plain', model }];
    const standIn = await start({ accounts: [{ subdomain: 'a', keys: ['key-one'], deployments }] });
    const body = chatBody('Hello', { model: 'plain', max_tokens: 5 });
    expect(await ask(standIn, { path: V1_CHAT, body })).toMatchObject([
      400,
      { error: { code: 'unsupported_parameter' } },
    ]);
  },
);

test('null and default values do not count as parameters', async () => {
  const standIn = await start();
  const unset = { max_tokens: null, temperature: 1, top_p: null, logprobs: false };
  const [status] = await ask(standIn, { path: V1_CHAT, body: chatBody('Hello', unset) });
  expect(status).toBe(200);
});

test.each([
  [
    'no messages',
    { messages: undefined },
    invalid("Missing required parameter: 'messages'.", 'messages', 'missing_required_parameter'),
  ],
  [
    'messages that are none',
    { messages: ['Hello'] },
    invalid(
      "Invalid type for 'messages': expected an array of objects.",
      'messages',
      'invalid_type',
    ),
  ],
  [
    'empty messages',
    { messages: [] },
    invalid(
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty " +
        'array instead.',
      'messages',
      'empty_array',
    ),
  ],
  [
    'too many messages',
    { messages: Array(2049).fill({ role: 'user', content: 'Hello' }) },
    invalid(
      "Invalid 'messages': array too long. Expected an array with maximum length 2048, but got an " +
        'array with length 2049 instead.',
      'messages',
      'array_above_max_length',
    ),
  ],
  [
    'too many tools',
    { tools: Array(129).fill(TOOL) },
    invalid(
      "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array " +
        'with length 129 instead.',
      'tools',
      'array_above_max_length',
    ),
  ],
  [
    'a result of a tool that was not called',
    {
      messages: [
        { role: 'user', content: 'Hello' },
        { role: 'tool', content: 'x' },
      ],
    },
    invalid(
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with " +
        "'tool_calls'.",
      'messages.[1].role',
    ),
  ],
  [
    'a tool choice without tools',
    { tool_choice: 'auto' },
    invalid(
      "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
      'tool_choice',
    ),
  ],
  [
    'a choice of an unknown tool',
    { tools: [TOOL], tool_choice: { type: 'function', function: { name: 'g' } } },
    invalid(
      "Invalid value for 'tool_choice': no function named 'g' was specified in the 'tools' parameter.",
      'tool_choice',
    ),
  ],
  [
    'json_object without the word',
    { response_format: { type: 'json_object' } },
    invalid(
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type " +
        "'json_object'.",
      'messages',
    ),
  ],
  [
    'stream_options without stream',
    { stream_options: { include_usage: true } },
    invalid(
      "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      'stream_options',
    ),
  ],
  [
    'n of 0',
    { n: 0 },
    invalid("Invalid 'n': expected an integer from 1 to 128.", 'n', 'invalid_value'),
  ],
  [
    'an unknown field',
    { frobnicate: 1 },
    invalid('Unrecognized request argument supplied: frobnicate', null),
  ],
])('refuses %s', async (_, extra, expected) => {
  const standIn = await start();
  expect(await ask(standIn, { path: V1_CHAT, body: chatBody('Hello', extra) })).toEqual(expected);
});

test.each([
  ['innererror', classic('mini', 'chat/completions'), false],
  ['inner_error', V1_CHAT, true],
])('a filtered prompt is a 400 with %s, streamed or not', async (key, path, stream) => {
  const standIn = await start();
  const safe = { filtered: false, severity: 'safe' };
  const body = chatBody('Please filter-this-prompt.', { stream });
  expect(await ask(standIn, { path, body })).toEqual([
    400,
    {
      error: {
        message:
          "The response was filtered due to the prompt triggering Azure OpenAI's content management " +
          'policy. Please modify your prompt and retry. To learn more about our content filtering ' +
          'policies please read our documentation: https://go.microsoft.com/fwlink/?linkid=2198766',
        type: null,
        param: 'prompt',
        code: 'content_filter',
        status: 400,
        [key]: {
          code: 'ResponsibleAIPolicyViolation',
          content_filter_result: {
            hate: safe,
            self_harm: safe,
            sexual: safe,
            violence: { filtered: true, severity: 'medium' },
            jailbreak: { filtered: false, detected: false },
          },
        },
      },
    },
  ]);
});
