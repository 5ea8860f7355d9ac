// The body: what counts as JSON, and whether the deployed model supports the operation.
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ask, chatBody, classic, KEY, start, V1_CHAT } from '../client.ts';

const NO_JSON = {
  error: {
    message: 'We could not parse the JSON body of your request. The API expects a JSON payload.',
    type: 'invalid_request_error',
    param: null,
    code: null,
  },
};

test.each(['{"model":', '', '[]', '"text"', 'null'])(
  'the body %j is not a JSON object',
  async (body) => {
    const standIn = await start();
    expect(await ask(standIn, { path: V1_CHAT, body })).toEqual([400, NO_JSON]);
  },
);

test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonl'])(
  'the content type %s is refused',
  async (type) => {
    const standIn = await start();
    const sent = { path: V1_CHAT, body: chatBody('Hello'), headers: { 'content-type': type } };
    expect(await ask(standIn, sent)).toEqual([
      415,
      {
        error: {
          code: 'UnsupportedMediaType',
          message: `Unsupported media type: content-type '${type}', use 'application/json'.`,
        },
      },
    ]);
  },
);

test('a content type may carry a charset', async () => {
  const standIn = await start();
  const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
  const [status] = await ask(standIn, { path: V1_CHAT, body: chatBody('Hello'), headers });
  expect(status).toBe(200);
});

test('a compressed body is refused', async () => {
  const standIn = await start();
  const response = await fetch(standIn.url + V1_CHAT, {
    method: 'POST',
    headers: { 'api-key': KEY, 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: gzipSync(JSON.stringify(chatBody('Hello'))),
  });
  expect([response.status, await response.json()]).toEqual([
    415,
    {
      error: {
        code: 'UnsupportedMediaType',
        message: "Unsupported media type: content-encoding 'gzip'.",
      },
    },
  ]);
});

test.each([
  ['embed', 'chat/completions', 'chatCompletion', 'text-embedding-3-small'],
  ['codex', 'chat/completions', 'chatCompletion', 'gpt-5.3-codex'],
  ['mini', 'embeddings', 'embeddings', 'gpt-5.4-mini'],
  ['mini', 'completions', 'completion', 'gpt-5.4-mini'],
])('the deployment %s does not serve %s', async (deployment, operation, name, model) => {
  const standIn = await start();
  const path = classic(deployment, operation);
  expect(await ask(standIn, { path, body: chatBody('Hello') })).toEqual([
    400,
    {
      error: {
        code: 'OperationNotSupported',
        message:
          `The ${name} operation does not work with the specified model, ${model}. Please choose ` +
          'different model and try again. You can learn more about which models can be used with ' +
          'each operation here: https://go.microsoft.com/fwlink/?linkid=2197993.',
      },
    },
  ]);
});
