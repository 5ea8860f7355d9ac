// Embeddings: every form of input, deterministic unit vectors, both encodings, Azure's limits.
import { expect, test } from 'vitest';
import { ask, classic, send, start } from '../client.ts';

const PATH = '/openai/v1/embeddings';

interface List {
  readonly data: readonly { readonly index: number; readonly embedding: number[] | string }[];
  readonly usage: object;
}

async function embed(body: object, model = 'embed'): Promise<List> {
  const [status, json] = await ask(await start(), { path: PATH, body: { model, ...body } });
  expect(status).toBe(200);
  return json as List;
}

async function vectors(body: object, model = 'embed'): Promise<readonly (readonly number[])[]> {
  return (await embed(body, model)).data.map(({ embedding }) => embedding as number[]);
}

function invalid(message: string, param: string | null, code: string | null = null): unknown {
  return [400, { error: { message, type: 'invalid_request_error', param, code } }];
}

test('an answer has the shape of Azure, the name of the model and the usage', async () => {
  const standIn = await start();
  const body = { model: 'embed', input: ['one two', '三'], dimensions: 2 };
  const embedding = [expect.any(Number), expect.any(Number)];
  expect(await ask(standIn, { path: PATH, body })).toEqual([
    200,
    {
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding },
        { object: 'embedding', index: 1, embedding },
      ],
      model: 'text-embedding-3-small',
      usage: { prompt_tokens: 3, total_tokens: 3 },
    },
  ]);
});

test('a vector has length 1 and is the same on both surfaces, alone or among others', async () => {
  const standIn = await start();
  const alone = await send(standIn, {
    path: classic('embed', 'embeddings'),
    body: { input: 'Hello' },
  });
  const [vector = []] = await vectors({ input: 'Hello' });
  expect((JSON.parse(alone.text) as List).data[0]?.embedding).toEqual(vector);
  expect((await vectors({ input: ['Other', 'Hello'] }))[1]).toEqual(vector);
  expect(vector.length).toBe(1536);
  expect(vector.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
});

test('other words, other models and tokens give other vectors', async () => {
  const made = [
    ...(await vectors({ input: ['Hello', 'hello', '[1,2]'] })),
    ...(await vectors({ input: [1, 2] })),
    ...(await vectors({ input: 'Hello' }, 'ada')),
  ].map((vector) => vector.slice(0, 3).join());
  expect(new Set(made).size).toBe(5);
});

test('token arrays count as their length', async () => {
  expect((await embed({ input: [1, 2, 3] })).usage).toEqual({ prompt_tokens: 3, total_tokens: 3 });
  const many = await embed({ input: [[1, 2, 3], [4]] });
  expect([many.data.length, many.usage]).toEqual([2, { prompt_tokens: 4, total_tokens: 4 }]);
});

test('fewer dimensions are the beginning of the vector, brought back to length 1', async () => {
  const [whole = []] = await vectors({ input: 'Hello' });
  const [part = []] = await vectors({ input: 'Hello', dimensions: 8 });
  const length = Math.hypot(...whole.slice(0, 8));
  expect(part.length).toBe(8);
  part.forEach((value, index) => {
    expect(value).toBeCloseTo((whole[index] ?? 0) / length, 6);
  });
});

test('base64 is the little-endian float32 of the very same numbers', async () => {
  const [floats = []] = await vectors({ input: 'Hello', encoding_format: 'float' });
  const { data } = await embed({ input: 'Hello', encoding_format: 'base64' });
  const bytes = Buffer.from(String(data[0]?.embedding), 'base64');
  expect(bytes.length).toBe(4 * floats.length);
  expect(floats.map((_, index) => bytes.readFloatLE(index * 4))).toEqual(floats);
});

test('2048 inputs come back in order, one more is refused', async () => {
  const input = Array.from({ length: 2048 }, (_, index) => `input ${index}`);
  const { data } = await embed({ input, dimensions: 1 });
  expect(data.map(({ index }) => index)).toEqual(input.map((_, index) => index));
  const standIn = await start();
  const body = { model: 'embed', input: [...input, 'one more'] };
  expect(await ask(standIn, { path: PATH, body })).toEqual(
    invalid(
      "Invalid 'input': array too long. Expected an array with maximum length 2048, but got an array " +
        'with length 2049 instead.',
      'input',
      'array_above_max_length',
    ),
  );
});

test.each([
  {},
  { input: '' },
  { input: [] },
  { input: ['a', ''] },
  { input: ['a', 1] },
  { input: 7 },
])('refuses the input %j', async (body) => {
  const standIn = await start();
  expect(await ask(standIn, { path: PATH, body: { model: 'embed', ...body } })).toEqual(
    invalid(
      "Missing required parameter: 'input'. It is a string, an array of strings, an array of tokens " +
        'or an array of token arrays, none of them empty.',
      'input',
      'missing_required_parameter',
    ),
  );
});

test.each([
  [
    'one input of more than 8192 tokens',
    { input: 'a '.repeat(8193) },
    "This model's maximum context length is 8192 tokens, however you requested 8194 tokens (8194 in " +
      'your prompt; 0 for the completion). Please reduce your prompt; or completion length.',
    null,
    null,
  ],
  [
    'inputs of more than 300,000 tokens together',
    { input: Array(38).fill('a '.repeat(8000)) },
    "Invalid 'input': maximum request size is 300000 tokens per request.",
    'input',
    'max_tokens_per_request',
  ],
  [
    'more dimensions than the model has',
    { input: 'a', dimensions: 1537 },
    "Invalid value for 'dimensions' = 1537. Must be from 1 to 1536.",
    null,
    null,
  ],
  [
    'dimensions for ada',
    { model: 'ada', input: 'a', dimensions: 8 },
    'This model does not support specifying dimensions.',
    null,
    null,
  ],
])('refuses %s', async (_, body, message, param, code) => {
  const standIn = await start();
  const sent = { path: PATH, body: { model: 'embed', ...body } };
  expect(await ask(standIn, sent)).toEqual(invalid(message, param, code));
});
