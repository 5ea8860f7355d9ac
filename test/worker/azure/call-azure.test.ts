// What Azure gets: its URL, its headers, and the client's own bytes.
import { expect, test } from 'vitest';
import { ask, AZURE_KEY, errorOf, STACK_ENV, USER_KEY } from '../gateway-under-test.ts';

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

test('a fault inside a long value is refused: another parser could read it in another way', async () => {
  const body = `{"model":"gpt-5.4-mini","messages":[${'1,'.repeat(600)}tru]}`;
  const { sent, response } = await ask({ body });
  expect(sent).toEqual([]);
  expect(await errorOf(response)).toMatchObject({ code: 'invalid_json' });
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

test('parameters that the declared model refuses are adapted, and a header says so', async () => {
  const body = '{"model":"gpt-4o-mini","max_tokens": 5,"stop":"x","n":1.0}';
  const { response, sent } = await ask({ body });
  expect(sent[0]?.body).toBe('{"model":"gpt-5.4-mini","max_completion_tokens": 5,"n":1.0}');
  expect(response.headers.get('x-adapted-parameters')).toBe(
    'max_tokens=max_completion_tokens, -stop',
  );
});

test('a model whose parameters are not to be adapted gets them as they came', async () => {
  const models = JSON.stringify([{ id: 'gpt-5.4-mini', adaptParameters: false }]);
  const body = '{"model":"gpt-5.4-mini","max_tokens":5}';
  const { response, sent } = await ask({ env: { ...STACK_ENV, MODELS: models }, body });
  expect(sent[0]?.body).toBe(body);
  expect(response.headers.get('x-adapted-parameters')).toBeNull();
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

test.each([
  ['twice', '{"model":"undeclared","model":"gpt-5.4-mini"}', '{"model":"gpt-5.4-mini"}'],
  ['escaped', '{"mod\\u0065l":"undeclared","model":"gpt-5.4-mini"}', '{"model":"gpt-5.4-mini"}'],
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

test('a long body of declared length goes up as it came; one that ends before is never sent', async () => {
  const body = JSON.stringify({ model: 'gpt-5.4-mini', prompt: 'é'.repeat(200_000) });
  const bytes = new TextEncoder().encode(body);
  const headers = { ...json, 'content-length': String(bytes.length) };
  const whole = await ask({ headers, body: bytes });
  expect(whole.sent[0]?.body).toBe(body);
  const cut = await ask({ headers, body: bytes.subarray(0, 100_000) });
  expect(cut.response.status).toBe(499);
  expect(cut.sent).toEqual([]);
});

test.each([
  '""',
  '[]',
  '7',
  ' "{" ',
  '{"instructions":1,}',
  `{"instructions":"${'x'.repeat(1024 ** 2)}"}`,
])(
  'a session that is %.9s is refused: another parser might find a model in it',
  async (session) => {
    const { sent, response: refused } = await ask({
      path: '/v1/realtime/client_secrets?model=gpt-5.4-mini',
      body: `{"session":${session}}`,
    });
    expect(sent).toEqual([]);
    expect(await errorOf(refused)).toMatchObject({ code: 'invalid_json' });
    const form = `--b\r\ncontent-disposition: form-data; name="session"\r\n\r\n${session}\r\n--b--\r\n`;
    const asked = await ask({
      path: '/v1/realtime/calls?model=gpt-5.4-mini',
      headers: { ...json, 'content-type': 'multipart/form-data; boundary=b' },
      body: form,
    });
    expect([asked.sent, asked.response.status]).toEqual([[], 400]);
  },
);

test('a session that is null is none', async () => {
  const { sent } = await ask({
    path: '/v1/realtime/client_secrets?model=gpt-5.4-mini',
    body: '{"session":null}',
  });
  expect(sent[0]?.body).toBe('{"session":{"model":"gpt-5.4-mini"}}');
});

test('an operation on what is stored needs no body, whatever type is announced for it', async () => {
  for (const type of ['application/x-www-form-urlencoded', 'application/json', 'text/plain']) {
    const { response, sent } = await ask({
      path: '/v1/responses/resp_1/cancel',
      headers: { ...json, 'content-type': type, 'content-length': '0' },
      body: '',
    });
    expect([response.status, sent[0]?.body]).toEqual([200, '']);
  }
});
