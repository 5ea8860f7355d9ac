// What Realtime has over HTTP: secrets for browsers, and WebRTC calls.
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { ask, KEY, NOW_MS, send } from '../client.ts';
import { open, refused, startVoice, VOICE_ACCOUNT } from './socket-client.ts';

const SECRETS = '/openai/v1/realtime/client_secrets';
const CALLS = '/openai/v1/realtime/calls';
const OFFER =
  'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=setup:actpass\r\n';
const ANSWER =
  'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=Azure OpenAI stand-in\r\n' +
  'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=setup:active\r\n';
const SDP = { 'content-type': 'application/sdp' };
const LOCATION = expect.stringMatching(/^\/openai\/v1\/realtime\/calls\/rtc_\w+$/) as unknown;

test('a secret comes with its end and the session it is for', async () => {
  const standIn = await startVoice();
  const session = { type: 'realtime', model: 'voice', audio: { output: { voice: 'marin' } } };
  expect(await ask(standIn, { path: SECRETS, body: { session } })).toMatchObject([
    200,
    {
      value: expect.stringMatching(/^ek_\w+$/) as unknown,
      expires_at: NOW_MS / 1000 + 600,
      session: {
        id: expect.stringMatching(/^sess_/) as unknown,
        type: 'realtime',
        object: 'realtime.session',
        model: 'gpt-realtime-1.5-2026-02-23',
        audio: { input: { transcription: null }, output: { voice: 'marin', speed: 1 } },
      },
    },
  ]);
  const expires_after = { anchor: 'created_at', seconds: 60 };
  expect(await ask(standIn, { path: SECRETS, body: { session, expires_after } })).toMatchObject([
    200,
    { expires_at: NOW_MS / 1000 + 60 },
  ]);
});

test('a session that transcribes names its deployment where it transcribes', async () => {
  const standIn = await startVoice();
  const post = (model?: string) => {
    const audio = { input: { transcription: { model } } };
    return ask(standIn, { path: SECRETS, body: { session: { type: 'transcription', audio } } });
  };
  expect(await post('ear')).toMatchObject([200, { session: { type: 'transcription' } }]);
  expect(await post('voice')).toMatchObject([400, { error: { code: 'OperationNotSupported' } }]);
  expect(await post()).toMatchObject([
    400,
    { error: { param: 'session.audio.input.transcription.model' } },
  ]);
});

test.each([
  ['other', 404, 'DeploymentNotFound'],
  ['mini', 400, 'OperationNotSupported'],
  [undefined, 400, 'missing_required_parameter'],
])('a secret for the model %s is refused', async (model, status, code) => {
  const body = { session: { type: 'realtime', model } };
  expect(await ask(await startVoice(), { path: SECRETS, body })).toMatchObject([
    status,
    { error: { code } },
  ]);
});

test('an offer is answered with a description and a place', async () => {
  const got = await send(await startVoice(), {
    path: `${CALLS}?model=voice`,
    body: OFFER,
    headers: SDP,
  });
  expect([got.status, got.text, got.headers]).toMatchObject([
    201,
    ANSWER,
    {
      'content-type': 'application/sdp',
      'content-length': String(ANSWER.length),
      location: LOCATION,
    },
  ]);
});

test('the SDK sends an offer with its session in a form', async () => {
  const { url } = await startVoice();
  const client = new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: KEY, maxRetries: 0 });
  const session = { type: 'realtime' as const, model: 'voice' };
  const response = await client.realtime.calls.create({ sdp: OFFER, session });
  expect([response.status, await response.text()]).toEqual([201, ANSWER]);
  const secret = await client.realtime.clientSecrets.create({ session });
  expect(secret.value).toMatch(/^ek_/);
});

test('a call can be watched over a WebSocket', async () => {
  const standIn = await startVoice();
  const call = { path: `${CALLS}?model=voice`, body: OFFER, headers: SDP };
  const { headers } = await send(standIn, call);
  const id = headers.location?.split('/').at(-1) ?? '';
  const line = await open(standIn, `/openai/v1/realtime?call_id=${id}`);
  expect(await line.next()).toMatchObject({ session: { model: 'gpt-realtime-1.5-2026-02-23' } });
  expect(await refused(standIn, '/openai/v1/realtime?call_id=rtc_1')).toMatchObject({
    status: 404,
    body: { error: { message: "Call with id 'rtc_1' not found." } },
  });
});

