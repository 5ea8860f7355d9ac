// What one user may do and another may not.
import { expect, test } from 'vitest';
import { encodeUsers, errorOf, USER_KEY, type Asked, HANDSHAKE } from '../gateway-under-test.ts';
import { as, ENV, EXPIRES, headers, send } from './people-stack.ts';

test('a key that is switched off is refused before the body is read', async () => {
  const { response, sent, log } = await send({ headers: as('sk-omar'), body: '{' });
  expect(sent).toEqual([]);
  expect(response.status).toBe(401);
  expect(await errorOf(response)).toEqual({
    message: "Your key has been disabled. Contact the gateway's operator.",
    type: 'authentication_error',
    param: null,
    code: 'user_disabled',
  });
  expect(log[0]).toMatchObject({ user: 'omar', error: 'user_disabled' });
});

test('a key works until it expires, and is told since when it has', async () => {
  const before = await send({ headers: as('sk-eve'), now: EXPIRES - 1 });
  expect(before.response.status).toBe(200);
  const after = await send({ headers: as('sk-eve'), now: EXPIRES });
  expect(after.sent).toEqual([]);
  expect(after.response.status).toBe(401);
  expect(await errorOf(after.response)).toEqual({
    message:
      "Your key expired on 2027-01-01T00:00:00.000Z. Ask the gateway's operator for a new one.",
    type: 'authentication_error',
    param: null,
    code: 'key_expired',
  });
  expect(after.log[0]).toMatchObject({ user: 'eve', error: 'key_expired' });
});

test.each([
  ['in a comment', `/*"*/{"a":1}], "session":{"model":"gpt-realtime-1.5"}, "y":[/*"*/0]`],
  ['in single quotes', `'"',{"a":1}], "session":{"model":"gpt-realtime-1.5"}, "y":['"'0]`],
])('a second session that only a lenient parser sees, %s, is refused', async (_, rest) => {
  const long = '0,'.repeat(600);
  const body = `{"session":{"model":"gpt-5.4-mini"},"x":[${long}${rest}}`;
  const { response, sent } = await send({ path: '/v1/realtime/client_secrets', body });
  expect(sent).toEqual([]);
  expect(await errorOf(response)).toMatchObject({ code: 'invalid_json' });
});

const IMAGE = { ...headers, 'x-ms-oai-image-generation-deployment': 'gpt-image-2' };

test.each<[string, Asked]>([
  ['its name', { body: '{"model":"gpt-5.4"}' }],
  ['its dated name', { body: '{"model":"gpt-5.4-2026-03-17"}' }],
  ['two names, the second of which is allowed', { body: '{"model":"mini","model":"gpt-5.4"}' }],
  ['the URL, beside an allowed one', { path: '/openai/deployments/gpt-5.4/chat/completions' }],
  ['the old URL', { path: '/v1/engines/gpt-5.4/chat/completions' }],
  ['the query', { path: '/v1/chat/completions?model=gpt-5.4', body: '{}' }],
  [
    'a session',
    { path: '/v1/realtime/client_secrets', body: '{"session":{"model":"gpt-realtime-1.5"}}' },
  ],
  [
    'a call that is accepted',
    { path: '/v1/realtime/calls/rtc_1/accept', body: '{"model":"gpt-realtime-1.5"}' },
  ],
  [
    'the query of a call that is accepted',
    { path: '/v1/realtime/calls/rtc_1/accept?model=gpt-5.4', body: '{}' },
  ],
  [
    'the header for images',
    { path: '/v1/responses', headers: IMAGE, body: '{"model":"gpt-5.4-mini"}' },
  ],
  ['a file, in a batch', { path: '/v1/batches', body: '{"input_file_id":"file_1"}' }],
  ['a file, in fine-tuning', { path: '/v1/fine_tuning/jobs', body: '{"model":"gpt-5.4"}' }],
])('a model that is not allowed cannot be had by %s', async (_, asked) => {
  const { response, sent } = await send(asked);
  expect(sent).toEqual([]);
  expect(response.status).toBe(403);
  expect(await errorOf(response)).toMatchObject({
    type: 'permission_error',
    param: 'model',
    code: 'model_not_allowed',
    message: expect.stringContaining('Available: `gpt-5.4-mini`, `mini`.') as string,
  });
  const unrestricted = await send({ ...asked, headers: { ...asked.headers, ...as('sk-anna') } });
  expect((await errorOf(unrestricted.response)) ?? {}).not.toMatchObject({
    code: 'model_not_allowed',
  });
});

