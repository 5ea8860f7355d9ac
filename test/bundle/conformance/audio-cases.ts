// Conformance cases of audio: transcripts, translations and speech. The stand-in
// describes the file in its answer, so the answer shows that the file arrived.
import { toFile } from 'openai';
import { expect } from 'vitest';
import { collect, renamedField, type Cases } from './case.ts';

function deployment(name: string, operation: string) {
  return `POST /openai/deployments/${name}/audio/${operation}?api-version=2025-04-01-preview`;
}
function sound() {
  return toFile(Buffer.from('RIFF memo 世界'), 'memo.wav', { type: 'audio/wav' });
}
const heard: unknown = expect.stringContaining('I heard memo.wav, audio/wav, 16 bytes');

export const AUDIO_CASES: Cases = {
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
        const request = { model: 'whisper', response_format: 'verbose_json' } as const;
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- Azure still has the operation.
        return client.audio.translations.create({ ...request, file: await sound() });
      },
      azure: [deployment('whisper', 'translations')],
      got: {
        text: expect.stringContaining('I translated memo.wav') as unknown,
        task: 'translate',
      },
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
