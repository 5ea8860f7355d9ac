// GPT-Live and translation sessions: a greeting, an echo, an end.
import OpenAI from 'openai';
import { LiveWS } from 'openai/resources/live/ws';
import { expect, test } from 'vitest';
import { KEY } from '../client.ts';
import { open, plainly, startVoice } from './socket-client.ts';

const LIVE = '/openai/v1/live/sessions';
const TRANSLATIONS = '/openai/v1/realtime/translations';

test('a live session starts with the deployment that its first event names', async () => {
  const line = await open(await startVoice(), LIVE);
  line.send({ type: 'session.start', event_id: 'e1', session: { model: 'talker' } });
  expect(await line.next()).toMatchObject({
    type: 'session.started',
    client_event_id: 'e1',
    session: { model: 'gpt-live-1', status: 'active' },
  });
  line.send({ type: 'session.commentary.append', text: 'Hello there' });
  const deltas = (await line.until('session.output_transcript.delta')).slice(1);
  deltas.push(await line.next(), await line.next(), await line.next());
  expect(deltas.map(({ delta }) => delta).join('')).toBe('You said: Hello there');
  line.send({ type: 'session.input_audio.append', audio: 'AAAA' });
  line.send({ type: 'session.close' });
  expect(await line.next()).toMatchObject({ type: 'session.closed', reason: 'close_requested' });
});

test.each([
  [{ type: 'session.start', session: { model: 'voice' } }, { code: 'OperationNotSupported' }],
  [{ type: 'session.start', session: { model: 'gpt-live-1' } }, { code: 'DeploymentNotFound' }],
  [{ type: 'session.update', session: {} }, { code: 'invalid_value' }],
  ['no JSON', { code: 'invalid_value' }],
])('the first event %j of a live session is an error', async (event, error) => {
  const line = await open(await startVoice(), LIVE);
  line.send(event);
  expect(await line.next()).toMatchObject({ type: 'error', error });
});

test('the SDK starts a live session', async () => {
  const standIn = await startVoice();
  const client = new OpenAI({ baseURL: `${standIn.url}/openai/v1`, apiKey: KEY });
  const ws = new LiveWS(client, { ...plainly(standIn), headers: { 'api-key': KEY } });
  const started = new Promise((resolve) => {
    ws.on('session.started', resolve);
  });
  ws.send({ type: 'session.start', session: { model: 'talker' } });
  expect(await started).toMatchObject({ session: { model: 'gpt-live-1' } });
  ws.close();
});

test('a translation session greets, is configured and writes as it hears', async () => {
  const line = await open(await startVoice(), `${TRANSLATIONS}?model=interpreter`);
  expect(await line.next()).toMatchObject({
    type: 'session.created',
    session: { type: 'translation', model: 'gpt-realtime-translate' },
  });
  line.send({ type: 'session.update', session: { audio: { output: { language: 'es' } } } });
  expect(await line.next()).toMatchObject({ session: { audio: { output: { language: 'es' } } } });
  line.send({ type: 'session.input_audio_buffer.append', audio: 'AAAA' });
  expect(await line.next()).toMatchObject({
    type: 'session.output_transcript.delta',
    delta: '3 bytes. ',
  });
  line.send({ type: 'response.create' });
  expect(await line.next()).toMatchObject({ type: 'error', error: { param: 'type' } });
  line.send({ type: 'session.close' });
  expect((await line.next()).type).toBe('session.closed');
});
