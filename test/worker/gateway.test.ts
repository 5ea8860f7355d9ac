import { expect, test } from 'vitest';
import {
  ask,
  AZURE_KEY,
  encodeUsers,
  errorOf,
  STACK_ENV,
  USER_KEY,
  type Asked,
} from './gateway-under-test.ts';

const json = { authorization: `Bearer ${USER_KEY}`, 'content-type': 'application/json' };

test('sends a chat request to the v1 surface with the bytes it came with', async () => {
  const body =
    '{ "messages":[ ], "n": 1e400, "big": 12345678901234567890, "model":"gpt-5.4-mini" }';
  const { sent } = await ask({ path: '/v1/chat/completions?api-version=2023-05-15&x=1', body });
  expect(sent).toEqual([
    {
      url: 'https://acc.openai.azure.com/openai/v1/chat/completions?x=1',
      headers: { 'api-key': AZURE_KEY, 'content-type': 'application/json' },
      body,
      redirect: 'manual',
    },
  ]);
});

test('an alias changes the model member and nothing else', async () => {
  const { sent } = await ask({ body: '{"seed": 1.0, "model" : "gpt-4o-mini","x":"\\u00e9"}' });
  expect(sent[0]?.body).toBe('{"seed": 1.0, "model" : "gpt-5.4-mini","x":"\\u00e9"}');
});

test("a model's own style and version win over the operation's", async () => {
  const { sent } = await ask({ body: '{"model":"classic"}' });
  expect(sent[0]?.url).toBe(
    'https://acc.openai.azure.com/openai/deployments/classic/chat/completions?api-version=2024-10-21',
  );
});

test.each([
  ['missing in the body', '{"messages":[]}', '{"model":"gpt-5.4-mini","messages":[]}'],
  ['another one in the body', '{"model":"classic"}', '{"model":"gpt-5.4-mini"}'],
])('takes the model from an Azure-style path when it is %s', async (_, body, sentBody) => {
  const path = '/openai/deployments/gpt-4o-mini/chat/completions?api-version=2024-10-21';
  const { sent } = await ask({ path, body, headers: { ...json, 'api-key': USER_KEY } });
  expect(sent[0]).toMatchObject({
    url: 'https://acc.openai.azure.com/openai/v1/chat/completions',
    body: sentBody,
  });
});

test("haibbo's contract sends the caller's key up, and a 401 of Azure's is the caller's", async () => {
  const { response, sent } = await ask({
    env: { RESOURCE_NAME: 'R', DEPLOY_NAME_GPT4: 'four' },
    headers: { authorization: 'Bearer own-azure-key', 'content-type': 'application/json' },
    body: '{"model":"gpt-4"}',
    azure: () => Response.json({ statusCode: 401, message: 'Access denied.' }, { status: 401 }),
  });
  expect(sent[0]?.headers['api-key']).toBe('own-azure-key');
  expect(response.status).toBe(401);
  expect(await errorOf(response)).toMatchObject({
    type: 'authentication_error',
    message: 'Access denied.',
  });
});

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
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(1024 * 1024));
    },
  });
  const { response, sent } = await ask({ body });
  expect(response.status).toBe(413);
  expect(sent).toEqual([]);
  expect(pulled).toBeLessThan(20);
});

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

test('a dated snapshot, as Azure names it in its answers, is its model', async () => {
  const { sent } = await ask({ body: '{"model":"gpt-5.4-mini-2026-03-17"}' });
  expect(sent[0]?.body).toBe('{"model":"gpt-5.4-mini"}');
  const other = await ask({ body: '{"model":"gpt-5.4-mini-2025-01-01"}' });
  expect(other.response.status).toBe(404);
});

test('405 says what is allowed', async () => {
  const post = await ask({ path: '/v1/models' });
  expect(post.response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  const get = await ask({ method: 'GET', body: null });
  expect(get.response.headers.get('allow')).toBe('POST, OPTIONS');
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
      message: "The gateway is misconfigured. Its operator finds the cause in the Worker's log.",
      type: 'server_error',
      param: null,
      code: 'gateway_misconfigured',
    });
    expect(log[0]?.faults).toEqual([
      'CHIT_USERS is missing: with the Azure key set, anybody could use it',
    ]);
  }
});