test('only the account that has a call can watch it', async () => {
  const accounts = [VOICE_ACCOUNT, { ...VOICE_ACCOUNT, subdomain: 'fabrikam' }];
  const standIn = await startVoice({ accounts });
  const at = (subdomain: string) => ({ host: `${subdomain}.openai.azure.com` });
  const headers = { ...SDP, ...at('fabrikam') };
  const call = await send(standIn, { path: `${CALLS}?model=voice`, body: OFFER, headers });
  const path = `/openai/v1/realtime?call_id=${call.headers.location?.split('/').at(-1) ?? ''}`;
  expect((await refused(standIn, path, { headers: at('contoso') })).status).toBe(404);
  const line = await open(standIn, path, { headers: at('fabrikam') });
  expect(await line.next()).toMatchObject({ type: 'session.created' });
});

test.each(['hangup', 'refer', 'reject'])('%s ends a call', async (action) => {
  const standIn = await startVoice();
  const { headers } = await send(standIn, {
    path: `${CALLS}?model=voice`,
    body: OFFER,
    headers: SDP,
  });
  const path = `/openai/v1${headers.location?.replace('/openai/v1', '') ?? ''}/${action}`;
  const end = () => send(standIn, { path, body: { target_uri: 'tel:+1' } });
  if (action === 'refer') expect((await send(standIn, { path, body: {} })).status).toBe(400);
  expect((await end()).status).toBe(200);
  expect((await end()).status).toBe(404);
});

test('a call is accepted with its session', async () => {
  const standIn = await startVoice();
  const call = { path: `${CALLS}?model=voice`, body: OFFER, headers: SDP };
  const { headers } = await send(standIn, call);
  const id = headers.location?.split('/').at(-1) ?? '';
  const accept = async (session: object, called = id) => {
    const { status, text } = await send(standIn, {
      path: `${CALLS}/${called}/accept`,
      body: { type: 'realtime', ...session },
    });
    return [status, text] as const;
  };
  expect(await accept({ model: 'voice' })).toEqual([200, '']);
  expect(await accept({})).toEqual([200, '']);
  expect(await accept({ model: 'other' })).toEqual([
    404,
    expect.stringContaining('DeploymentNotFound'),
  ]);
  expect(await accept({ model: 'mini' })).toEqual([
    400,
    expect.stringContaining('OperationNotSupported'),
  ]);
  expect(await accept({}, 'rtc_1')).toEqual([
    404,
    expect.stringContaining("Call with id 'rtc_1' not found"),
  ]);
});

test.each([
  ['?model=voice', 'nonsense', SDP, 400, 'invalid_value'],
  ['?model=voice', OFFER, { 'content-type': 'text/plain' }, 415, 'UnsupportedMediaType'],
  ['?model=other', OFFER, SDP, 404, 'DeploymentNotFound'],
  ['?model=mini', OFFER, SDP, 400, 'OperationNotSupported'],
  ['', OFFER, SDP, 400, 'missing_required_parameter'],
  ['', 'no form', { 'content-type': 'multipart/form-data; boundary=x' }, 400, null],
])('the call %s with %j is refused', async (query, body, headers, status, code) => {
  const sent = { path: CALLS + query, body, headers };
  expect(await ask(await startVoice(), sent)).toMatchObject([status, { error: { code } }]);
});

test('realtime models do nothing else', async () => {
  const standIn = await startVoice();
  for (const operation of ['chat/completions', 'responses', 'embeddings']) {
    const sent = { path: `/openai/v1/${operation}`, body: { model: 'voice', input: 'Hello' } };
    expect(await ask(standIn, sent)).toMatchObject([
      400,
      { error: { code: 'OperationNotSupported' } },
    ]);
  }
});
