// What is served, to whom, and what is said of what is not.
import { expect, test } from 'vitest';
import { findOperations } from '../../../worker/operations/find-operation.ts';
import { isTemplate } from '../../../worker/operations/operation.ts';
import { OPERATIONS } from '../../../worker/operations/table.ts';
import { ask, encodeUsers, errorOf, STACK_ENV, USER_KEY } from '../gateway-under-test.ts';

test('405 says what is allowed', async () => {
  const post = await ask({ path: '/v1/models' });
  expect(post.response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  const get = await ask({ method: 'GET', body: null });
  expect(get.response.headers.get('allow')).toBe('POST, OPTIONS');
});

test.each(['/v1/files', '/v1/batches', '/v1/vector_stores/vs_1/files', '/v1/fine_tuning/jobs'])(
  'GET %s is closed to a user without account data, and says how to open it',
  async (path) => {
    const { response, sent } = await ask({ path, method: 'GET' });
    expect(sent).toEqual([]);
    expect(response.status).toBe(403);
    expect(await errorOf(response)).toMatchObject({
      code: 'account_data_closed',
      message: expect.stringContaining('`accountData: true`') as string,
    });
  },
);

test('account data is open to a user of whom the settings say so', async () => {
  const users = encodeUsers([{ name: 'alice', key: USER_KEY, accountData: true }]);
  const env = { ...STACK_ENV, CHIT_USERS: users };
  const { response, sent } = await ask({ env, path: '/v1/files?limit=2', method: 'GET' });
  expect(response.status).toBe(200);
  expect(sent[0]?.url).toBe('https://acc.openai.azure.com/openai/v1/files?limit=2');
});

test.each([
  ['/v1/moderations', 'content filter'],
  ['/v1/assistants', '/v1/responses'],
  ['/v1/threads/thread_1/runs', '/v1/conversations'],
])('%s, which Azure does not have, is a 404 that says what to use', async (path, advice) => {
  const { response, sent } = await ask({ path });
  expect(sent).toEqual([]);
  expect(response.status).toBe(404);
  expect(await errorOf(response)).toMatchObject({
    code: 'not_available_on_azure',
    message: expect.stringContaining(advice) as string,
  });
});

test('every row with a part to fill in can be reached', () => {
  for (const operation of OPERATIONS.filter(isTemplate)) {
    const path = operation.path.replaceAll(/\{action\}/g, 'do').replaceAll(/\{\w+\}|\*\*/g, 'id');
    expect(findOperations(path)).toContain(operation);
  }
});

test.each([
  '/v1/responses/..%2Ffiles',
  '/v1/responses/a%2Fb',
  '/v1/responses/%2e%2e%2ffiles/input_items',
])('an id that hides a path, %s, names nothing', async (path) => {
  const { response, sent } = await ask({ path, method: 'GET' });
  expect(sent).toEqual([]);
  expect(response.status).toBe(404);
});

test('a WebSocket operation without an upgrade is a 426', async () => {
  const { response } = await ask({ path: '/v1/realtime?model=gpt-5.4-mini', method: 'GET' });
  expect(response.status).toBe(426);
  expect(response.headers.get('upgrade')).toBe('websocket');
});
