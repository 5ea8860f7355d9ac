// What is known about a model by its name, and that a name that is not known is never judged by how it
// looks.
import { expect, test } from 'vitest';
import { familyOf } from '../../../worker/traits/families.ts';
import { KNOWN_MODELS, type Capability } from '../../../worker/traits/known-models.ts';
import { PARAMETER_RULES } from '../../../worker/traits/parameter-rules.ts';
import { traitsOf } from '../../../worker/traits/traits.ts';
import { ask, errorOf, STACK_ENV } from '../gateway-under-test.ts';

test.each<[string, readonly Capability[] | undefined]>([
  ['gpt-5.4-mini', ['chat', 'responses']],
  ['gpt-4o-2024-11-20', ['chat', 'responses']],
  ['gpt-5.3-codex', ['responses']],
  ['o3-pro', ['responses']],
  ['text-embedding-3-large', ['embeddings']],
  ['gpt-image-2', ['images']],
  ['gpt-4o-mini-transcribe', ['transcription']],
  ['whisper', ['transcription', 'translation']],
  ['gpt-4o-mini-tts', ['speech']],
  ['tts-hd', ['speech']],
  ['gpt-realtime-1.5', ['realtime']],
  ['gpt-realtime-translate', ['realtime-translation']],
  ['gpt-live-1', ['live']],
  ['gpt-35-turbo-instruct', ['completions']],
  ['model-router', ['chat', 'responses']],
])('knows what %s can do', (model, capabilities) => {
  expect(traitsOf(model).capabilities).toEqual(capabilities);
});

/** Names that look like those of OpenAI's models, or of one kind of them. */
const LOOKALIKES = [
  ...['deepseek-v4-pro', 'DeepSeek-R1', 'FLUX.2-pro', 'FLUX.1-Kontext-pro', 'Mistral-large'],
  ...['codestral-2501', 'embed-v-4-0', 'Cohere-embed-v3-multilingual', 'grok-4-fast-reasoning'],
  ...[
    'Phi-4-multimodal-instruct',
    'Llama-3.3-70B-Instruct',
    'MAI-Transcribe-1',
    'whisper-large-v3',
  ],
  ...['my-tts', 'o1x', 'gpt-live-transcribe', 'gpt-oss-120b', 'gpt-7', 'gpt-5.4-maxi'],
  ...['gpt-chat-latest', 'team-gpt-5', 'gpt-5.9-codex', 'constructor', '__proto__', ''],
];

test.each(LOOKALIKES)('assumes nothing about what %j can do', (model) => {
  expect(traitsOf(model).capabilities).toBeUndefined();
});

test('adapts requests to versions of a family that are newer than the table of models', () => {
  expect(KNOWN_MODELS.has('gpt-5.9-mini')).toBe(false);
  expect(familyOf('gpt-5.9-mini')).toBe('gpt-5.5 and later');
  expect(familyOf('gpt-7')).toBeUndefined();
});

test('every family of a rule has a known model', () => {
  const known = new Set([...KNOWN_MODELS.keys()].map(familyOf));
  const families = PARAMETER_RULES.flatMap(({ models }) => (models === 'all' ? [] : models));
  const future = ['gpt-5.3', 'gpt-5.5-chat and later'];
  expect(families.filter((family) => !known.has(family) && !future.includes(family))).toEqual([]);
});

test('every rule has a source', () => {
  for (const { source } of PARAMETER_RULES) expect(source).toMatch(/^https:\/\/\S+$/);
});

const FOREIGN = { ...STACK_ENV, MODELS: JSON.stringify([{ id: 'deepseek-v4-pro' }]) };

test.each(['/v1/chat/completions', '/v1/images/generations', '/v1/responses', '/v1/embeddings'])(
  'a model of an unknown name is not refused at %s, because Azure knows what it can do',
  async (path) => {
    const { sent } = await ask({ env: FOREIGN, path, body: '{"model":"deepseek-v4-pro"}' });
    expect(sent).toHaveLength(1);
  },
);

test('a model of unknown ability is never recommended', async () => {
  const models = [{ id: 'text-embedding-3-small' }, { id: 'deepseek-v4-pro' }];
  const env = { ...STACK_ENV, MODELS: JSON.stringify(models) };
  const { response } = await ask({ env, body: '{"model":"text-embedding-3-small"}' });
  expect(await errorOf(response)).toMatchObject({
    message:
      'The model `text-embedding-3-small` does not support this operation, and no other model here is known to.',
  });
});
