// The steps of a request: which refusal it meets first, what is logged, what a bug shows.
import { expect, test } from 'vitest';
import { ask, errorOf, STACK_ENV, USER_KEY, type Asked } from './gateway-under-test.ts';

const json = { authorization: `Bearer ${USER_KEY}`, 'content-type': 'application/json' };

const RAW_BODY = 'x'.repeat(100);

test.each<[string, Asked, number, string]>([
  ['no key', { headers: { 'content-type': 'application/json' } }, 401, 'missing_api_key'],
  ['a wrong key', { headers: { ...json, authorization: 'Bearer x' } }, 401, 'invalid_api_key'],
  [
    'a wrong key and a broken body',
    { headers: { ...json, authorization: 'Bearer x' }, body: '{' },
    401,
    'invalid_api_key',
  ],
  ['an unknown model', { body: '{"model":"gpt-9"}' }, 404, 'model_not_found'],
  ['a prototype name as model', { body: '{"model":"constructor"}' }, 404, 'model_not_found'],
  ['a number as model', { body: '{"model":4}' }, 400, 'missing_required_parameter'],
  ['no model', { body: '{}' }, 400, 'missing_required_parameter'],
  ['an unknown route', { path: '/v1/nothing' }, 404, 'unknown_url'],
  ['a path beside an operation', { path: '/v1/chat/completions/x' }, 404, 'unknown_url'],
  ['GET on an operation', { method: 'GET', body: null }, 405, 'method_not_allowed'],
  ['POST on the models', { path: '/v1/models' }, 405, 'method_not_allowed'],
  ['broken JSON', { body: '{"model":' }, 400, 'invalid_json'],
  ['an empty body', { body: '' }, 400, 'invalid_json'],
  ['bytes that are not UTF-8', { body: new Uint8Array([0x7b, 0xff, 0x7d]) }, 400, 'invalid_json'],
  ['an array', { body: '[]' }, 400, 'invalid_json'],
  ['null', { body: 'null' }, 400, 'invalid_json'],
  [
    'a form',
    { headers: { ...json, 'content-type': 'multipart/form-data; boundary=x' }, body: RAW_BODY },
    415,
    'unsupported_media_type',
  ],
  [
    'plain text',
    { headers: { ...json, 'content-type': 'text/plain' } },
    415,
    'unsupported_media_type',
  ],
  [
    'a compressed body',
    { headers: { ...json, 'content-encoding': 'gzip' } },
    415,
    'unsupported_media_type',
  ],
  [
    'a declared length over the limit',
    { headers: { ...json, 'content-length': '16777217' }, body: '{}' },
    413,
    'request_too_large',
  ],
])('answers %s without asking Azure', async (_, asked, status, code) => {
  const { response, sent, log } = await ask(asked);
  expect(sent).toEqual([]);
  expect(response.status).toBe(status);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('x-request-id')).toBe(log[0]?.id);
  const error = (await errorOf(response)) as Record<string, unknown>;
  expect(Object.keys(error)).toEqual(['message', 'type', 'param', 'code']);
  expect(error['code']).toBe(code);
  expect(log).toEqual([expect.objectContaining({ status, error: code, attempts: 0 })]);
});

test('stops reading a body of unknown length at the limit', async () => {
  let pulled = 0;
  const body = new ReadableStream({
    pull(controller: ReadableStreamDefaultController<Uint8Array>) {
      pulled++;
      controller.enqueue(new Uint8Array(1024 * 1024));
    },
  });
  const { response, sent } = await ask({ body });
  expect(response.status).toBe(413);
  expect(sent).toEqual([]);
  expect(pulled).toBeLessThan(20);
});