test.each(['gpt-5.4-mini', 'mini', 'gpt-5.4-mini-2026-03-17'])(
  'an allowed model works as %s',
  async (model) => {
    const { response } = await send({ body: JSON.stringify({ model }) });
    expect(response.status).toBe(200);
  },
);

const ACCEPT = '/v1/realtime/calls/rtc_1/accept';
const SOCKET = { ...headers, ...HANDSHAKE };

test.each<[string, Asked]>([
  ['a session', { path: '/v1/realtime/client_secrets', body: '{"session":{}}' }],
  ['a call that is accepted', { path: ACCEPT, body: '{"type":"realtime"}' }],
  ['a session with a call in its query', { path: '/v1/realtime/calls?call_id=1', body: 'v=0' }],
  ['a socket', { path: '/v1/realtime', method: 'GET', headers: SOCKET }],
  [
    'a socket for transcription',
    { path: '/v1/realtime?intent=transcription', method: 'GET', headers: SOCKET },
  ],
  [
    'a socket for transcription that joins a call',
    { path: '/v1/realtime?call_id=1&intent=transcription', method: 'GET', headers: SOCKET },
  ],
  [
    'a socket for transcription, spelled otherwise,',
    { path: '/v1/realtime?call_id=1&%49ntent=transcription', method: 'GET', headers: SOCKET },
  ],
  [
    'a socket that joins nothing',
    { path: '/v1/realtime?call_id=', method: 'GET', headers: SOCKET },
  ],
])('%s without a model would be the choice of Azure, and is refused', async (_, asked) => {
  const sdp = asked.path?.includes('calls?') === true ? { 'content-type': 'application/sdp' } : {};
  const { response, sent } = await send({
    ...asked,
    headers: { ...headers, ...asked.headers, ...sdp },
  });
  expect(sent).toEqual([]);
  expect(response.status).toBe(400);
  expect(await errorOf(response)).toMatchObject({ code: 'missing_required_parameter' });
});

test.each(['Model', 'DEPLOYMENT', 'mode%6C'])(
  'a model named by %s is held against the list',
  async (name) => {
    const { sent, response } = await send({
      path: `/v1/realtime?call_id=rtc_1&${name}=gpt-realtime-1.5`,
      method: 'GET',
      headers: SOCKET,
    });
    expect(sent).toEqual([]);
    expect(await errorOf(response)).toMatchObject({
      code: expect.stringMatching(/^model_not_/) as unknown,
    });
  },
);

test('a call under way may be joined', async () => {
  const { sent } = await send({
    path: '/v1/realtime?call_id=rtc_1',
    method: 'GET',
    headers: SOCKET,
  });
  expect(sent[0]?.url).toBe('https://acc.openai.azure.com/openai/v1/realtime?call_id=rtc_1');
});

test('a model in the URL of a session goes up with it', async () => {
  const env = {
    ...ENV,
    CHIT_USERS: encodeUsers([{ name: 'r', key: USER_KEY, models: ['gpt-realtime-1.5'] }]),
  };
  const { sent } = await send({
    env,
    path: '/openai/deployments/gpt-realtime-1.5/realtime/calls',
    headers: { ...headers, 'content-type': 'application/sdp' },
    body: 'v=0',
  });
  expect(sent[0]?.url).toBe(
    'https://acc.openai.azure.com/openai/v1/realtime/calls?model=gpt-realtime-1.5',
  );
});

test('a call that is accepted goes up with the deployment in it, or as it came without a model', async () => {
  const env = {
    ...ENV,
    MODELS: JSON.stringify([{ id: 'voice', aliases: ['talker'], deployment: 'voice-1' }]),
    CHIT_USERS: encodeUsers([
      { name: 'rita', key: USER_KEY, models: ['voice'] },
      { name: 'anna', key: 'sk-anna' },
    ]),
  };
  const body = '{ "type": "realtime", "model":"talker" }';
  const { sent } = await send({ env, path: `${ACCEPT}?model=x`, body });
  const url = 'https://acc.openai.azure.com/openai/v1/realtime/calls/rtc_1/accept';
  expect(sent).toMatchObject([{ url, body: '{ "type": "realtime", "model":"voice-1" }' }]);
  const open = { env, path: ACCEPT, headers: as('sk-anna'), body: '{ "type" : "realtime" }' };
  expect((await send(open)).sent).toMatchObject([{ url, body: '{ "type" : "realtime" }' }]);
});

