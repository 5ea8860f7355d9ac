// audio/speech: sound in every format, whole and as events.
import { expect, test } from 'vitest';
import { ask, parseEvents, send } from '../client.ts';
import { badRequest, startMedia } from './media-client.ts';

const V1 = '/openai/v1/audio/speech';
const HELLO = { model: 'speech', input: 'Hello, wörld!', voice: 'alloy' };
const COMMENT = 'You said: Hello, wörld!\nVoice: alloy';

test('both clients get a WAV as long as their text, with their words in it', async () => {
  const { v1, dated } = await startMedia();
  for (const client of [v1, dated]) {
    const response = await client.audio.speech.create({
      ...HELLO,
      response_format: 'wav',
      instructions: 'Whisper',
      speed: 0.5,
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const data = bytes.indexOf('data');
    expect(response.headers.get('content-type')).toBe('audio/wav');
    expect([bytes.toString('latin1', 0, 4), bytes.toString('latin1', 8, 16)]).toEqual([
      'RIFF',
      'WAVEfmt ',
    ]);
    expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
    // 13 characters of 20 ms at half the speed, 24,000 samples of 2 bytes a second.
    expect(bytes.readUInt32LE(data + 4)).toBe(13 * 0.02 * 2 * 24_000 * 2);
    expect(bytes.length).toBe(data + 8 + bytes.readUInt32LE(data + 4));
    expect(bytes.toString()).toContain(`${COMMENT}\nInstructions: Whisper`);
  }
});

test.each([
  [undefined, 'audio/mpeg', 'ID3'],
  ['mp3', 'audio/mpeg', 'ID3'],
  ['opus', 'audio/opus', 'OggS'],
  ['aac', 'audio/aac', '\xff\xf1'],
  ['flac', 'audio/flac', 'fLaC'],
] as const)('the format %s is %s', async (format, type, start) => {
  const { standIn } = await startMedia();
  const body = { ...HELLO, ...(format === undefined ? {} : { response_format: format }) };
  const got = await send(standIn, { path: V1, body });
  expect([got.headers['content-type'], got.bytes.toString('latin1', 0, start.length)]).toEqual([
    type,
    start,
  ]);
  expect(got.text).toContain(COMMENT);
  expect(got.headers['content-length']).toBe(String(got.bytes.length));
});

test('PCM is samples and nothing else', async () => {
  const { standIn } = await startMedia();
  const body = { ...HELLO, response_format: 'pcm' };
  const got = await send(standIn, { path: V1, body });
  expect([got.headers['content-type'], got.bytes.length]).toEqual([
    'audio/pcm',
    13 * 0.02 * 24_000 * 2,
  ]);
});

test('the same words give the same sound, also in pieces', async () => {
  const { standIn } = await startMedia();
  const body = { ...HELLO, response_format: 'wav' };
  const whole = await send(standIn, { path: V1, body });
  const streamed = await send(standIn, { path: V1, body: { ...body, stream_format: 'sse' } });
  const events = parseEvents(streamed.text) as readonly { type: string; audio?: string }[];
  const pieces = events.flatMap(({ audio }) => (audio === undefined ? [] : [audio]));
  const sound = Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64')));
  expect(sound.equals(whole.bytes)).toBe(true);
  expect(new Set(events.slice(0, -1).map(({ type }) => type))).toEqual(
    new Set(['speech.audio.delta']),
  );
  expect(events.at(-1)).toEqual({
    type: 'speech.audio.done',
    usage: { input_tokens: 2, output_tokens: pieces.length, total_tokens: 2 + pieces.length },
  });
});

test.each([
  [{ input: '' }, "Missing required parameter: 'input'.", 'input', 'missing_required_parameter'],
  [{ voice: null }, "Missing required parameter: 'voice'.", 'voice', 'missing_required_parameter'],
  [
    { input: 'x'.repeat(4097) },
    "Invalid 'input': string too long. Expected a string with maximum length 4096, but got a string " +
      'with length 4097 instead.',
    'input',
    'string_above_max_length',
  ],
  [
    { response_format: 'ogg' },
    "Invalid value: 'ogg'. Supported values are: 'mp3', 'opus', 'aac', 'flac', 'wav', and 'pcm'.",
    'response_format',
    'invalid_value',
  ],
  [{ speed: 5 }, "Invalid 'speed': expected 0.25 to 4.", 'speed', 'invalid_value'],
  [
    { model: 'tts', stream_format: 'sse' },
    "Invalid value: 'sse'. Supported values are: 'audio'.",
    'stream_format',
    'invalid_value',
  ],
])('%j is refused', async (extra, message, param, code) => {
  const { standIn } = await startMedia();
  expect(await ask(standIn, { path: V1, body: { ...HELLO, ...extra } })).toEqual([
    400,
    badRequest(message, param, code),
  ]);
});

test('a model that only listens does not speak', async () => {
  const { standIn } = await startMedia();
  expect(await ask(standIn, { path: V1, body: { ...HELLO, model: 'whisper' } })).toMatchObject([
    400,
    { error: { code: 'OperationNotSupported' } },
  ]);
});
