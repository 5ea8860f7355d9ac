// Hosts, credentials, versions and paths: everything that is decided before a body is read.
import { expect, test } from 'vitest';
import { ACCOUNT, ask, chatBody, classic, KEY, send, start, V1_CHAT } from '../client.ts';

const HELLO = chatBody('Hello');
const WRONG_KEY =
  'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid ' +
  'key for an active subscription and use a correct regional API endpoint for your resource.';
const WRONG_TOKEN = {
  statusCode: 401,
  message:
    'Unauthorized. Access token is missing, invalid, audience is incorrect ' +
    '(https://cognitiveservices.azure.com), or has expired.',
};
const NOT_FOUND = { error: { code: '404', message: 'Resource not found' } };
const NO_DEPLOYMENT = {
  error: {
    code: 'DeploymentNotFound',
    message:
      'The API deployment for this resource does not exist. If you created the deployment within the ' +
      'last 5 minutes, please wait a moment and try again.',
  },
};

test.each(['openai', 'services.ai', 'cognitiveservices'])(
  'the host {subdomain}.%s.azure.com means the account, in any case and with a port',
  async (service) => {
    const other = { ...ACCOUNT, subdomain: 'fabrikam', deployments: [] };
    const standIn = await start({ accounts: [ACCOUNT, other] });
    const host = (subdomain: string) => ({ host: `${subdomain}.${service}.azure.com:443` });
    const sent = { path: V1_CHAT, body: HELLO };
    expect((await send(standIn, { ...sent, headers: host('Contoso') })).status).toBe(200);
    expect(await ask(standIn, { ...sent, headers: host('fabrikam') })).toEqual([
      404,
      NO_DEPLOYMENT,
    ]);
  },
);

test.each(['unknown.openai.azure.com', 'contoso.example.com', 'contoso.openai.azure.com.evil.net'])(
  'the host %s gets no answer at all',
  async (host) => {
    const standIn = await start();
    const sent = { path: V1_CHAT, body: HELLO, headers: { host } };
    await expect(send(standIn, sent)).rejects.toMatchObject({ code: 'ECONNRESET' });
  },
);

test('the own address gets no answer when there are two accounts', async () => {
  const standIn = await start({ accounts: [ACCOUNT, { ...ACCOUNT, subdomain: 'fabrikam' }] });
  await expect(send(standIn, { path: V1_CHAT, body: HELLO })).rejects.toMatchObject({
    code: 'ECONNRESET',
  });
});

test('every key of the account opens both surfaces as api-key', async () => {
  const standIn = await start();
  for (const path of [V1_CHAT, classic('mini', 'chat/completions')]) {
    for (const key of ACCOUNT.keys) {
      const got = await send(standIn, { path, body: HELLO, headers: { 'api-key': key } });
      expect(got.status).toBe(200);
    }
  }
});

test('a wrong key is a 401 with an error object on the classic surface, without one on v1', async () => {
  const standIn = await start();
  const headers = { 'api-key': 'wrong' };
  expect(
    await ask(standIn, { path: classic('mini', 'chat/completions'), body: HELLO, headers }),
  ).toEqual([401, { error: { code: '401', message: WRONG_KEY } }]);
  expect(await ask(standIn, { path: V1_CHAT, body: HELLO, headers })).toEqual([
    401,
    { statusCode: 401, message: WRONG_KEY },
  ]);
});