test.each([401, 403])(
  "Azure's %i about the gateway's own key is a 502 that clears the user",
  async (status) => {
    const { response, log } = await ask({
      azure: () =>
        Response.json({ error: { code: '401', message: `bad key ${AZURE_KEY}` } }, { status }),
    });
    expect(response.status).toBe(502);
    expect(await errorOf(response)).toMatchObject({
      code: 'upstream_credentials_rejected',
      type: 'server_error',
    });
    expect(log[0]).toMatchObject({
      status: 502,
      upstreamStatus: status,
      error: 'upstream_credentials_rejected',
    });
  },
);

test('a redirect of Azure is not followed and not passed on', async () => {
  const { response, sent } = await ask({
    azure: () =>
      new Response(null, { status: 302, headers: { location: 'https://evil.example/' } }),
  });
  expect(sent).toHaveLength(1);
  expect(response.status).toBe(502);
  expect(response.headers.get('location')).toBeNull();
});

test('an unreachable Azure is a 502', async () => {
  const { response } = await ask({
    azure: () => {
      throw new Error('connect ECONNREFUSED 10.0.0.1 with api-key in it');
    },
  });
  expect(response.status).toBe(502);
  expect(await errorOf(response)).toEqual({
    message: 'Azure OpenAI could not be reached. Try again.',
    type: 'server_error',
    param: null,
    code: 'upstream_unreachable',
  });
});

test('a client that leaves ends the request to Azure', async () => {
  const client = new AbortController();
  const { log } = await ask({
    signal: client.signal,
    azure: (request) =>
      new Promise((_, reject) => {
        request.signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
        client.abort();
      }),
  });
  expect(log[0]).toMatchObject({ status: 499, error: 'client_closed_request' });
});

test("passes Azure's limits, ids and retry times on, and keeps its internals", async () => {
  const { response } = await ask({
    azure: () =>
      Response.json(
        { error: { code: '429', message: 'Slow down.' } },
        {
          status: 429,
          headers: {
            'apim-request-id': 'azure-id',
            'retry-after-ms': '1500',
            'retry-after': '2',
            'x-ratelimit-remaining-tokens': '0',
            'set-cookie': 'a=b',
            'x-ms-region': 'Sweden Central',
          },
        },
      ),
  });
  expect(response.status).toBe(429);
  const headers = Object.fromEntries(response.headers);
  expect(headers).toMatchObject({
    'x-request-id': 'azure-id',
    'apim-request-id': 'azure-id',
    'retry-after-ms': '1500',
    'retry-after': '2',
    'x-ratelimit-remaining-tokens': '0',
  });
  expect(headers['access-control-expose-headers']).toContain('retry-after-ms');
  expect(headers).not.toHaveProperty('set-cookie');
  expect(headers).not.toHaveProperty('x-ms-region');
});

test('passes an answer on as it came', async () => {
  const body = '{"id":"x","choices":[{"content_filter_results":{}}] }';
  const { response } = await ask({
    azure: () => new Response(body, { headers: { 'content-type': 'application/json' } }),
  });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(body);
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
    'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
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
  expect(log[0]?.bug).toMatch(/^gateway\.test\.ts:\d+:\d+ /);
});

test('parameters that the declared model refuses are adapted, and a header says so', async () => {
  const body = '{"model":"gpt-4o-mini","max_tokens": 5,"temperature":0.1,"n":1.0}';
  const { response, sent } = await ask({ body });
  expect(sent[0]?.body).toBe('{"model":"gpt-5.4-mini","max_completion_tokens": 5,"n":1.0}');
  expect(response.headers.get('x-adapted-parameters')).toBe(
    'max_tokens=max_completion_tokens, -temperature',
  );
});

