// A user's audio in a realtime session, its transcription, and events that are refused.
import { expect, test } from 'vitest';
import { GA, open, PREVIEW, startVoice } from './socket-client.ts';

const COMMIT = { type: 'input_audio_buffer.commit' };

function append(bytes: number): object {
  return { type: 'input_audio_buffer.append', audio: Buffer.alloc(bytes, 1).toString('base64') };
}

test('large audio is appended without a word and committed whole', async () => {
  const standIn = await startVoice();
  const line = await open(standIn, GA);
  await line.next();
  for (const event of [append(3_000_000), append(500_001), COMMIT]) line.send(event);
  const committed = await line.next();
  expect(committed).toMatchObject({
    type: 'input_audio_buffer.committed',
    previous_item_id: null,
    audio_bytes: 3_500_001,
  });
  expect([await line.next(), await line.next()]).toMatchObject([
    {
      type: 'conversation.item.added',
      item: { id: committed['item_id'], role: 'user', content: [{ type: 'input_audio' }] },
    },
    { type: 'conversation.item.done' },
  ]);
  line.send({ type: 'response.create', response: { output_modalities: ['text'] } });
  expect((await line.until('response.done')).at(-1)).toMatchObject({
    response: { output: [{ content: [{ text: 'You said: 3500001 bytes of audio' }] }] },
  });
});

test.each([
  [GA, (model: string) => ({ type: 'realtime', audio: { input: { transcription: { model } } } })],
  [PREVIEW, (model: string) => ({ input_audio_transcription: { model } })],
])('on %s the name of a transcription deployment transcribes', async (path, configure) => {
  const line = await open(await startVoice(), path);
  for (const model of ['ear', 'gpt-4o-mini-transcribe', 'mini']) {
    line.send({ type: 'session.update', session: configure(model) });
    line.send(append(96_000));
    line.send(COMMIT);
  }
  const prefix = 'conversation.item.input_audio_transcription';
  expect((await line.until(`${prefix}.completed`)).at(-1)).toMatchObject({
    content_index: 0,
    transcript: '96000 bytes of audio',
    usage: { type: 'duration', seconds: 2 },
  });
  for (const _name of ['a model that is no deployment', 'a deployment that does not transcribe']) {
    const failed = (await line.until(`${prefix}.failed`)).at(-1);
    const message = `Input transcription failed for item '${String(failed?.['item_id'])}'.`;
    expect(failed?.['error']).toEqual({ type: 'server_error', code: null, message, param: null });
  }
});

test('a cleared buffer is empty', async () => {
  const line = await open(await startVoice(), GA);
  await line.next();
  for (const event of [append(96_000), { type: 'input_audio_buffer.clear' }, COMMIT]) {
    line.send(event);
  }
  expect([await line.next(), await line.next()]).toMatchObject([
    { type: 'input_audio_buffer.cleared' },
    { type: 'error' },
  ]);
});

const SUPPORTED =
  "Supported values are: 'session.update', 'input_audio_buffer.append', " +
  "'input_audio_buffer.commit', 'input_audio_buffer.clear', 'conversation.item.create', " +
  "'conversation.item.retrieve', 'conversation.item.delete', 'response.create', 'response.cancel'.";

test.each([
  [
    { ...COMMIT, event_id: 'e1' },
    'input_audio_buffer_commit_empty',
    'Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but ' +
      'buffer only has 0.00ms of audio.',
    null,
  ],
  [
    { type: 'input_audio_buffer.append', audio: 'no base64!', event_id: 'e1' },
    'invalid_value',
    "Invalid 'audio'. Expected base64-encoded audio bytes.",
    'audio',
  ],
  [
    { type: 'session.update', session: {}, event_id: 'e1' },
    'missing_required_parameter',
    "Missing required parameter: 'session.type'.",
    'session.type',
  ],
  [
    { type: 'response.cancel', event_id: 'e1' },
    'response_cancel_not_active',
    'Cancellation failed: no active response found',
    null,
  ],
  [
    { type: 'nonsense', event_id: 'e1' },
    'invalid_value',
    `Invalid value: 'nonsense'. ${SUPPORTED}`,
    'type',
  ],
])('%j is an error, and the session goes on', async (event, code, message, param) => {
  const line = await open(await startVoice(), GA);
  await line.next();
  line.send(event);
  line.send('no JSON');
  expect(await line.next()).toEqual({
    type: 'error',
    event_id: expect.stringMatching(/^event_/) as unknown,
    error: { type: 'invalid_request_error', code, message, param, event_id: 'e1' },
  });
  expect(await line.next()).toMatchObject({ type: 'error', error: { event_id: null } });
});

test('the preview needs no session type', async () => {
  const line = await open(await startVoice(), PREVIEW);
  line.send({ type: 'session.update', session: { voice: 'echo' } });
  expect((await line.until('session.updated')).at(-1)).toMatchObject({
    session: { voice: 'echo', modalities: ['text', 'audio'] },
  });
});

test('a second response is refused while one runs, and a cancelled one ends', async () => {
  const standIn = await startVoice();
  const line = await open(standIn, GA, {
    headers: { 'x-ms-fault': 'stall-after=3; hold=gate' },
  });
  line.send({ type: 'response.create' });
  expect((await line.until('response.output_item.added')).length).toBe(3);
  line.send({ type: 'response.create' });
  expect(await line.next()).toMatchObject({
    type: 'error',
    error: {
      code: 'conversation_already_has_active_response',
      message: expect.stringMatching(
        /^Conversation already has an active response in progress: resp_\w+\. Wait until/,
      ) as unknown,
    },
  });
  line.send({ type: 'response.cancel' });
  expect(await line.next()).toMatchObject({
    type: 'response.done',
    response: {
      status: 'cancelled',
      status_details: { type: 'cancelled', reason: 'client_cancelled' },
      output: [],
    },
  });
  standIn.release('gate');
  line.send({ type: 'input_audio_buffer.clear' });
  expect(await line.next()).toMatchObject({ type: 'input_audio_buffer.cleared' });
});

test('a session that only transcribes answers nothing', async () => {
  const line = await open(await startVoice(), '/openai/v1/realtime?intent=transcription');
  line.send({ type: 'response.create' });
  expect([await line.next(), await line.next()]).toMatchObject([
    { type: 'session.created', session: { type: 'transcription' } },
    { type: 'error', error: { code: 'invalid_value', param: 'type' } },
  ]);
});