test('a misconfigured Worker answers every request with 500 and tells only the log why', async () => {
  const env = { RESOURCE_NAME: 'r', AZURE_AUTHKEY: 'secret' };
  for (const asked of [
    {},
    { path: '/', method: 'GET' },
    { path: '/health', method: 'GET' },
    { method: 'OPTIONS' },
  ]) {
    const { response, sent, log } = await ask({ env, ...asked });
    expect(response.status).toBe(500);
    expect(sent).toEqual([]);
    expect(await errorOf(response)).toEqual({
      message:
        "The gateway is misconfigured. The gateway's operator finds the cause in the Worker's log.",
      type: 'server_error',
      param: null,
      code: 'gateway_misconfigured',
    });
    expect(log[0]?.faults).toEqual([
      'CHIT_USERS is missing. Without it anyone could use your Azure accounts',
    ]);
  }
});

test.each(['/', '/health', '/v1', '/v1/health'])('GET %s needs no key', async (path) => {
  const { response } = await ask({ path, method: 'GET', headers: {} });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('application/json');
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
});

test('a preflight allows what it asks for, on any path and without a key', async () => {
  const { response } = await ask({
    path: '/v1/anything',
    method: 'OPTIONS',
    headers: { 'access-control-request-headers': 'authorization, x-stainless-os' },
  });
  expect(response.status).toBe(204);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    'access-control-allow-headers': 'authorization, x-stainless-os',
    'access-control-max-age': '86400',
  });
});

test('leaves one log line that says who, what, where and how long, without key or content', async () => {
  const { log } = await ask({
    body: '{"model":"gpt-4o-mini","messages":"CANARY"}',
    azure: () =>
      Response.json({ secret: 'CANARY' }, { headers: { 'apim-request-id': 'azure-id' } }),
  });
  expect(log).toEqual([
    {
      id: 'azure-id',
      op: 'chat/completions',
      user: 'alice',
      model: 'gpt-4o-mini',
      deployment: 'gpt-5.4-mini',
      region: 'swedencentral',
      status: 200,
      attempts: 1,
      ms: 0,
      outcome: undefined,
    },
  ]);
});

test('logs a stream when it has ended, with how it ended', async () => {
  const { response, log, settled } = await ask({
    azure: () =>
      new Response('data: {"choices":[]}\n\ndata: [DONE]\n\n', {
        headers: { 'content-type': 'text/event-stream; charset=utf-8' },
      }),
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(log).toEqual([]);
  expect(await response.text()).toBe('data: [DONE]\n\n');
  await settled;
  expect(log).toEqual([
    expect.objectContaining({ status: 200, outcome: 'complete', firstByteMs: 0 }),
  ]);
});

test('a bug is a 500 that shows nothing of itself', async () => {
  const { response, log } = await ask({
    env: STACK_ENV,
    azure: () =>
      ({
        status: 200,
        get headers(): never {
          throw new Error('CANARY');
        },
      }) as unknown as Response,
  });
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('CANARY');
  expect(log[0]).toMatchObject({ error: 'internal_error', status: 500 });
  expect(log[0]?.bug).toMatch(/get headers .*handle-request\.test\.ts:\d+:\d+, /);
});

test('a body of more than 1,000 members is refused', async () => {
  const members = (count: number) =>
    `{"model":"gpt-5.4-mini",${Array.from({ length: count }, (_, at) => `"${at}":0`).join(',')}}`;
  expect((await ask({ body: members(999) })).response.status).toBe(200);
  const { response, sent } = await ask({ body: members(1000) });
  expect([response.status, sent]).toEqual([400, []]);
  expect(await errorOf(response)).toMatchObject({ code: 'invalid_json' });
});

test('a bug is logged even if the client has left meanwhile', async () => {
  const client = new AbortController();
  const { response, log } = await ask({
    signal: client.signal,
    azure: () =>
      ({
        status: 200,
        get headers(): never {
          client.abort();
          throw new Error('CANARY');
        },
      }) as unknown as Response,
  });
  expect(response.status).toBe(499);
  expect(log[0]).toMatchObject({ error: 'client_closed_request' });
  expect(log[0]?.bug).toMatch(/handle-request\.test\.ts/);
});
