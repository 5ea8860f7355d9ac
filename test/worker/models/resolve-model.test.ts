// The names that clients use for models: found, listed, refused.
import { expect, test } from 'vitest';
import { ask, encodeUsers, errorOf, STACK_ENV, USER_KEY } from '../gateway-under-test.ts';

test('the 404 about a model names those that exist', async () => {
  const { response } = await ask({ body: '{"model":"gpt-9"}' });
  expect(await errorOf(response)).toEqual({
    message:
      'The model `gpt-9` does not exist here. Available: `gpt-5.4-mini`, `gpt-4o-mini`, `classic`.',
    type: 'invalid_request_error',
    param: 'model',
    code: 'model_not_found',
  });
});

test.each([
  ['gpt-5.4mini', 'gpt-5.4-mini'],
  ['GPT-5.4-Mini', 'gpt-5.4-mini'],
  ['openai/gpt-5.4-mini', 'gpt-5.4-mini'],
  ['azure/GPT-5.4-mni', 'gpt-5.4-mini'],
  ['azure:classic', 'classic'],
  ['gpt-4o-minis', 'gpt-4o-mini'],
])('the 404 about %s asks whether %s was meant, and does not use it', async (name, meant) => {
  const { response, sent } = await ask({ body: JSON.stringify({ model: name }) });
  expect([response.status, sent]).toEqual([404, []]);
  expect(await errorOf(response)).toMatchObject({
    message: expect.stringContaining(` here. Did you mean \`${meant}\`? Available: `) as string,
  });
});

test('no model is guessed that the caller may not use, and none from a name without end', async () => {
  const users = encodeUsers([{ name: 'alice', key: USER_KEY, models: ['classic'] }]);
  const hidden = await ask({
    env: { ...STACK_ENV, CHIT_USERS: users },
    body: '{"model":"gpt-5.4mini"}',
  });
  expect(await errorOf(hidden.response)).toMatchObject({
    message: 'The model `gpt-5.4mini` does not exist here. Available: `classic`.',
  });
  const long = `${'a/'.repeat(50_000)}classic`;
  const { response } = await ask({ body: JSON.stringify({ model: long }) });
  expect(await errorOf(response)).toMatchObject({
    message: expect.not.stringContaining('Did you mean') as string,
  });
});

test('a dated snapshot, as Azure names it in its answers, is its model', async () => {
  const { sent } = await ask({ body: '{"model":"gpt-5.4-mini-2026-03-17"}' });
  expect(sent[0]?.body).toBe('{"model":"gpt-5.4-mini"}');
  const other = await ask({ body: '{"model":"gpt-5.4-mini-2025-01-01"}' });
  expect(other.response.status).toBe(404);
});

test('lists the models under the names clients use, for those who hold a key', async () => {
  const { response } = await ask({ path: '/v1/models', method: 'GET' });
  const model = (id: string, created: number) => ({
    id,
    object: 'model',
    created,
    owned_by: 'azure-openai',
  });
  expect(await response.json()).toEqual({
    object: 'list',
    data: [
      model('gpt-5.4-mini', 1_773_705_600),
      model('gpt-4o-mini', 1_773_705_600),
      model('classic', 0),
    ],
  });
  const stranger = await ask({ path: '/v1/models', method: 'GET', headers: {} });
  expect(stranger.response.status).toBe(401);
});

test('retrieves one model, and says which exist when it is none', async () => {
  const found = await ask({ path: '/v1/models/gpt-4o-mini', method: 'GET' });
  expect(await found.response.json()).toMatchObject({ id: 'gpt-4o-mini', object: 'model' });
  const missing = await ask({ path: '/v1/models/a%2Fb', method: 'GET' });
  expect(missing.response.status).toBe(404);
  expect(await errorOf(missing.response)).toMatchObject({ code: 'model_not_found' });
});

test('an operation that the model cannot do names one that can', async () => {
  const models = JSON.stringify([{ id: 'text-embedding-3-small' }, { id: 'gpt-5.4-mini' }]);
  const env = { ...STACK_ENV, MODELS: models };
  const { response, sent } = await ask({ env, body: '{"model":"text-embedding-3-small"}' });
  expect(sent).toEqual([]);
  expect(response.status).toBe(400);
  expect(await errorOf(response)).toMatchObject({
    code: 'unsupported_operation',
    message:
      'The model `text-embedding-3-small` does not support this operation. Use `gpt-5.4-mini`.',
  });
});

test('a dated snapshot can be retrieved under its name', async () => {
  const { response } = await ask({ path: '/v1/models/gpt-5.4-mini-2026-03-17', method: 'GET' });
  expect(response.status).toBe(200);
});
