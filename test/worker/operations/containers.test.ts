// Containers of code interpreter: what is inside one is found like a stored response; what all users of the
// account share is closed.
import { expect, test } from 'vitest';
import { ask, encodeUsers, errorOf, STACK_ENV, USER_KEY } from '../gateway-under-test.ts';

const BACKENDS = ['one', 'two', 'three'];
const THREE = {
  ...STACK_ENV,
  BACKENDS: JSON.stringify(
    BACKENDS.map((name) => ({ name, endpoint: `https://${name}.openai.azure.com` })),
  ),
  BACKEND_KEYS: JSON.stringify(Object.fromEntries(BACKENDS.map((name) => [name, `key-${name}`]))),
};
const missing = () => Response.json({ error: { message: 'none' } }, { status: 404 });

test.each([
  ['GET', '/v1/containers/cntr_1'],
  ['DELETE', '/v1/containers/cntr_1'],
  ['GET', '/v1/containers/cntr_1/files?limit=2'],
  ['GET', '/v1/containers/cntr_1/files/cfile_1'],
  ['DELETE', '/v1/containers/cntr_1/files/cfile_1'],
  ['GET', '/openai/v1/containers/cntr_1/files/cfile_1/content'],
])('%s %s is open, and searched at every account', async (method, path) => {
  const { sent, response } = await ask({
    env: THREE,
    method,
    path,
    body: null,
    azure: ({ url }) => (url.startsWith('https://two.') ? Response.json({}) : missing()),
  });
  expect(response.status).toBe(200);
  const last = sent.at(-1);
  expect(last?.url).toBe(`https://two.openai.azure.com/openai/v1${path.replace(/^.*v1/, '')}`);
});

test.each([
  ['GET', '/v1/containers'],
  ['POST', '/v1/containers'],
  ['POST', '/v1/containers/cntr_1/files'],
])('%s %s is closed to a user without accountData', async (method, path) => {
  const body = method === 'POST' ? '{}' : null;
  const { sent, response } = await ask({ method, path, body });
  expect(sent).toEqual([]);
  expect(response.status).toBe(403);
  expect(await errorOf(response)).toMatchObject({ code: 'account_data_closed' });
  const users = encodeUsers([{ name: 'alice', key: USER_KEY, accountData: true }]);
  const opened = await ask({ env: { ...STACK_ENV, CHIT_USERS: users }, method, path, body });
  expect(opened.sent[0]?.url).toBe(`https://acc.openai.azure.com/openai${path}`);
});

test('what is below a container and not known is not passed on', async () => {
  const path = '/v1/containers/cntr_1/files/cfile_1/more';
  const { sent, response } = await ask({ method: 'GET', path, body: null });
  expect([sent, response.status]).toEqual([[], 404]);
});
