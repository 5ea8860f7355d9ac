import { expect, test } from 'vitest';
import { adaptParameters, describeChanges } from '../../../worker/request/adapt-parameters.ts';
import { editMembers } from '../../../worker/formats/json-edit.ts';
import { readObject, type JsonText } from '../../../worker/formats/json-object.ts';
import { traitsOf, type Capability } from '../../../worker/models/traits.ts';
import { concat, decode, encode } from '../../../worker/formats/bytes.ts';

function read(text: string): JsonText {
  const object = readObject(encode(text));
  if (!object) throw new Error(`no object: ${text}`);
  return object;
}

function adapted(model: string, capability: Capability, text: string) {
  const object = read(text);
  const members = adaptParameters(capability, traitsOf(model), object);
  const header = describeChanges({ members, removedFields: [] });
  return { text: decode(concat(editMembers(object, members))), header };
}

test.each<[string, Capability, string, string, string | undefined]>([
  [
    'gpt-5.4-mini',
    'chat',
    '{"max_tokens": 5, "temperature":0.2,"model":"m","top_p":1}',
    '{"max_completion_tokens": 5,"model":"m"}',
    'max_tokens=max_completion_tokens, -temperature, -top_p',
  ],
  [
    'o4-mini',
    'chat',
    '{"temperature":0,"top_p":0.5,"presence_penalty":1,"frequency_penalty":1,"logprobs":true,"top_logprobs":2,"logit_bias":{},"x":1}',
    '{"x":1}',
    '-temperature, -top_p, -presence_penalty, -frequency_penalty, -logprobs, -top_logprobs, -logit_bias',
  ],
  [
    'gpt-5.4-mini',
    'chat',
    '{"max_tokens":1,"max_completion_tokens":2}',
    '{"max_completion_tokens":2}',
    '-max_tokens',
  ],
  [
    'gpt-5.4-mini',
    'chat',
    '{"temperature":1,"presence_penalty":0,"x":1}',
    '{"x":1}',
    '-temperature, -presence_penalty',
  ],
  [
    'gpt-5.4-mini',
    'responses',
    '{"temperature":0.5,"max_output_tokens":3}',
    '{"max_output_tokens":3}',
    '-temperature',
  ],
  [
    'gpt-4o',
    'chat',
    '{"max_tokens":5,"temperature":0.2}',
    '{"max_tokens":5,"temperature":0.2}',
    undefined,
  ],
  ['gpt-5-chat', 'chat', '{"max_tokens":5}', '{"max_tokens":5}', undefined],
  ['gpt-4o', 'chat', '{"stream_options":{"include_usage":true}}', '{}', '-stream_options'],
  ['gpt-4o', 'chat', '{"stream":false,"stream_options":{}}', '{"stream":false}', '-stream_options'],
  [
    'gpt-4o',
    'chat',
    '{"stream":true,"stream_options":{}}',
    '{"stream":true,"stream_options":{}}',
    undefined,
  ],
  [
    'gpt-image-2',
    'images',
    '{"prompt":"p","response_format":"b64_json"}',
    '{"prompt":"p"}',
    '-response_format',
  ],
  ['dall-e-3', 'images', '{"response_format":"url"}', '{"response_format":"url"}', undefined],
  [
    'text-embedding-3-small',
    'embeddings',
    '{"stream_options":1}',
    '{"stream_options":1}',
    undefined,
  ],
])('%s at %s: %s becomes %s', (model, capability, text, expected, header) => {
  expect(adapted(model, capability, text)).toEqual({ text: expected, header });
});

test('about an undeclared model nothing is assumed', () => {
  const object = read('{"max_tokens":5,"temperature":0}');
  expect(adaptParameters('chat', traitsOf(''), object).size).toBe(0);
});

test.each<[string, readonly Capability[] | undefined]>([
  ['gpt-5.4-mini', ['chat', 'responses']],
  ['gpt-5.3-codex', ['responses']],
  ['o3-pro', ['responses']],
  ['text-embedding-3-large', ['embeddings']],
  ['gpt-image-2', ['images']],
  ['gpt-4o-mini-transcribe', ['transcription']],
  ['whisper', ['transcription', 'translation']],
  ['gpt-4o-mini-tts', ['speech']],
  ['tts-hd', ['speech']],
  ['gpt-realtime-1.5', ['realtime']],
  ['gpt-35-turbo-instruct', ['completions']],
  ['model-router', ['chat', 'responses']],
  ['Mistral-large', undefined],
])('knows what %s can do', (model, capabilities) => {
  expect(traitsOf(model).capabilities).toEqual(capabilities);
});
