// Where the WebSockets of realtime and GPT-Live lead, by their URL and headers.
import { expect, test } from 'vitest';
import {
  ask,
  encodeUsers,
  errorOf,
  STACK_ENV,
  USER_KEY,
  HANDSHAKE,
} from '../gateway-under-test.ts';

const MODELS = [
  { id: 'gpt-realtime-1.5', aliases: ['talker'] },
  { id: 'gpt-4o-mini-transcribe', aliases: ['listener'] },
  { id: 'gpt-realtime-translate', aliases: ['translator'] },
  { id: 'gpt-live-1', aliases: ['live'] },
  { id: 'gpt-live-transcribe', deployment: 'subtitles' },
];
const env = { ...STACK_ENV, MODELS: JSON.stringify(MODELS) };
const HOST = 'https://acc.openai.azure.com';

/** Sends an upgrade. Azure refuses it, because Node has no socket to answer with. */
async function dial(path: string, headers: Readonly<Record<string, string>> = {}, users = '') {
  return ask({
    env: users === '' ? env : { ...env, CHIT_USERS: users },
    path,
    method: 'GET',
    headers: { authorization: `Bearer ${USER_KEY}`, ...HANDSHAKE, ...headers },
    body: null,
    azure: () => Response.json({ error: { message: 'no' } }, { status: 400 }),
  });
}

async function urlOf(path: string, headers: Readonly<Record<string, string>> = {}) {
  const { sent } = await dial(path, headers);
  return sent[0]?.url.replace(HOST, '');
}

const GA = '/openai/v1/realtime?model=gpt-realtime-1.5';
const PREVIEW = '/openai/realtime?api-version=2025-04-01-preview&deployment=gpt-realtime-1.5';

test.each([
  ['/v1/realtime?model=talker', GA],
  ['/openai/v1/realtime?model=talker', GA],
  ['/openai/v1/realtime?deployment=talker', GA],
  ['/v1/realtime?deployment=talker', GA],
  ['/openai/realtime?model=talker', GA],
  ['/openai/realtime?api-version=2024-10-01-preview&deployment=talker', PREVIEW],
  ['/openai/realtime?deployment=talker', PREVIEW],
])('%s leads to the protocol that the path says', async (path, url) => {
  expect(await urlOf(path)).toBe(url);
});

test.each([
  { 'openai-beta': 'realtime=v1' },
  { 'openai-beta': 'assistants=v2, realtime=v1' },
  { 'sec-websocket-protocol': 'realtime, openai-beta.realtime-v1' },
])("the preview's own signal %j leads to the preview from any path", async (headers) => {
  expect(await urlOf('/v1/realtime?model=talker', headers)).toBe(PREVIEW);
});

test('another beta leads to v1', async () => {
  expect(await urlOf('/v1/realtime?model=talker', { 'openai-beta': 'realtime=v2' })).toBe(GA);
});

test.each([
  ['model=listener&intent=transcription', 'intent=transcription'],
  ['intent=transcription&deployment=listener', 'intent=transcription'],
  ['intent=transcription', 'intent=transcription'],
  ['intent=transcription&model=subtitles', undefined],
  ['INTENT=transcription&model=gpt-live-transcribe', 'intent=transcription'],
  ['model=talker&intent=conversation', 'model=gpt-realtime-1.5&intent=conversation'],
])('a transcription socket names no model at Azure: %s', async (query, expected) => {
  const url = expected === undefined ? undefined : `/openai/v1/realtime?${expected}`;
  expect(await urlOf(`/v1/realtime?${query}`)).toBe(url);
});

test('the model of a transcription socket must be allowed', async () => {
  const users = encodeUsers([{ name: 'rita', key: USER_KEY, models: ['gpt-realtime-1.5'] }]);
  const { sent, response } = await dial(
    '/v1/realtime?intent=transcription&model=listener',
    {},
    users,
  );
  expect(sent).toEqual([]);
  expect(await errorOf(response)).toMatchObject({ code: 'model_not_allowed' });
});

test('the preview keeps the intent', async () => {
  const query = 'intent=transcription&deployment=listener&api-version=2025-04-01-preview';
  expect(await urlOf(`/openai/realtime?${query}`)).toBe(
    '/openai/realtime?api-version=2025-04-01-preview&deployment=gpt-4o-mini-transcribe&intent=transcription',
  );
});

test.each([
  [
    '/v1/realtime/translations?model=translator',
    '/openai/v1/realtime/translations?model=gpt-realtime-translate',
  ],
  ['/v1/live/sessions', '/openai/v1/live/sessions'],
  ['/v1/live/sessions?model=live', '/openai/v1/live/sessions'],
  ['/openai/v1/live/sessions/live_1/attach', '/openai/v1/live/sessions/live_1/attach'],
])('%s leads to Azure', async (path, url) => {
  expect(await urlOf(path, { 'openai-beta': 'realtime=v1' })).toBe(url);
});

test('a model of GPT-Live is not one of realtime, and the answer names none that is unknown', async () => {
  const { sent, response } = await dial('/v1/realtime?model=live');
  expect(sent).toEqual([]);
  expect(await errorOf(response)).toMatchObject({
    code: 'unsupported_operation',
    message: expect.stringContaining('Use `gpt-realtime-1.5`.') as string,
  });
});

test('a model of which nothing is known may be tried with realtime', async () => {
  expect(await urlOf('/v1/realtime?model=gpt-live-transcribe')).toBe(
    '/openai/v1/realtime?model=subtitles',
  );
});

test.each([
  ['/v1/live/sessions', '{"session":{"model":"live"},"transport":{"type":"webrtc"}}'],
  ['/v1/realtime/translations/client_secrets', '{"session":{"model":"translator"}}'],
])('POST %s names the deployment in its session', async (path, body) => {
  const { sent } = await ask({ env, path, body });
  expect(sent[0]?.url).toBe(`${HOST}/openai${path}`);
  const deployment = path.includes('live') ? 'gpt-live-1' : 'gpt-realtime-translate';
  expect(sent[0]?.body).toBe(body.replace(/live"\}|translator"\}/, `${deployment}"}`));
});

test('a session that delegates to a closed model is refused', async () => {
  const users = encodeUsers([{ name: 'rita', key: USER_KEY, models: ['gpt-live-1'] }]);
  const session = { model: 'live', delegation: { responses: { model: 'gpt-realtime-1.5' } } };
  const { sent, response } = await ask({
    env: { ...env, CHIT_USERS: users },
    path: '/v1/live/sessions',
    body: JSON.stringify({ session }),
  });
  expect(sent).toEqual([]);
  expect(await errorOf(response)).toMatchObject({ code: 'model_not_allowed' });
});
