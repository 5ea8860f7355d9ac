// What the Responses API refuses, and in which words.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACCOUNT, ask, send, start } from '../client.ts';

const PATH = '/openai/v1/responses';

async function refuse(body: object, model = 'mini'): Promise<unknown> {
  const deployments = [...ACCOUNT.deployments, { name: 'old', model: 'gpt-35-turbo' }];
  const standIn = await start({ accounts: [{ ...ACCOUNT, deployments }] });
  return ask(standIn, { path: PATH, body: { model, input: 'Hello', ...body } });
}

function invalid(message: string, param: string | null, code: string | null): unknown {
  return [400, { error: { message, type: 'invalid_request_error', param, code } }];
}

test.each(['temperature', 'top_p', 'top_logprobs'])(
  'a reasoning model does not take %s, not even its default',
  async (name) => {
    const message = `Unsupported parameter: '${name}' is not supported with this model.`;
    expect(await refuse({ [name]: 1 }, 'thinker')).toEqual(invalid(message, name, null));
    expect(await refuse({ [name]: 1 }, 'plain')).toMatchObject([200, {}]);
  },
);

test.each([
  [{ nonsense: 1 }, "Unknown parameter: 'nonsense'.", 'nonsense', 'unknown_parameter'],
  [
    { messages: [] },
    "Unsupported parameter: 'messages'. In the Responses API, this parameter has moved to 'input'. " +
      'Try again with the new parameter. See the API documentation for more information: ' +
      'https://platform.openai.com/docs/api-reference/responses/create.',
    'messages',
    'unsupported_parameter',
  ],
  [
    { max_output_tokens: 5 },
    "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got 5 " +
      'instead.',
    'max_output_tokens',
    'integer_below_min_value',
  ],
  [
    { background: true, store: false },
    "Background mode requires 'store' to be true.",
    'background',
    null,
  ],
  [
    { previous_response_id: 'resp_1' },
    "Previous response with id 'resp_1' not found.",
    'previous_response_id',
    'previous_response_not_found',
  ],
  [
    { previous_response_id: 'resp_1', conversation: 'conv_1' },
    "Mutually exclusive parameters. Ensure you are only providing one of: 'previous_response_id' or " +
      "'conversation'.",
    null,
    'mutually_exclusive_parameters',
  ],
  [
    { input: [{ role: 'user', content: 'Hello', id: 'x1' }] },
    "Invalid 'input[0].id': 'x1'. Expected an ID that begins with 'msg'.",
    'input[0].id',
    'invalid_value',
  ],
  [
    { input: [{ type: 'function_call_output', call_id: 'call_1', output: '' }] },
    'No tool call found for function call output with call_id call_1.',
    'input',
    null,
  ],
  [
    { input: [{ type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' }] },
    'No tool output found for function call call_1.',
    'input',
    null,
  ],
  [
    { input: [{ type: 'reasoning', id: 'rs_1', summary: [] }] },
    "Item with id 'rs_1' not found. Items are not persisted when `store` is set to false. Try again " +
      'with `store` set to true, or remove this item from your input.',
    'input',
    null,
  ],
  [
    { text: { format: { type: 'json_object' } } },
    "Response input messages must contain the word 'json' in some form to use 'text.format' of type " +
      "'json_object'.",
    'input',
    null,
  ],
])('%j is refused', async (body, message, param, code) => {
  expect(await refuse(body)).toEqual(invalid(message, param, code));
});

test('the content filter refuses a prompt with the word at any place', async () => {
  const filtered = [400, { error: { code: 'content_filter', param: 'prompt', status: 400 } }];
  expect(await refuse({ input: 'filter-this-prompt' })).toMatchObject(filtered);
  expect(await refuse({ instructions: 'filter-this-prompt' })).toMatchObject(filtered);
});

test.each([
  ['old', 'gpt-35-turbo'],
  ['embed', 'text-embedding-3-small'],
])('the deployment %s does not serve responses', async (deployment, model) => {
  expect(await refuse({}, deployment)).toEqual([
    400,
    {
      error: {
        code: 'OperationNotSupported',
        message:
          `The responses operation does not work with the specified model, ${model}. Please choose ` +
          'different model and try again. You can learn more about which models can be used with ' +
          'each operation here: https://go.microsoft.com/fwlink/?linkid=2197993.',
      },
    },
  ]);
});

test('an unknown deployment is none, whatever the operation', async () => {
  const standIn = await start();
  for (const path of [PATH, `${PATH}/compact`, `${PATH}/input_tokens`]) {
    expect(await ask(standIn, { path, body: { model: 'gpt-5.4-mini', input: '' } })).toMatchObject([
      404,
      { error: { code: 'DeploymentNotFound' } },
    ]);
  }
});

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(null, true, 0, 1.5, '', 'user', 'message', 'function_call', 'custom'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        'type',
        'role',
        'content',
        'text',
        'id',
        'call_id',
        'name',
        'output',
        'format',
      ),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
}));

test('any body is answered with 200, 400 or 404', async () => {
  const standIn = await start();
  const names = [
    'input',
    'tools',
    'tool_choice',
    'text',
    'reasoning',
    'include',
    'stream',
    'conversation',
  ];
  const bodies = fc.record(Object.fromEntries(names.map((name) => [name, value])), {
    requiredKeys: [],
  });
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const got = await send(standIn, { path: PATH, body: { ...body, model: 'plain' } });
      expect([200, 400, 404]).toContain(got.status);
    }),
    { numRuns: 150 },
  );
});
