// audio/transcriptions and audio/translations: transcripts in every format.
import { expect, test } from 'vitest';
import { ask, parseEvents } from '../client.ts';
import { badRequest, datedClient, formOf, sendForm, startMedia } from './media-client.ts';

const AUDIO = new File(['audio'], 'memo.wav', { type: 'audio/wav' });
const HEARD = 'I heard memo.wav, audio/wav, 5 bytes, sha256 6ed8919ce204.';
const NOT_FOUND = { error: { code: '404', message: 'Resource not found' } };

function pathOf(deployment: string, operation = 'transcriptions'): string {
  return `/openai/deployments/${deployment}/audio/${operation}?api-version=2025-04-01-preview`;
}

test('both models hear the file, the language and the prompt', async () => {
  const { dated } = await startMedia();
  const body = { file: AUDIO, language: 'de', prompt: 'Names: Jörg', temperature: 0.5 };
  const text = `${HEARD} Language: de. Prompt: Names: Jörg. Temperature: 0.5.`;
  expect(await dated.audio.transcriptions.create({ ...body, model: 'whisper' })).toEqual({ text });
  expect(await dated.audio.transcriptions.create({ ...body, model: 'transcribe' })).toEqual({
    text,
    usage: {
      type: 'tokens',
      input_tokens: 40,
      input_token_details: { audio_tokens: 40, text_tokens: 0 },
      output_tokens: 15,
      total_tokens: 55,
    },
  });
});

test('a translation is English', async () => {
  const { standIn } = await startMedia();
  const path = pathOf('whisper', 'translations');
  const text = 'I translated memo.wav, audio/wav, 5 bytes, sha256 6ed8919ce204.';
  const [status, plain] = await sendForm(standIn, path, formOf(['file', AUDIO]));
  expect([status, JSON.parse(plain)]).toEqual([200, { text }]);
  const form = formOf(['file', AUDIO], ['response_format', 'verbose_json']);
  const [, verbose] = await sendForm(standIn, path, form);
  expect(JSON.parse(verbose)).toMatchObject({ task: 'translate', language: 'english', text });
});

test('whisper writes plain text', async () => {
  const { dated } = await startMedia();
  const body = { file: AUDIO, model: 'whisper', language: 'de', response_format: 'text' } as const;
  const { data, response } = await dated.audio.transcriptions.create(body).withResponse();
  expect(data).toBe(`${HEARD} Language: de.\n`);
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
});

test('verbose_json has segments by default, and words when both are requested', async () => {
  const { dated } = await startMedia();
  const body = { file: AUDIO, model: 'whisper', language: 'de' };
  const format = { response_format: 'verbose_json' } as const;
  const plain = await dated.audio.transcriptions.create({ ...body, ...format });
  expect({
    ...plain,
    segments: plain.segments?.map(({ id, start, end }) => [id, start, end]),
  }).toEqual({
    task: 'transcribe',
    language: 'german',
    duration: 2,
    text: `${HEARD} Language: de.`,
    segments: [
      [0, 0, 1],
      [1, 1, 2],
    ],
    usage: { type: 'duration', seconds: 2 },
  });
  const both = await dated.audio.transcriptions.create({
    ...body,
    ...format,
    timestamp_granularities: ['word', 'segment'],
  });
  expect(both.segments).toEqual(plain.segments);
  expect(both.words?.slice(-2)).toEqual([
    { word: 'Language:', start: 1, end: 1.5 },
    { word: 'de.', start: 1.5, end: 2 },
  ]);
  const words = await dated.audio.transcriptions.create({
    ...body,
    ...format,
    timestamp_granularities: ['word'],
  });
  expect([words.segments, words.words]).toEqual([undefined, both.words]);
});

test('a stream of the gpt-4o models carries the text in pieces, without names and [DONE]', async () => {
  const { standIn, dated } = await startMedia();
  const body = { file: AUDIO, model: 'transcribe', stream: true } as const;
  let text = '';
  let whole: string | undefined;
  for await (const event of await dated.audio.transcriptions.create(body)) {
    if (event.type === 'transcript.text.delta') text += event.delta;
    if (event.type === 'transcript.text.done') whole = event.text;
  }
  expect([text, whole]).toEqual([HEARD, HEARD]);
  const form = formOf(['file', AUDIO], ['stream', 'true']);
  const [, raw] = await sendForm(standIn, pathOf('transcribe'), form);
  expect(raw).not.toMatch(/^event:|DONE/m);
  expect(parseEvents(raw)).toHaveLength(HEARD.split(' ').length + 1);
});

test('whisper ignores stream', async () => {
  const { standIn } = await startMedia();
  const form = formOf(['file', AUDIO], ['stream', 'true']);
  const [status, text] = await sendForm(standIn, pathOf('whisper'), form);
  expect([status, JSON.parse(text)]).toEqual([200, { text: HEARD }]);
});

test.each(['whisper', 'transcribe', 'unknown'])('v1 finds no deployment %s', async (model) => {
  const { standIn, v1 } = await startMedia();
  const error = { status: 404, code: 'DeploymentNotFound' };
  const body = { file: AUDIO, model };
  await expect(v1.audio.transcriptions.create(body)).rejects.toMatchObject(error);
  const form = formOf(['file', AUDIO], ['model', model]);
  const [status, text] = await sendForm(standIn, '/openai/v1/audio/translations', form);
  expect([status, JSON.parse(text)]).toMatchObject([404, { error: { code: error.code } }]);
});

