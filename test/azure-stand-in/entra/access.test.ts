// Which credentials open an account: tokens, keys, or both.
import OpenAI, { AzureOpenAI } from 'openai';
import { expect, test } from 'vitest';
import { ACCOUNT, ask, chatBody, classic, KEY, NOW_MS, send, V1_CHAT } from '../client.ts';
import { bearer, call, startWith } from './callers.ts';
import { getToken, PRINCIPAL, ROLES, startTenant } from './tenant.ts';

const HELLO = chatBody('Hello');
const CLASSIC_CHAT = classic('mini', 'chat/completions');
const WRONG_TOKEN = [401, { statusCode: 401 }];

test.each([V1_CHAT, CLASSIC_CHAT])('a token opens %s, streams included', async (path) => {
  const tenant = await startWith(['user'], { isKeyless: true });
  const headers = await bearer(tenant);
  expect((await call(tenant, headers, path))[0]).toBe(200);
  const stream = await fetch(tenant.standIn.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ...HELLO, stream: true }),
  });
  expect(await stream.text()).toMatch(/data: \[DONE\]/);
});

test('both official clients with a token', async () => {
  const tenant = await startWith(['user'], { isKeyless: true });
  const { url } = tenant.standIn;
  const azureADTokenProvider = () => getToken(tenant.standIn);
  const options = { maxRetries: 0 };
  const v1 = new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: azureADTokenProvider, ...options });
  const dated = new AzureOpenAI({
    endpoint: url,
    azureADTokenProvider,
    apiVersion: '2024-10-21',
    ...options,
  });
  for (const client of [v1, dated]) {
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    const { choices } = await client.chat.completions.create({ model: 'mini', messages });
    expect(choices[0]?.message.content).toBe('You said: Hello');
  }
});

test.each([
  ['https://cognitiveservices.azure.com/.default', 200, 200],
  ['https://cognitiveservices.azure.com//.default', 200, 200],
  ['https://ai.azure.com/.default', 200, 401],
  ['https://management.azure.com/.default', 401, 401],
])('the scope %s opens v1 with %i and dated URLs with %i', async (scope, v1, dated) => {
  const tenant = await startWith(['user']);
  const headers = await bearer(tenant, scope);
  expect((await call(tenant, headers, V1_CHAT))[0]).toBe(v1);
  expect((await call(tenant, headers, CLASSIC_CHAT))[0]).toBe(dated);
});

test('a token that expired, was changed, or is from another tenant', async () => {
  let now = NOW_MS;
  const roles = [{ principalId: PRINCIPAL, roleId: ROLES.user }];
  const tenant = await startTenant({}, { accounts: [{ ...ACCOUNT, roles }], now: () => now });
  const headers = await bearer(tenant);
  const changed = { authorization: headers.authorization.slice(0, -6) };
  const foreign = await bearer(await startWith(['user']));
  for (const path of [V1_CHAT, CLASSIC_CHAT]) {
    expect(await call(tenant, changed, path)).toMatchObject(WRONG_TOKEN);
    expect(await call(tenant, foreign, path)).toMatchObject(WRONG_TOKEN);
  }
  now += 86_398_000;
  expect((await call(tenant, headers, V1_CHAT))[0]).toBe(200);
  now += 1000;
  expect(await call(tenant, headers, V1_CHAT)).toMatchObject(WRONG_TOKEN);
});

test.each([V1_CHAT, CLASSIC_CHAT])('a keyless account refuses every key at %s', async (path) => {
  const { standIn } = await startWith(['user'], { isKeyless: true });
  const disabled = {
    error: {
      code: 'AuthenticationTypeDisabled',
      message: 'Key based authentication is disabled for this resource.',
    },
  };
  expect(await ask(standIn, { path, body: HELLO })).toEqual([403, disabled]);
  const headers = { 'api-key': 'wrong' };
  expect(await ask(standIn, { path, body: HELLO, headers })).toEqual([403, disabled]);
});

test('keys and tokens open an account that has both', async () => {
  const tenant = await startWith(['user']);
  expect((await send(tenant.standIn, { path: V1_CHAT, body: HELLO })).status).toBe(200);
  expect((await call(tenant, await bearer(tenant), V1_CHAT))[0]).toBe(200);
  expect((await call(tenant, { authorization: `Bearer ${KEY}` }, V1_CHAT))[0]).toBe(200);
});