test('a model whose parameters are not to be adapted gets them as they came', async () => {
  const models = JSON.stringify([{ id: 'gpt-5.4-mini', adaptParameters: false }]);
  const body = '{"model":"gpt-5.4-mini","max_tokens":5}';
  const { response, sent } = await ask({ env: { ...STACK_ENV, MODELS: models }, body });
  expect(sent[0]?.body).toBe(body);
  expect(response.headers.get('x-adapted-parameters')).toBeNull();
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
      'The model `text-embedding-3-small` does not serve this operation. Use `gpt-5.4-mini`.',
  });
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
])('%s, which Azure has not, is a 404 that says what to use', async (path, advice) => {
  const { response, sent } = await ask({ path });
  expect(sent).toEqual([]);
  expect(response.status).toBe(404);
  expect(await errorOf(response)).toMatchObject({
    code: 'not_available_on_azure',
    message: expect.stringContaining(advice) as string,
  });
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

test('a WebSocket asked for without an upgrade is a 426', async () => {
  const { response } = await ask({ path: '/v1/realtime?model=gpt-5.4-mini', method: 'GET' });
  expect(response.status).toBe(426);
  expect(response.headers.get('upgrade')).toBe('websocket');
});

test('a form goes up with its own bytes, or with its model alone changed', async () => {
  const form = (model: string) =>
    `--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n\u0000\r\n--B\r\n--b\r\nContent-Disposition: form-data; name="model"\r\n\r\n${model}\r\n--b--\r\n`;
  const headers = { ...json, 'content-type': 'multipart/form-data; boundary=b' };
  const env = { ...STACK_ENV, MODELS: JSON.stringify([{ id: 'whisper', aliases: ['whisper-1'] }]) };
  for (const model of ['whisper', 'whisper-1']) {
    const { sent } = await ask({
      env,
      path: '/v1/audio/transcriptions',
      headers,
      body: form(model),
    });
    expect(sent[0]).toMatchObject({
      url: 'https://acc.openai.azure.com/openai/deployments/whisper/audio/transcriptions?api-version=2025-04-01-preview',
      body: form('whisper'),
    });
    expect(sent[0]?.headers['content-type']).toBe('multipart/form-data; boundary=b');
  }
});

test('an override to deployment-style URLs leaves what exists on v1 alone where it is', async () => {
  const responses = await ask({ path: '/v1/responses', body: '{"model":"classic"}' });
  expect(responses.sent[0]?.url).toBe('https://acc.openai.azure.com/openai/v1/responses');
});

test('a dated snapshot can be retrieved under its name', async () => {
  const { response } = await ask({ path: '/v1/models/gpt-5.4-mini-2026-03-17', method: 'GET' });
  expect(response.status).toBe(200);
});

test.each([
  [
    'twice',
    '{"model":"undeclared","model":"gpt-5.4-mini"}',
    '{"model":"gpt-5.4-mini","model":"gpt-5.4-mini"}',
  ],
  [
    'escaped',
    '{"mod\\u0065l":"undeclared","model":"gpt-5.4-mini"}',
    '{"mod\\u0065l":"gpt-5.4-mini","model":"gpt-5.4-mini"}',
  ],
])('a model that stands %s cannot name another deployment', async (_, body, sentBody) => {
  expect((await ask({ body })).sent[0]?.body).toBe(sentBody);
});

test('a nested model changes no byte', async () => {
  const body = '{"model":"gpt-5.4-mini","tools":[{"model":"x","model":"y"}], "a":"\\u0065"}';
  expect((await ask({ body })).sent[0]?.body).toBe(body);
});

test('a model in the query of a request that names it in its body stays here', async () => {
  const { sent } = await ask({ path: '/v1/chat/completions?model=undeclared&x=1' });
  expect(sent[0]?.url).toBe('https://acc.openai.azure.com/openai/v1/chat/completions?x=1');
});

test('a body on GET is left behind, and a compressed upload is refused', async () => {
  const get = await ask({ path: '/v1/responses/resp_1', method: 'GET' });
  expect(get.sent[0]).toMatchObject({
    body: '',
    url: 'https://acc.openai.azure.com/openai/v1/responses/resp_1',
  });
  const headers = { ...json, 'content-encoding': 'gzip' };
  const upload = await ask({ path: '/v1/conversations', headers, body: 'x' });
  expect(upload.response.status).toBe(415);
});
