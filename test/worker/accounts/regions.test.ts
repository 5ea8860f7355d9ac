// A model that several accounts serve: who gets a request, and what changes with it.
import { expect, test } from 'vitest';
import type { ModelBinding } from '../../../worker/contract/env.ts';
import { ask, encodeUsers, errorOf, STACK_ENV, type Asked } from '../gateway-under-test.ts';

const MODELS: readonly ModelBinding[] = [
  {
    id: 'fast',
    aliases: ['quick'],
    model: 'gpt-5.4-mini',
    created: 1_773_705_600,
    deployment: 'fast-eu',
    backends: [
      { name: 'west', weight: 3 },
      { name: 'north', weight: 1, deployment: 'fast-north' },
    ],
  },
  { id: 'gpt-image-2', deployment: 'painter', backends: [{ name: 'north' }] },
  { id: 'sealed', model: null, upstream: 'deployment', backends: [{ name: 'north' }] },
  { id: 'whisper', backends: [{ name: 'west' }, { name: 'north', deployment: 'ear' }] },
  { id: 'gpt-realtime-1.5', backends: [{ name: 'north', deployment: 'voice' }] },
];

const ENV = {
  ...STACK_ENV,
  MODELS: JSON.stringify(MODELS),
  BACKENDS: JSON.stringify(
    ['west', 'north'].map((name) => ({ name, endpoint: `https://${name}.openai.azure.com` })),
  ),
  BACKEND_KEYS: JSON.stringify({ west: 'key-west', north: 'key-north' }),
};
const NORTH = 0.9;

function send(asked: Asked) {
  return ask({ env: ENV, ...asked });
}
const headers = {
  authorization: 'Bearer sk-user-key-of-alice',
  'content-type': 'application/json',
};

test.each([
  [0, 'west', 'fast-eu', 'key-west'],
  [NORTH, 'north', 'fast-north', 'key-north'],
])(
  'the fraction %f leads to the account %s, with its deployment, its key and its line in the log',
  async (fraction, region, deployment, key) => {
    const { sent, log } = await send({ fraction, body: '{"model":"quick"}' });
    expect(sent[0]).toMatchObject({
      url: `https://${region}.openai.azure.com/openai/v1/chat/completions`,
      body: `{"model":"${deployment}"}`,
    });
    expect(sent[0]?.headers['api-key']).toBe(key);
    expect(log[0]).toMatchObject({ region, deployment, model: 'quick', attempts: 1 });
  },
);

test("a deployment-style URL and a form name the chosen account's deployment", async () => {
  const form = (model: string) =>
    `--b\r\nContent-Disposition: form-data; name="model"\r\n\r\n${model}\r\n--b--\r\n`;
  const { sent } = await send({
    fraction: NORTH,
    path: '/v1/audio/transcriptions',
    headers: { ...headers, 'content-type': 'multipart/form-data; boundary=b' },
    body: form('whisper'),
  });
  expect(sent[0]).toMatchObject({
    url: 'https://north.openai.azure.com/openai/deployments/ear/audio/transcriptions?api-version=2025-04-01-preview',
    body: form('ear'),
  });
});

test("a session names the chosen account's deployment", async () => {
  const { sent } = await send({
    path: '/v1/realtime/client_secrets',
    body: '{"session":{"model":"gpt-realtime-1.5"}}',
  });
  expect(sent[0]?.body).toBe('{"session":{"model":"voice"}}');
});

test('what all users of an account share is at the first account', async () => {
  const users = [{ name: 'alice', key: 'sk-user-key-of-alice', accountData: true }];
  const env = { ...ENV, CHIT_USERS: encodeUsers(users) };
  const { sent } = await send({ env, fraction: NORTH, path: '/v1/files', method: 'GET' });
  expect(sent[0]?.url).toBe('https://west.openai.azure.com/openai/v1/files');
});

test("parameters are adapted by Azure's model, and by none where it is not known", async () => {
  const known = await send({ body: '{"model":"fast","max_tokens":5}' });
  expect(known.sent[0]?.body).toBe('{"model":"fast-eu","max_completion_tokens":5}');
  const body = '{"model":"sealed","max_tokens":5}';
  expect((await send({ body })).sent[0]?.body).toBe(body);
});

test("the dated name in Azure's answers is the model, whatever clients call it", async () => {
  const body = '{"model":"gpt-5.4-mini-2026-03-17"}';
  expect((await send({ body })).sent[0]?.body).toBe('{"model":"fast-eu"}');
  const other = await send({ body: '{"model":"gpt-5.4-mini-2025-01-01"}' });
  expect(other.response.status).toBe(404);
});

test('a response that draws goes to an account that has the image model, under its name there', async () => {
  const drawing = { ...headers, 'x-ms-oai-image-generation-deployment': 'gpt-image-2' };
  const { sent } = await send({
    path: '/v1/responses',
    headers: drawing,
    body: '{"model":"fast"}',
  });
  expect(sent[0]).toMatchObject({
    url: 'https://north.openai.azure.com/openai/v1/responses',
    body: '{"model":"fast-north"}',
  });
  expect(sent[0]?.headers['x-ms-oai-image-generation-deployment']).toBe('painter');
});

test.each([
  ['that does not exist', 'nobody', 404, 'model_not_found'],
  ['that draws nothing', 'fast', 400, 'unsupported_operation'],
])('an image model %s is refused', async (_, name, status, code) => {
  const { response, sent } = await send({
    path: '/v1/responses',
    headers: { ...headers, 'x-ms-oai-image-generation-deployment': name },
    body: '{"model":"fast"}',
  });
  expect(sent).toEqual([]);
  expect(response.status).toBe(status);
  expect(await errorOf(response)).toMatchObject({ code });
});

test('an image model that no account of the text model has is refused', async () => {
  const models = [
    { id: 'gpt-5.4', backends: [{ name: 'west' }] },
    { id: 'gpt-image-2', backends: [{ name: 'north' }] },
  ];
  const { response, sent } = await send({
    env: { ...ENV, MODELS: JSON.stringify(models) },
    path: '/v1/responses',
    headers: { ...headers, 'x-ms-oai-image-generation-deployment': 'gpt-image-2' },
    body: '{"model":"gpt-5.4"}',
  });
  expect(sent).toEqual([]);
  expect(await errorOf(response)).toMatchObject({ code: 'unsupported_operation' });
});

test('the name of an image model stays here where nothing is drawn', async () => {
  const { sent } = await send({
    headers: { ...headers, 'x-ms-oai-image-generation-deployment': 'nobody' },
    body: '{"model":"fast"}',
  });
  expect(sent[0]?.headers).not.toHaveProperty('x-ms-oai-image-generation-deployment');
});

test("beside the JavaScript proxies' variables an image deployment may be any", async () => {
  const { sent } = await ask({
    env: { RESOURCE_NAME: 'r', DEPLOY_NAME_GPT4: 'four' },
    path: '/v1/responses',
    headers: { ...headers, 'x-ms-oai-image-generation-deployment': 'any' },
    body: '{"model":"gpt-4"}',
  });
  expect(sent[0]?.headers['x-ms-oai-image-generation-deployment']).toBe('any');
});
