// Models inside sessions and tools, held against a user's list.
import { describe, expect, test } from 'vitest';
import { encodeUsers, errorOf, USER_KEY, type Asked } from '../gateway-under-test.ts';
import { ENV, headers, send } from './people-stack.ts';

const ACCEPT = '/v1/realtime/calls/rtc_1/accept';

/** Deployments have names of their own; that of one model is the name of another. */
const INNER = {
  ...ENV,
  MODELS: JSON.stringify([
    { id: 'voice', deployment: 'voice-1' },
    { id: 'ear', aliases: ['hear', 'listener'], deployment: 'ear-1' },
    { id: 'trap', deployment: 'ear' },
    { id: 'sharp', deployment: 'sharp-1' },
    { id: 'blunt', deployment: 'HEAR' },
  ]),
  CHIT_USERS: encodeUsers([
    { name: 'rita', key: USER_KEY, models: ['voice', 'ear'] },
    { name: 'anna', key: 'sk-anna' },
  ]),
};
const FORM = { ...headers, 'content-type': 'multipart/form-data; boundary=b' };
function transcription(name: unknown) {
  return `"audio":{"input":{"transcription":{"model":${json(name)}}}}`;
}
function json(name: unknown) {
  return JSON.stringify(name);
}

describe.each<[string, (name: unknown) => Asked & { readonly body: string }]>([
  [
    'what transcribes in a session',
    (name) => ({
      path: '/v1/realtime/client_secrets',
      body: `{"session":{"model":"voice-1", ${transcription(name)}}}`,
    }),
  ],
  [
    "what transcribes in a session of the preview's form",
    (name) => ({
      path: '/v1/realtime/client_secrets',
      body: `{"session":{"model":"voice-1", "input_audio_transcription":{"model":${json(name)}}}}`,
    }),
  ],
  [
    'what transcribes in a session in a form',
    (name) => ({
      path: '/v1/realtime/calls',
      headers: FORM,
      body: `--b\r\nContent-Disposition: form-data; name="session"\r\n\r\n{"model":"voice-1", ${transcription(name)}}\r\n--b--\r\n`,
    }),
  ],
  [
    'what transcribes in a call that is accepted',
    (name) => ({ path: ACCEPT, body: `{"model":"voice-1", ${transcription(name)}}` }),
  ],
  [
    'what draws for a response',
    (name) => ({
      path: '/v1/responses',
      body: `{"model":"voice-1", "tools":[1, {"type":"image_generation"}, {"type":"image_generation","model":${json(name)}}]}`,
    }),
  ],
])('%s', (_, made) => {
  const ask = (name: unknown, key = USER_KEY) => {
    const { headers: own = headers, path, body } = made(name);
    const asked = body.replace('"model":"voice-1"', '"model":"voice"');
    const authorization = `Bearer ${key}`;
    return send({ env: INNER, path: path ?? '', headers: { ...own, authorization }, body: asked });
  };

  test.each(['ear-1', 'Ear-1', 'listener', 'voice-1', null])(
    'may be %j, and goes up as it is',
    async (name) => {
      const { sent } = await ask(name);
      expect(sent).toMatchObject([{ body: made(name).body }]);
    },
  );

  test.each([
    ['sharp', 403, 'model_not_allowed'],
    ['sharp-1', 403, 'model_not_allowed'],
    ['ear', 403, 'model_not_allowed'],
    ['Sharp-1', 403, 'model_not_allowed'],
    // Open by that name, but Azure ignores the case of a deployment's.
    ['hear', 403, 'model_not_allowed'],
    ['nobody', 404, 'model_not_found'],
    [['ear-1'], 400, 'missing_required_parameter'],
  ])('may not be %j', async (name, status, code) => {
    const { sent, response } = await ask(name);
    expect([sent, response.status]).toEqual([[], status]);
    expect(await errorOf(response)).toMatchObject({ code, param: 'model' });
    if (status === 403) {
      const { sent: unrestricted } = await ask(name, 'sk-anna');
      expect(unrestricted).toMatchObject([{ body: made(name).body }]);
    }
  });
});

