// One call to the Responses API, answered whole.
import { expect, test } from 'vitest';
import { ACCOUNT, ask, NOW_MS, start } from '../client.ts';

const PATH = '/openai/v1/responses';

/** Asks for a response; the parts of it that most tests look at. */
async function respond(body: object, model = 'mini'): Promise<unknown> {
  const [status, response] = await ask(await start(), { path: PATH, body: { model, ...body } });
  expect([status, response]).toEqual([200, expect.anything()]);
  return response;
}

function saying(text: string): object {
  return { output: [{ content: [{ text }] }] };
}

const ID = expect.stringMatching(/^resp_[0-9a-f]{24}$/) as unknown;
const ITEM_ID = expect.stringMatching(/^(msg|fc|ctc|rs)_[0-9a-f]{24}$/) as unknown;
const SAFE = { filtered: false, severity: 'safe' };
const SAFE_RESULTS = { hate: SAFE, self_harm: SAFE, sexual: SAFE, violence: SAFE };

test('a text is answered with every field Azure has', async () => {
  expect(await respond({ input: 'Hello' })).toEqual({
    id: ID,
    object: 'response',
    created_at: NOW_MS / 1000,
    status: 'completed',
    background: false,
    completed_at: NOW_MS / 1000,
    content_filters: [
      {
        blocked: false,
        source_type: 'prompt',
        content_filter_raw: [],
        content_filter_results: {
          ...SAFE_RESULTS,
          jailbreak: { filtered: false, detected: false },
        },
        content_filter_offsets: { start_offset: 0, end_offset: 6, check_offset: 0 },
      },
      {
        blocked: false,
        source_type: 'completion',
        content_filter_raw: [],
        content_filter_results: SAFE_RESULTS,
        content_filter_offsets: { start_offset: 0, end_offset: 15, check_offset: 0 },
      },
    ],
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    max_tool_calls: null,
    model: 'gpt-5.4-mini-2026-03-17',
    output: [
      {
        id: ITEM_ID,
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', annotations: [], logprobs: [], text: 'You said: Hello' }],
      },
    ],
    parallel_tool_calls: true,
    previous_response_id: null,
    prompt_cache_key: null,
    reasoning: { effort: null, summary: null },
    safety_identifier: null,
    service_tier: 'default',
    store: true,
    temperature: 1,
    text: { format: { type: 'text' }, verbosity: 'medium' },
    tool_choice: 'auto',
    tools: [],
    top_logprobs: 0,
    top_p: 1,
    truncation: 'disabled',
    usage: {
      input_tokens: 7,
      input_tokens_details: { cache_write_tokens: 0, cached_tokens: 0 },
      output_tokens: 3,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 10,
    },
    user: null,
    metadata: {},
  });
});

test('instructions, images, files, earlier words and hosted tools show in the answer', async () => {
  const input = [
    { role: 'developer', content: 'Briefly' },
    { role: 'user', content: 'First' },
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Yes?' }] },
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'Second' },
        { type: 'input_image', image_url: 'data:image/png;base64,AA==' },
        { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA==' },
      ],
    },
  ];
  const body = { instructions: 'Be kind', input, tools: [{ type: 'web_search' }] };
  const text =
    'You said: Second\nBefore: First\nImages: 1\nFiles: 1\nHosted tools: 1\n' +
    'Instructions: Be kind\nBriefly';
  expect(await respond(body)).toMatchObject({
    output: [{ type: 'web_search_call' }, { content: [{ text }] }],
  });
});

const TOOL = {
  type: 'function',
  name: 'find',
  parameters: { type: 'object', properties: { what: { type: 'string' } } },
};

test('a function is called with arguments for its schema', async () => {
  expect(await respond({ input: 'Hello', tools: [TOOL] })).toMatchObject({
    output: [
      {
        id: expect.stringMatching(/^fc_/) as unknown,
        type: 'function_call',
        status: 'completed',
        call_id: expect.stringMatching(/^call_/) as unknown,
        name: 'find',
        arguments: '{"what":"Hello"}',
      },
    ],
    tools: [TOOL],
  });
});