test('a key as bearer token opens v1 only: elsewhere it is a bad Entra token', async () => {
  const standIn = await start();
  const bearer = async (path: string, token: string): Promise<[number, unknown]> => {
    const response = await fetch(standIn.url + path, {
      method: 'POST',
      headers: { authorization: `bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(HELLO),
    });
    return [response.status, await response.json()];
  };
  expect((await bearer(V1_CHAT, KEY))[0]).toBe(200);
  expect(await bearer(V1_CHAT, 'wrong')).toEqual([401, { statusCode: 401, message: WRONG_KEY }]);
  expect(await bearer(classic('mini', 'chat/completions'), KEY)).toEqual([401, WRONG_TOKEN]);
});

test('no credentials are a bad token, and come before an unknown path', async () => {
  const standIn = await start();
  const response = await fetch(`${standIn.url}/openai/v1/nothing`);
  expect([response.status, await response.json()]).toEqual([401, WRONG_TOKEN]);
});

test.each(['v1', 'preview'])('v1 takes api-version=%s', async (version) => {
  const standIn = await start();
  const path = `${V1_CHAT}?api-version=${version}`;
  expect((await send(standIn, { path, body: HELLO })).status).toBe(200);
});

test('v1 refuses a dated api-version', async () => {
  const standIn = await start();
  const path = `${V1_CHAT}?api-version=2025-04-01-preview`;
  expect(await ask(standIn, { path, body: HELLO })).toEqual([
    400,
    {
      error: {
        code: 'BadRequest',
        message: 'api-version query parameter is not allowed when using /v1 path',
      },
    },
  ]);
});

test.each(['', '?api-version=v1', '?api-version=2024-10', '?api-version=2024-10-21-beta'])(
  'the classic surface knows no resource with the query "%s"',
  async (query) => {
    const standIn = await start();
    const path = `/openai/deployments/mini/chat/completions${query}`;
    expect(await ask(standIn, { path, body: HELLO })).toEqual([404, NOT_FOUND]);
  },
);

test.each([
  ['POST', '/v1/chat/completions'],
  ['POST', '/openai/chat/completions?api-version=2024-10-21'],
  ['POST', '/openai/v1/deployments/mini/chat/completions'],
  ['POST', '/openai/v1/moderations'],
  ['GET', '/openai/deployments?api-version=2024-10-21'],
  ['GET', '/openai/v1/chat/completions'],
  ['POST', '/openai/v1/chat/completions/'],
  ['POST', '//openai/v1/chat/completions'],
  ['POST', '*'],
])('%s %s is not a resource', async (method, path) => {
  const standIn = await start();
  expect(await ask(standIn, { method, path, body: HELLO })).toEqual([404, NOT_FOUND]);
});

test('an unknown deployment is a 404 on both surfaces', async () => {
  const standIn = await start();
  const path = classic('other', 'chat/completions');
  expect(await ask(standIn, { path, body: HELLO })).toEqual([404, NO_DEPLOYMENT]);
  const body = { ...HELLO, model: 'other' };
  expect(await ask(standIn, { path: V1_CHAT, body })).toEqual([404, NO_DEPLOYMENT]);
});

test('v1 takes the deployment name as model, never the name of its base model', async () => {
  const standIn = await start();
  const body = { ...HELLO, model: 'gpt-5.4-mini' };
  expect(await ask(standIn, { path: V1_CHAT, body })).toEqual([404, NO_DEPLOYMENT]);
});

test('v1 needs a model in the body', async () => {
  const standIn = await start();
  const body = { messages: [{ role: 'user', content: 'Hello' }] };
  expect(await ask(standIn, { path: V1_CHAT, body })).toEqual([
    400,
    {
      error: {
        message: 'you must provide a model parameter',
        type: 'invalid_request_error',
        param: 'model',
        code: null,
      },
    },
  ]);
});

test('the classic surface ignores the model in the body', async () => {
  const standIn = await start();
  const path = classic('mini', 'chat/completions');
  const body = { ...HELLO, model: 'nonsense' };
  expect(await ask(standIn, { path, body })).toMatchObject([
    200,
    { model: 'gpt-5.4-mini-2026-03-17' },
  ]);
});

test('an escaped deployment name is the same name', async () => {
  const deployments = [{ name: 'my model', model: 'gpt-4.1' }];
  const standIn = await start({ accounts: [{ ...ACCOUNT, deployments }] });
  const path = classic('my%20model', 'chat/completions');
  expect((await send(standIn, { path, body: HELLO })).status).toBe(200);
});