test('a refusal of what transcribes names what may be used', async () => {
  const { response } = await send({
    env: INNER,
    path: ACCEPT,
    body: `{"model":"voice",${transcription('sharp-1')}}`,
  });
  expect(await errorOf(response)).toEqual({
    message: 'You may not use the model `sharp-1`. Available: `voice`, `ear`, `hear`, `listener`.',
    type: 'permission_error',
    param: 'model',
    code: 'model_not_allowed',
  });
});

describe('a closed model is refused wherever it is named', () => {
  test.each([
    ['in another case', '"Model":"sharp"'],
    ['in a tool that is chosen', '"tool_choice":{"type":"image_generation","model":"sharp-1"}'],
    ['in tools inside of a tool', '"tools":[{"type":"namespace","tools":[{"model":"sharp-1"}]}]'],
    ['in a tool, in another case', '"tools":[{"type":"image_generation","Model":"sharp-1"}]'],
    [
      'in tools of an input item',
      '"input":[{"type":"additional_tools","tools":[{"model":"sharp-1"}]}]',
    ],
    [
      'in a data source',
      '"data_sources":[{"parameters":{"embedding_dependency":{"deployment_name":"sharp-1"}}}]',
    ],
    ['in a nested response', '"response":{"model":"sharp-1"}'],
    ['in tools that are there twice', '"tools":[{"model":"sharp-1"}],"tools":[]'],
  ])('%s', async (_, rest) => {
    const ask = (key: string) =>
      send({
        env: INNER,
        path: '/v1/responses',
        headers: { ...headers, authorization: `Bearer ${key}` },
        body: `{"model":"voice",${rest}}`,
      });
    const { sent, response } = await ask(USER_KEY);
    expect([sent, response.status]).toEqual([[], 403]);
    expect(await errorOf(response)).toMatchObject({ code: 'model_not_allowed' });
    expect((await ask('sk-anna')).sent).toHaveLength(1);
  });

  test('but not in the schema of a tool, nor in metadata', async () => {
    const schema = '{"properties":{"model":{"type":"string"}},"examples":[{"model":"sharp-1"}]}';
    const body = `{"model":"voice-1","metadata":{"model":"sharp"},"tools":[{"type":"function","parameters":${schema}}]}`;
    const { sent } = await send({
      env: INNER,
      path: '/v1/responses',
      body: body.replace('voice-1', 'voice'),
    });
    expect(sent).toMatchObject([{ body }]);
  });

  test('a prompt template could choose any model', async () => {
    const users = [{ name: 'rita', key: USER_KEY, models: ['voice'], accountData: true }];
    const { sent, response } = await send({
      env: { ...INNER, CHIT_USERS: encodeUsers(users) },
      path: '/v1/responses',
      body: '{"model":"voice","prompt":{"id":"pmpt_1"}}',
    });
    expect([sent, response.status]).toEqual([[], 403]);
  });
});

test.each(['utf-7', 'UTF-16', 'iso-8859-1', "utf-8; charset*=utf-7''x", 'utf-; charset*1=16'])(
  'a body in the charset %s is refused: it would be read in another way',
  async (charset) => {
    const { sent, response } = await send({
      env: INNER,
      path: '/v1/responses',
      headers: { ...headers, 'content-type': `application/json; charset=${charset}` },
      body: '{"model":"voice"}',
    });
    expect([sent, response.status]).toEqual([[], 415]);
  },
);

test.each([
  ['ISO-8859-1', 200],
  ['utf-16', 415],
])('a form in %s, as clients announce it, gets %i', async (charset, status) => {
  const body = '--b\r\nContent-Disposition: form-data; name="model"\r\n\r\nvoice\r\n--b--\r\n';
  const { response } = await send({
    env: INNER,
    path: '/v1/audio/transcriptions',
    headers: { ...headers, 'content-type': `multipart/form-data; charset=${charset}; boundary=b` },
    body,
  });
  expect(response.status).toBe(status);
});
