// Requests to an account that takes tokens, where Azure or Entra refuses.
import { expect, test } from 'vitest';
import { AzureToken } from '../../../worker/entra/azure-token.ts';
import { NativeResponse } from '../../support/native-body.ts';
import { ENTRA, PAIR } from '../entra/issuer.ts';
import { ask, configOf, encodeUsers, errorOf, STACK_ENV, USER_KEY } from '../gateway-under-test.ts';

const CONFIG = configOf({
  ...STACK_ENV,
  CHIT_USERS: encodeUsers([{ name: 'alice', key: USER_KEY, accountData: true }]),
  BACKENDS: JSON.stringify([
    { name: 'swedencentral', endpoint: 'https://acc.openai.azure.com', auth: 'entra' },
  ]),
  BACKEND_KEYS: '{}',
  ENTRA: JSON.stringify(ENTRA),
});

/** Tokens named token-1, token-2, …; `fails` are answers of Entra in place of one. */
function tokens(clock: { ms: number }, fails: readonly number[] = []) {
  let count = 0;
  const fetcher = (): Promise<Response> => {
    count += 1;
    const body = fails.includes(count)
      ? { error: 'invalid_request', error_codes: [70021] }
      : { access_token: `token-${count}`, expires_in: 3600 };
    const status = fails.includes(count) ? 400 : 200;
    return Promise.resolve(new NativeResponse(JSON.stringify(body), { status }));
  };
  return new AzureToken({
    entra: ENTRA,
    key: PAIR.privateKey,
    now: () => clock.ms,
    fetch: fetcher,
  });
}

function refusing(...refused: readonly string[]) {
  return (request: Request): Response => {
    const token = (request.headers.get('authorization') ?? '').replace('Bearer ', '');
    const status = refused.includes(token) ? 401 : 200;
    return Response.json({ error: { code: '401' } }, { status });
  };
}

test('the token goes to Azure in place of any key', async () => {
  const { sent, response } = await ask({ config: CONFIG, azureToken: tokens({ ms: 0 }) });
  expect(response.status).toBe(200);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.headers).toMatchObject({ authorization: 'Bearer token-1' });
  expect(sent[0]?.headers).not.toHaveProperty('api-key');
  expect(JSON.stringify(sent)).not.toContain(USER_KEY);
});

test('a token that Azure refuses is renewed once, and the request repeated', async () => {
  const clock = { ms: 0 };
  const azureToken = tokens(clock);
  await ask({ config: CONFIG, azureToken });
  clock.ms = 60_000;
  const { sent, response, log } = await ask({
    config: CONFIG,
    azureToken,
    azure: refusing('token-1'),
  });
  expect(response.status).toBe(200);
  expect(sent.map(({ headers }) => headers['authorization'])).toEqual([
    'Bearer token-1',
    'Bearer token-2',
  ]);
  expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
  expect(log[0]?.entra).toBeUndefined();
});

test('where the new one is refused too, the client may retry and the log says why', async () => {
  const clock = { ms: 0 };
  const azureToken = tokens(clock);
  await ask({ config: CONFIG, azureToken });
  clock.ms = 60_000;
  const refused = await ask({
    config: CONFIG,
    azureToken,
    azure: refusing('token-1', 'token-2'),
  });
  expect(refused.sent).toHaveLength(2);
  expect(refused.response.status).toBe(503);
  expect(refused.response.headers.get('retry-after')).toBe('15');
  expect(await errorOf(refused.response)).toMatchObject({ code: 'azure_access_not_ready' });
  expect(refused.log[0]).toMatchObject({ entra: 'HTTP 401', upstreamStatus: 401 });
  // A young token is not renewed again: 503s must not become a storm at Entra.
  const again = await ask({ config: CONFIG, azureToken, azure: refusing('token-2') });
  expect(again.sent).toHaveLength(1);
});

test('a body that passes unread is not sent twice', async () => {
  const clock = { ms: 0 };
  const azureToken = tokens(clock);
  await ask({ config: CONFIG, azureToken });
  clock.ms = 60_000;
  const { sent, response } = await ask({
    config: CONFIG,
    azureToken,
    path: '/v1/files',
    headers: {
      authorization: `Bearer ${USER_KEY}`,
      'content-type': 'multipart/form-data; boundary=b',
    },
    body: '--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nbatch\r\n--b--\r\n',
    azure: refusing('token-1'),
  });
  expect({ status: response.status, sent: sent.length }).toEqual({ status: 503, sent: 1 });
});

test('nothing goes to Azure without a token', async () => {
  const { sent, response, log } = await ask({
    config: CONFIG,
    azureToken: tokens({ ms: 0 }, [1]),
  });
  expect(sent).toEqual([]);
  expect(response.status).toBe(503);
  expect(log[0]).toMatchObject({ error: 'azure_access_not_ready', entra: 'AADSTS70021' });
});
