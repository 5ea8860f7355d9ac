// What crosses the gateway in each direction, over real sockets.
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  AZURE_KEY,
  chatBody,
  startGateway,
  USER_KEY,
  type RunningGateway,
} from './running-gateway.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

test("Azure sees its own key and nothing of the caller's", async () => {
  await gateway.post('/v1/chat/completions', chatBody('hi'), {
    cookie: 'session=1',
    'x-forwarded-for': '192.0.2.1',
    'cf-connecting-ip': '192.0.2.1',
    'openai-organization': 'org',
    'x-api-key': USER_KEY,
    'x-stainless-lang': 'js',
    'x-ms-client-request-id': 'kept',
  });
  const received = gateway.azure.requests.at(-1);
  expect(received?.host).toBe('acc.openai.azure.com');
  expect(received?.path).toBe('/openai/v1/chat/completions');
  const { 'user-agent': _userAgent, ...headers } = received?.headers ?? {};
  expect(headers).toEqual({
    accept: '*/*',
    'api-key': AZURE_KEY,
    'content-length': String(JSON.stringify(chatBody('hi')).length),
    'content-type': 'application/json',
    host: 'acc.openai.azure.com',
    'x-ms-client-request-id': 'kept',
  });
});

test("the client sees Azure's limits and id, and none of its internals", async () => {
  const response = await gateway.post('/v1/chat/completions', chatBody('hi'));
  const names = [...response.headers.keys()];
  expect(names.filter((name) => !name.startsWith('x-ratelimit-'))).toEqual([
    'access-control-allow-origin',
    'access-control-expose-headers',
    'apim-request-id',
    'cache-control',
    'content-length',
    'content-type',
    'x-request-id',
  ]);
  expect(names).toContain('x-ratelimit-remaining-tokens');
  expect(response.headers.get('x-request-id')).toBe(response.headers.get('apim-request-id'));
});

test('a body of 1 MB goes up byte for byte', async () => {
  const text = JSON.stringify(
    chatBody('héllo 世界 \\ "quoted" under-the-context-window '.repeat(30_000), { n: 1, seed: 1 }),
  );
  const body = text.replace('"seed":1', '"seed": 1.0e0 ');
  expect(body.length).toBeGreaterThan(1_000_000);
  const response = await gateway.post('/v1/chat/completions', body);
  expect(response.status).toBe(200);
  expect(gateway.azure.requests.at(-1)?.body.equals(Buffer.from(body))).toBe(true);
});

test('a body of unknown length goes up byte for byte', async () => {
  const body = JSON.stringify(chatBody('in chunks'));
  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${USER_KEY}`, 'content-type': 'application/json' },
    body: new Blob([body]).stream(),
    duplex: 'half',
  });
  expect(response.status).toBe(200);
  expect(gateway.azure.requests.at(-1)?.body.toString()).toBe(body);
});

test('an answer that Azure compressed arrives readable', async () => {
  const response = await gateway.post('/v1/chat/completions', chatBody('hi'), {
    'x-ms-fault': 'gzip',
  });
  expect(response.headers.get('content-encoding')).toBeNull();
  expect(await response.json()).toHaveProperty('choices');
});

test('a page in a browser may call and read every answer', async () => {
  const preflight = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,x-stainless-os',
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-headers')).toBe(
    'authorization,content-type,x-stainless-os',
  );
  for (const path of ['/', '/health', '/v1/models', '/nowhere']) {
    const response = await fetch(`${gateway.url}${path}`, {
      headers: { origin: 'https://app.example' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  }
});

test('HEAD answers as GET does, without a body', async () => {
  const response = await fetch(`${gateway.url}/health`, { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('');
});

test.each([
  '/v1/chat/completions',
  '/chat/completions',
  '/v1/v1/chat/completions/',
  '//openai/v1//chat/completions?api-version=2023-05-15',
  '/openai/deployments/gpt-5.4-mini/chat/completions?api-version=2024-10-21',
  '/v1/engines/gpt-5.4-mini/chat/completions',
])('%s is chat', async (path) => {
  const response = await gateway.post(path, chatBody('hi'), {
    'api-key': USER_KEY,
    authorization: '',
  });
  expect(response.status).toBe(200);
  expect(gateway.azure.requests.at(-1)?.path).toBe('/openai/v1/chat/completions');
});

test('a model that is not a deployment name cannot change the address at Azure', async () => {
  const before = gateway.azure.requests.length;
  for (const model of [
    '../../evil',
    'a/../b',
    'gpt-5.4-mini?x=',
    '__proto__',
    'https://evil.example/',
  ]) {
    const response = await gateway.post('/v1/chat/completions', chatBody('hi', { model }));
    expect(response.status).toBe(404);
  }
  expect(gateway.azure.requests).toHaveLength(before);
});
