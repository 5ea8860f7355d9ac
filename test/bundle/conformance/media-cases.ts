// Owns: conformance cases of images and audio.
import { toFile } from 'openai';
import { expect } from 'vitest';
import { collect, renamedField, renamedMember, type Cases } from './case.ts';

const model = 'gpt-image-2';
const GENERATE = 'POST /openai/v1/images/generations?api-version=preview';
const EDIT = `POST /openai/deployments/${model}/images/edits?api-version=2025-04-01-preview`;
const anyText: unknown = expect.any(String);
const deployment = (name: string, operation: string) =>
  `POST /openai/deployments/${name}/audio/${operation}?api-version=2025-04-01-preview`;
const SIZE = '1024x1024';

/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const picture = () => toFile(PNG, 'cat.png', { type: 'image/png' });
const sound = () => toFile(Buffer.from('RIFF memo 世界'), 'memo.wav', { type: 'audio/wav' });
const heard: unknown = expect.stringContaining('I heard memo.wav, audio/wav, 16 bytes');

export const MEDIA_CASES: Cases = {
  'POST images/generations': [
    {
      call: (client) => client.images.generate({ model, prompt: 'A 猫', size: SIZE }),
      azure: [GENERATE],
      got: { size: SIZE, data: [{ b64_json: anyText }] },
    },
    {
      title: 'by an alias',
      call: (client) => client.images.generate({ model: 'painter', prompt: 'A 猫' }),
      azure: [GENERATE],
      body: renamedMember('painter', model),
      got: { data: [{ b64_json: anyText }] },
    },
    {
      title: 'as a stream with partial images',
      call: async (client) => {
        const request = { model, prompt: 'A 猫', size: SIZE, partial_images: 2 } as const;
        const events = await collect(await client.images.generate({ ...request, stream: true }));
        return events.map(({ type }) => type);
      },
      azure: [GENERATE],
      got: [
        'image_generation.partial_image',
        'image_generation.partial_image',
        'image_generation.completed',
      ],
    },
  ],
  'POST images/edits': [
    {
      title: 'as a form',
      call: async (client) => client.images.edit({ model, prompt: 'Hat', image: await picture() }),
      azure: [EDIT],
      got: { data: [{ b64_json: anyText }], usage: { input_tokens_details: { image_tokens: 85 } } },
    },
    {
      title: 'as a form with several images and a mask',
      call: async (client) => {
        const image = [await picture(), await picture(), await picture()];
        return client.images.edit({ model, prompt: 'Hat', image, mask: await picture() });
      },
      azure: [EDIT],
      got: { usage: { input_tokens_details: { image_tokens: 340 } } },
    },
    {
      title: 'as a form by an alias',
      call: async (client) =>
        client.images.edit({ model: 'painter', prompt: 'Hat', image: await picture() }),
      azure: [EDIT],
      body: renamedField('painter', model),
      got: { data: [{ b64_json: anyText }] },
    },
    {
      title: 'as a streamed form with partial images',
      call: async (client) => {
        const request = {
          model,
          prompt: 'Hat',
          image: await picture(),
          partial_images: 1,
        } as const;
        const events = await collect(await client.images.edit({ ...request, stream: true }));
        return events.map(({ type }) => type);
      },
      azure: [EDIT],
      got: ['image_edit.partial_image', 'image_edit.completed'],
    },
    {
      // The SDK's own method sends a form only.
      title: 'as JSON',
      call: (client) => {
        const image_url = `data:image/png;base64,${PNG.toString('base64')}`;
        const body = { model: 'painter', prompt: 'Hat', images: [{ image_url }] };
        return client.post('/images/edits', { body });
      },
      azure: ['POST /openai/v1/images/edits?api-version=preview'],
      body: renamedMember('painter', model),
      got: { data: [{ b64_json: anyText }] },
    },
  ],
  'POST audio/transcriptions': [
    {
      call: async (client) =>
        client.audio.transcriptions.create({
          model: 'whisper',
          file: await sound(),
          response_format: 'verbose_json',
          timestamp_granularities: ['word', 'segment'],
        }),
      azure: [deployment('whisper', 'transcriptions')],
      got: { text: heard, segments: [{ id: 0 }], words: expect.any(Array) as unknown },
    },
    {
      title: 'by an alias',
      call: async (client) =>
        client.audio.transcriptions.create({ model: 'listener', file: await sound() }),
      azure: [deployment('gpt-4o-mini-transcribe', 'transcriptions')],
      body: renamedField('listener', 'gpt-4o-mini-transcribe'),
      got: { text: heard },
    },
    {
      title: 'as a stream',
      call: async (client) => {
        const request = { model: 'gpt-4o-mini-transcribe', file: await sound() };
        const stream = await client.audio.transcriptions.create({ ...request, stream: true });
        const events = await collect(stream);
        const deltas = events.map((event) => ('delta' in event ? event.delta : ''));
        return { text: deltas.join(''), last: events.at(-1) };
      },
      azure: [deployment('gpt-4o-mini-transcribe', 'transcriptions')],
      got: { text: heard, last: { type: 'transcript.text.done', text: heard } },
    },
  ],
  'POST audio/translations': [
    {
      call: async (client) => {
        const request = { model: 'whisper', file: await sound() };
        return client.audio.translations.create({ ...request, response_format: 'json' });
      },
      azure: [deployment('whisper', 'translations')],
      got: { text: expect.stringContaining('I translated memo.wav') as unknown },
    },
  ],
  'POST audio/speech': [
    {
      call: async (client) => {
        const request = { model: 'gpt-4o-mini-tts', input: 'Hello 世界', voice: 'alloy' };
        const answer = await client.audio.speech.create({ ...request, response_format: 'wav' });
        const type = answer.headers.get('content-type');
        return { type, sound: Buffer.from(await answer.arrayBuffer()).toString() };
      },
      azure: [deployment('gpt-4o-mini-tts', 'speech')],
      got: { type: 'audio/wav', sound: expect.stringContaining('You said: Hello 世界') as unknown },
    },
    {
      title: 'as events',
      call: async (client) => {
        const request = { model: 'gpt-4o-mini-tts', input: 'Hello', voice: 'alloy' };
        const answer = await client.audio.speech.create({ ...request, stream_format: 'sse' });
        const types = (await answer.text()).match(/speech\.audio\.\w+/g);
        return { type: answer.headers.get('content-type'), first: types?.[0], last: types?.at(-1) };
      },
      azure: [deployment('gpt-4o-mini-tts', 'speech')],
      got: {
        type: expect.stringContaining('text/event-stream') as unknown,
        first: 'speech.audio.delta',
        last: 'speech.audio.done',
      },
    },
  ],
};
