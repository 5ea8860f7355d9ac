// Tools and structured outputs: that schemas arrived, and that values fit them.
import { expect, test } from 'vitest';
import { ask, chatBody, start, V1_CHAT } from '../client.ts';

const WEATHER = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: {
      type: 'object',
      properties: {
        city: { type: 'string' },
        unit: { enum: ['celsius', 'fahrenheit'] },
        days: { type: 'integer', minimum: 2 },
        note: { type: 'string' },
      },
      required: ['city', 'unit', 'days'],
    },
  },
};
const CLOCK = { type: 'function', function: { name: 'get_time' } };
const SEARCH = { type: 'custom', custom: { name: 'search' } };

/** The first choice without the parts that are always the same. */
async function choice(extra: object): Promise<unknown> {
  const [status, json] = await ask(await start(), { path: V1_CHAT, body: chatBody('Oslo', extra) });
  expect(status).toBe(200);
  const { choices } = json as { choices: { finish_reason: string; message: object }[] };
  return { ends: choices[0]?.finish_reason, ...choices[0]?.message };
}

function called(call: object): object {
  const id = expect.stringMatching(/^call_[0-9a-f]{24}$/) as string;
  const tool_calls = [{ id, ...call }];
  return {
    ends: 'tool_calls',
    annotations: [],
    content: null,
    refusal: null,
    role: 'assistant',
    tool_calls,
  };
}

const WEATHER_CALL = called({
  type: 'function',
  function: { name: 'get_weather', arguments: '{"city":"Oslo","unit":"celsius","days":2}' },
});
const CLOCK_CALL = called({ type: 'function', function: { name: 'get_time', arguments: '{}' } });
const TEXT = {
  ends: 'stop',
  annotations: [],
  content: 'You said: Oslo',
  refusal: null,
  role: 'assistant',
};

test.each([
  ['the first tool without a choice', undefined, WEATHER_CALL],
  ['the first tool for auto', 'auto', WEATHER_CALL],
  ['the first tool for required', 'required', WEATHER_CALL],
  ['the named tool', { type: 'function', function: { name: 'get_time' } }, CLOCK_CALL],
  [
    'the first allowed tool',
    { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [CLOCK] } },
    CLOCK_CALL,
  ],
  ['no tool for none', 'none', TEXT],
])('an answer calls %s', async (_, tool_choice, expected) => {
  expect(await choice({ tools: [WEATHER, CLOCK], tool_choice })).toEqual(expected);
});

test('a custom tool is called with the text of the user', async () => {
  expect(await choice({ tools: [SEARCH] })).toEqual(
    called({ type: 'custom', custom: { name: 'search', input: 'Oslo' } }),
  );
});

test('a tool result is answered with text that quotes it, and no further call', async () => {
  const messages = [
    { role: 'user', content: 'Oslo' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{}' } },
        { id: 'call_2', type: 'function', function: { name: 'get_time', arguments: '{}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'call_1', content: 'rain' },
    { role: 'tool', tool_call_id: 'call_2', content: 'noon' },
  ];
  expect(await choice({ messages, tools: [WEATHER, CLOCK] })).toEqual({
    ...TEXT,
    content: 'You said: Oslo\nThe tool said: rain\nThe tool said: noon',
  });
});

test('json_object is answered with a JSON object', async () => {
  const messages = [{ role: 'user', content: 'As JSON' }];
  expect(await choice({ messages, response_format: { type: 'json_object' } })).toEqual({
    ...TEXT,
    content: '{"answer":"As JSON"}',
  });
});

test('json_schema is answered with required properties whose values fit', async () => {
  const schema = {
    type: 'object',
    properties: {
      text: { type: 'string' },
      short: { type: 'string', maxLength: 2 },
      day: { type: 'string', format: 'date' },
      ratio: { type: 'number' },
      ok: { type: 'boolean' },
      nothing: { type: 'null' },
      maybe: { type: ['integer', 'null'] },
      fixed: { const: 'yes' },
      list: { type: 'array', items: { $ref: '#/$defs/item' }, minItems: 2 },
      either: { anyOf: [{ type: 'boolean' }, { type: 'string' }] },
      both: { allOf: [{ type: 'object' }, { properties: { a: { type: 'integer' } } }] },
      optional: { type: 'string' },
    },
    required: [
      ...['text', 'short', 'day', 'ratio', 'ok', 'nothing', 'maybe', 'fixed', 'list', 'either'],
      'both',
    ],
    $defs: { item: { type: 'object', properties: { name: { type: 'string' } } } },
  };
  const format = { type: 'json_schema', json_schema: { name: 'thing', schema } };
  const answer = (await choice({ response_format: format })) as { content: string };
  expect(JSON.parse(answer.content)).toEqual({
    text: 'Oslo',
    short: 'Os',
    day: '2026-01-02',
    ratio: 1,
    ok: true,
    nothing: null,
    maybe: 1,
    fixed: 'yes',
    list: [{ name: 'Oslo' }, { name: 'Oslo' }],
    either: true,
    both: { a: 1 },
  });
});

test('a schema that refers to itself ends where it would start again', async () => {
  const again = { $ref: '#' };
  const properties = {
    name: { type: 'string' },
    next: again,
    parent: { anyOf: [again, { type: 'null' }] },
    children: { type: 'array', items: again },
  };
  const schema = { type: 'object', properties, required: Object.keys(properties) };
  const format = { type: 'json_schema', json_schema: { name: 'tree', schema } };
  const answer = (await choice({ response_format: format })) as { content: string };
  expect(JSON.parse(answer.content)).toEqual({ name: 'Oslo', parent: null, children: [] });
});