test('2024-10-21 knows whisper, and no gpt-4o model', async () => {
  const { standIn } = await startMedia();
  const client = datedClient(standIn, '2024-10-21');
  const create = (model: string) => client.audio.transcriptions.create({ file: AUDIO, model });
  expect(await create('whisper')).toEqual({ text: HEARD });
  await expect(create('transcribe')).rejects.toMatchObject({ status: 404, error: NOT_FOUND.error });
});

test('2023-05-15 knows no audio', async () => {
  const { standIn } = await startMedia();
  const path = pathOf('whisper').replace('2025-04-01-preview', '2023-05-15');
  const [status, text] = await sendForm(standIn, path, formOf(['file', AUDIO]));
  expect([status, JSON.parse(text)]).toEqual([404, NOT_FOUND]);
});

test.each([
  ['verbose_json', 'transcribe', 'gpt-4o-mini-transcribe'],
  ['srt', 'transcribe', 'gpt-4o-mini-transcribe'],
  ['vtt', 'transcribe', 'gpt-4o-mini-transcribe'],
])('%s is refused by %s', async (format, deployment, model) => {
  const { standIn } = await startMedia();
  const form = formOf(['file', AUDIO], ['response_format', format]);
  const [status, text] = await sendForm(standIn, pathOf(deployment), form);
  const message = `response_format '${format}' is not compatible with model '${model}'. Use 'json' or 'text' instead.`;
  expect([status, JSON.parse(text)]).toEqual([
    400,
    badRequest(message, 'response_format', 'unsupported_value'),
  ]);
});

test.each([
  [
    'srt',
    /^1\n00:00:00,000 --> 00:00:01,000\nI heard .+\n\n2\n00:00:01,000 --> .+\nLanguage: de\.\n\n$/,
  ],
  ['vtt', /^WEBVTT\n\n00:00:00\.000 --> 00:00:01\.000\nI heard .+\n\n00:00:01\.000 --> /],
])('whisper writes subtitles as %s', async (format, expected) => {
  const { standIn } = await startMedia();
  const form = formOf(['file', AUDIO], ['response_format', format], ['language', 'de']);
  const [status, text] = await sendForm(standIn, pathOf('whisper'), form);
  expect(status).toBe(200);
  expect(text).toMatch(expected);
});

test('one model tells speakers apart, and refuses the other formats as its siblings do', async () => {
  const { standIn } = await startMedia();
  const write = (format: string) =>
    sendForm(standIn, pathOf('diarize'), formOf(['file', AUDIO], ['response_format', format]));
  const [status, text] = await write('diarized_json');
  expect([status, JSON.parse(text)]).toMatchObject([
    200,
    { segments: [{ id: 'seg_0', speaker: 'A', start: 0, end: 1 }] },
  ]);
  expect((await write('verbose_json'))[0]).toBe(400);
});

test('a name without a known ending is not an audio file, whatever its type', async () => {
  const { standIn } = await startMedia();
  const file = new File(['audio'], 'audio', { type: 'audio/wav' });
  const [status, text] = await sendForm(standIn, pathOf('whisper'), formOf(['file', file]));
  const message =
    "Unrecognized file format. Supported formats: ['flac', 'm4a', 'mp3', 'mp4', 'mpeg', 'mpga', " +
    "'oga', 'ogg', 'wav', 'webm']";
  expect([status, JSON.parse(text)]).toEqual([400, badRequest(message, 'file', null)]);
});

test('a form without a file is refused, and so is JSON', async () => {
  const { standIn } = await startMedia();
  const [status, text] = await sendForm(standIn, pathOf('whisper'), formOf(['file', 'memo.wav']));
  expect([status, JSON.parse(text)]).toEqual([
    400,
    badRequest("Missing required parameter: 'file'.", 'file', 'missing_required_parameter'),
  ]);
  expect(await ask(standIn, { path: pathOf('whisper'), body: {} })).toMatchObject([
    415,
    { error: { code: 'UnsupportedMediaType' } },
  ]);
});

test('more than 25 MB are too much', async () => {
  const { standIn } = await startMedia({ record: true });
  const file = new File([Buffer.alloc(26_214_400)], 'memo.wav');
  const [status, text] = await sendForm(standIn, pathOf('whisper'), formOf(['file', file]));
  const bytes = standIn.requests[0]?.body.length ?? 0;
  expect([status, JSON.parse(text)]).toEqual([
    413,
    {
      error: {
        message: `413: Maximum content size limit (26214400) exceeded (${bytes} bytes read)`,
        type: 'server_error',
        param: null,
        code: null,
      },
    },
  ]);
});

test.each([
  ['mini', 'transcriptions', 'audioTranscriptions', 'gpt-5.4-mini'],
  ['speech', 'transcriptions', 'audioTranscriptions', 'gpt-4o-mini-tts'],
  ['transcribe', 'translations', 'audioTranslations', 'gpt-4o-mini-transcribe'],
])('the deployment %s does not serve audio/%s', async (deployment, operation, name, model) => {
  const { standIn } = await startMedia();
  const [status, text] = await sendForm(
    standIn,
    pathOf(deployment, operation),
    formOf(['file', AUDIO]),
  );
  const message = `The ${name} operation does not work with the specified model, ${model}.`;
  expect([status, text]).toEqual([400, expect.stringContaining(message)]);
});