test.each(['ACCEPT', 'Accept', 'accept.', 'a%63cept', 'accept;x'])(
  'a call is not accepted by %s',
  async (action) => {
    const { sent, response } = await send({
      path: `/v1/realtime/calls/rtc_1/${action}`,
      body: '{"model":"gpt-realtime-1.5"}',
    });
    expect([sent.length, response.status]).toEqual([0, 404]);
  },
);

test('what else is done with a call passes as it came, unless it names a model', async () => {
  const ask = (body: string) => send({ path: '/v1/realtime/calls/rtc_1/refer', body });
  const body = '{"target_uri":"tel:+1"}';
  expect((await ask(body)).sent).toMatchObject([{ body }]);
  const named = await ask('{"target_uri":"tel:+1","model":"gpt-realtime-1.5"}');
  expect([named.sent, named.response.status]).toEqual([[], 403]);
});

test('a second name in the query, in whatever case, stays here', async () => {
  const { sent } = await send({
    path: '/v1/chat/completions?Model=gpt-5.4&DEPLOYMENT=gpt-5.4&x=1',
  });
  expect(sent[0]?.url).toBe('https://acc.openai.azure.com/openai/v1/chat/completions?x=1');
});

test('the list of models has what the user may use, aliases included', async () => {
  const list = async (key: string) => {
    const { response } = await send({ path: '/v1/models', method: 'GET', headers: as(key) });
    const { data } = await response.json<{ data: readonly { id: string }[] }>();
    return data.map(({ id }) => id);
  };
  expect(await list(USER_KEY)).toEqual(['gpt-5.4-mini', 'mini']);
  expect(await list('sk-anna')).toHaveLength(6);
  expect(await list('sk-zoe')).toEqual([]);
});

test('what the user may not use is not there to be retrieved', async () => {
  const retrieve = (id: string) => send({ path: `/v1/models/${id}`, method: 'GET' });
  expect((await retrieve('mini')).response.status).toBe(200);
  const { response } = await retrieve('gpt-5.4');
  expect(response.status).toBe(404);
  expect(await errorOf(response)).toMatchObject({
    code: 'model_not_found',
    message: 'The model `gpt-5.4` does not exist here. Available: `gpt-5.4-mini`, `mini`.',
  });
});

test('a refusal names no model that the user may not use', async () => {
  const unknown = await send({ body: '{"model":"gpt-9"}' });
  expect(unknown.response.status).toBe(404);
  expect(await errorOf(unknown.response)).toMatchObject({
    message: 'The model `gpt-9` does not exist here. Available: `gpt-5.4-mini`, `mini`.',
  });
  const unable = await send({ path: '/v1/embeddings', body: '{"model":"mini"}' });
  expect(await errorOf(unable.response)).toMatchObject({
    code: 'unsupported_operation',
    message:
      'The model `mini` does not support this operation, and no other model here is known to.',
  });
  const nothing = await send({ headers: as('sk-zoe'), body: '{"model":"mini"}' });
  expect(await errorOf(nothing.response)).toMatchObject({
    message:
      "You may not use the model `mini`. No model is available to you. Tell the gateway's operator.",
  });
});

test("beside the JavaScript proxies' variables a list holds as well, for images too", async () => {
  const env = {
    RESOURCE_NAME: 'r',
    AZURE_AUTHKEY: 'azure',
    DEPLOY_NAME_GPT4: 'four',
    DEPLOY_NAME_GPT35: 'three',
    CHIT_USERS: encodeUsers([{ name: 'rita', key: USER_KEY, models: ['gpt-4'] }]),
  };
  const body = '{"model":"gpt-4"}';
  expect((await send({ env, body })).response.status).toBe(200);
  expect((await send({ env, body: '{"model":"gpt-3.5-turbo"}' })).response.status).toBe(403);
  const drawing = await send({ env, path: '/v1/responses', headers: IMAGE, body });
  expect(drawing.sent).toEqual([]);
  expect(drawing.response.status).toBe(404);
});