test('tool_choice names the tool, allows some, or none', async () => {
  const tools = [TOOL, { ...TOOL, name: 'other' }, { type: 'custom', name: 'free' }];
  const choose = (tool_choice: unknown) => respond({ input: 'Hello', tools, tool_choice });
  expect(await choose({ type: 'function', name: 'other' })).toMatchObject({
    output: [{ type: 'function_call', name: 'other' }],
  });
  expect(await choose({ type: 'custom', name: 'free' })).toMatchObject({
    output: [{ type: 'custom_tool_call', name: 'free', input: 'Hello' }],
  });
  const allowed = {
    type: 'allowed_tools',
    mode: 'auto',
    tools: [{ type: 'function', name: 'other' }],
  };
  expect(await choose(allowed)).toMatchObject({ output: [{ name: 'other' }] });
  expect(await choose('none')).toMatchObject(saying('You said: Hello'));
  expect(await choose('required')).toMatchObject({ output: [{ name: 'find' }] });
});

test('the output of a tool is quoted, and the tool is not called again', async () => {
  const call = { type: 'function_call', call_id: 'call_1', name: 'find', arguments: '{}' };
  const output = { type: 'function_call_output', call_id: 'call_1', output: 'Found' };
  const input = [{ role: 'user', content: 'Hello' }, call, output];
  expect(await respond({ input, tools: [TOOL] })).toMatchObject(
    saying('You said: Hello\nThe tool said: Found'),
  );
});

test('a schema is answered with JSON for it', async () => {
  const schema = { type: 'object', properties: { word: { type: 'string' } } };
  const format = { type: 'json_schema', name: 'w', schema };
  expect(await respond({ input: 'Hello', text: { format } })).toMatchObject({
    ...saying('{"word":"Hello"}'),
    text: { format, verbosity: 'medium' },
  });
});

test('reasoning comes first when the request sets an effort, its content only on request', async () => {
  const body = { input: 'Hello', reasoning: { effort: 'low' } };
  const usage = { output_tokens: 19, output_tokens_details: { reasoning_tokens: 16 } };
  expect(await respond(body)).toMatchObject({
    output: [{ id: ITEM_ID, type: 'reasoning', summary: [] }, { type: 'message' }],
    reasoning: { effort: 'low', summary: null },
    usage,
  });
  const include = ['reasoning.encrypted_content'];
  expect(await respond({ ...body, include })).toMatchObject({
    output: [{ encrypted_content: expect.any(String) as unknown }, {}],
  });
  const unset = { input: 'Hello' };
  expect(await respond(unset, 'thinker')).toMatchObject({ output: [{ type: 'message' }] });
});

test('an answer that is too long is incomplete', async () => {
  const input = 'word '.repeat(30);
  expect(await respond({ input, max_output_tokens: 16 })).toMatchObject({
    status: 'incomplete',
    completed_at: null,
    incomplete_details: { reason: 'max_output_tokens' },
    output: [{ status: 'incomplete' }],
    usage: { output_tokens: 16 },
  });
});

test('an answer that the filter stops is incomplete, and says so', async () => {
  expect(await respond({ input: 'filter-this-answer please' })).toMatchObject({
    status: 'incomplete',
    incomplete_details: { reason: 'content_filter' },
    content_filters: [
      { blocked: false, source_type: 'prompt' },
      {
        blocked: true,
        source_type: 'completion',
        content_filter_results: { violence: { filtered: true, severity: 'medium' } },
      },
    ],
  });
});

test.each(['codex', 'pro'])('the deployment %s serves responses and no chat', async (model) => {
  const deployments = [...ACCOUNT.deployments, { name: 'pro', model: 'gpt-5-pro' }];
  const standIn = await start({ accounts: [{ ...ACCOUNT, deployments }] });
  const [status] = await ask(standIn, { path: PATH, body: { model, input: 'Hello' } });
  const messages = [{ role: 'user', content: 'Hello' }];
  const chat = { path: '/openai/v1/chat/completions', body: { model, messages } };
  expect([status, await ask(standIn, chat)]).toMatchObject([
    200,
    [400, { error: { code: 'OperationNotSupported' } }],
  ]);
});

test('the classic surface has it without a deployment in its path, since a version', async () => {
  const standIn = await start();
  const post = (version: string) =>
    ask(standIn, {
      path: `/openai/responses?api-version=${version}`,
      body: { model: 'mini', input: 'Hello' },
    });
  expect(await post('2025-03-01-preview')).toMatchObject([200, saying('You said: Hello')]);
  expect(await post('2024-10-21')).toEqual([
    400,
    {
      error: {
        code: 'BadRequest',
        message:
          'Azure OpenAI Responses API is enabled only for api-version 2025-03-01-preview and later',
      },
    },
  ]);
});
