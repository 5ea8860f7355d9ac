// Each rule about parameters: what is done, where, and where it is not.
import { describe, expect, test } from 'vitest';
import { concat, decode, encode } from '../../../worker/formats/bytes.ts';
import { editMembers } from '../../../worker/formats/json-edit.ts';
import { readObject, type JsonText } from '../../../worker/formats/json-object.ts';
import type { Capability } from '../../../worker/traits/known-models.ts';
import { traitsOf } from '../../../worker/traits/traits.ts';
import {
  adaptParameters,
  describeChanges,
  type Adapted,
} from '../../../worker/request/adapt-parameters.ts';

function read(text: string): JsonText {
  const object = readObject(encode(text));
  if (!object) throw new Error(`no object: ${text}`);
  return object;
}

function modelOf(azureName: string, more: Partial<Adapted> = {}): Adapted {
  return { adapt: true, traits: traitsOf(azureName), overrides: undefined, ...more };
}

function adapted(model: Adapted, capability: Capability, text: string) {
  const object = read(text);
  const members = adaptParameters(capability, model, object);
  const header = describeChanges({ members, removedFields: [] });
  return { text: decode(concat(editMembers(object, members))), header };
}

/** Model, API, request, request at Azure, header. */
type Row = readonly [string, Capability, string, string, string | undefined];

/** A request that goes up as it came. */
function kept(model: string, capability: Capability, text: string): Row {
  return [model, capability, text, text, undefined];
}

const TITLE = '%s at %s: %s becomes %s';

function check(
  model: string,
  capability: Capability,
  text: string,
  result: string,
  header?: string,
) {
  expect(adapted(modelOf(model), capability, text)).toEqual({ text: result, header });
}

describe('the limit of tokens', () => {
  const both = '{"max_tokens":1,"max_completion_tokens":2}';
  const renamed = 'max_tokens=max_completion_tokens';
  test.each<Row>([
    [
      'gpt-5.4-mini',
      'chat',
      '{"max_tokens": 5,"n":1}',
      '{"max_completion_tokens": 5,"n":1}',
      renamed,
    ],
    ['gpt-5.2-chat', 'chat', '{"max_tokens":5}', '{"max_completion_tokens":5}', renamed],
    ['gpt-5.4-mini', 'chat', both, '{"max_completion_tokens":2}', '-max_tokens'],
    kept('gpt-5-chat', 'chat', '{"max_tokens":5}'),
    kept('gpt-4o', 'chat', '{"max_tokens":5,"temperature":0.2}'),
    kept('gpt-5.4-mini', 'responses', '{"max_output_tokens":5}'),
  ])(TITLE, check);
});

describe('sampling parameters of models that always reason', () => {
  const all =
    '{"temperature":0,"top_p":0.5,"presence_penalty":1,"frequency_penalty":1,"logprobs":true,"top_logprobs":2,"logit_bias":{},"x":1}';
  const header =
    '-temperature, -top_p, -logprobs, -top_logprobs, -presence_penalty, -frequency_penalty, -logit_bias';
  const chat = '{"top_p":1,"presence_penalty":0,"frequency_penalty":0,"temperature":1}';
  const defaults = '-temperature, -top_p, -presence_penalty, -frequency_penalty';
  const names = ['o4-mini', 'gpt-5', 'gpt-5-mini', 'gpt-5.2-chat', 'gpt-6-chat'];
  test.each<Row>([
    ...names.map((name): Row => [name, 'chat', all, '{"x":1}', header]),
    ...names.map((name): Row => [name, 'chat', chat, '{}', defaults]),
    ['gpt-5', 'responses', '{"temperature":1}', '{}', '-temperature'],
    ['o3-pro', 'responses', '{"top_p":1}', '{}', '-top_p'],
    [
      'o3',
      'chat',
      '{"reasoning_effort":"none","top_p":1}',
      '{"reasoning_effort":"none"}',
      '-top_p',
    ],
    kept('gpt-5-chat', 'chat', all),
    kept('gpt-4.1', 'chat', all),
    kept('model-router', 'chat', all),
  ])(TITLE, check);
});

describe('sampling parameters by the effort of the request', () => {
  const sampling = '"temperature":0.2,"top_p":0.9,"logprobs":true,"top_logprobs":3';
  const header = '-temperature, -top_p, -logprobs, -top_logprobs';
  const withEffort = (effort: string): Row => {
    const rest = `"reasoning_effort":${effort}`;
    return ['gpt-5.4', 'chat', `{${rest},${sampling}}`, `{${rest}}`, header];
  };
  const off = ['gpt-5.1', 'gpt-5.2', 'gpt-5.4', 'gpt-5.4-mini', 'gpt-5.4-nano'];
  const on = ['gpt-5.5', 'gpt-5.6-sol', 'gpt-6-astra', 'gpt-6-luna', 'gpt-6.1-sol'];
  test.each<Row>([
    ...off.map((name) => kept(name, 'chat', `{${sampling}}`)),
    ...on.map((name): Row => [name, 'chat', `{${sampling},"x":1}`, '{"x":1}', header]),
    ...[...off, ...on].flatMap((name) => [
      kept(name, 'chat', `{"reasoning_effort":"none",${sampling}}`),
      kept(name, 'responses', `{"reasoning":{"effort":"none"},${sampling}}`),
    ]),
    ...['"low"', '"minimal"', '"xhigh"', '1', '{"effort":"none"}'].map(withEffort),
    kept('gpt-5.4', 'chat', `{"reasoning_effort":null,${sampling}}`),
    kept('gpt-5.4', 'responses', `{"reasoning":{"summary":"auto"},${sampling}}`),
    [
      'gpt-5.4',
      'responses',
      `{"reasoning":{"effort":"high"},${sampling}}`,
      '{"reasoning":{"effort":"high"}}',
      header,
    ],
    [
      'gpt-5.4',
      'chat',
      '{"reasoning_effort":"none","presence_penalty":0,"logit_bias":{}}',
      '{"reasoning_effort":"none"}',
      '-presence_penalty, -logit_bias',
    ],
    [
      'gpt-5.5',
      'chat',
      '{"reasoning_effort":null,"temperature":0.2}',
      '{"reasoning_effort":null}',
      '-temperature',
    ],
    ['gpt-5.3-codex', 'responses', '{"temperature":0.5}', '{}', '-temperature'],
  ])(TITLE, check);

  test('an effort that is too long to be read counts as one that was set', () => {
    const parameters = {
      has: (name: string) => name === 'reasoning_effort' || name === 'temperature',
      get: () => undefined,
    };
    const edits = adaptParameters('chat', modelOf('gpt-5.4'), parameters);
    expect([...edits.keys()]).toEqual(['temperature']);
  });
});

describe('stop', () => {
  const dropped = [
    'o1',
    'o4-mini',
    'gpt-5',
    'gpt-5-nano',
    'gpt-5.1',
    'gpt-5.2-chat',
    'gpt-5.4-mini',
  ];
  const taken = ['gpt-5.5', 'gpt-5.6-luna', 'gpt-6-astra', 'gpt-5-chat', 'gpt-4o', 'gpt-4.1'];
  test.each<Row>([
    ...dropped.map((name): Row => [name, 'chat', '{"stop":["\\n"]}', '{}', '-stop']),
    ...taken.map((name) => kept(name, 'chat', '{"stop":["\\n"]}')),
  ])(TITLE, check);
});

describe('the effort of a model that does not reason', () => {
  const plain = ['gpt-5-chat', 'gpt-4.1', 'gpt-4.1-nano', 'gpt-4o', 'gpt-4o-mini', 'gpt-35-turbo'];
  const both = ['gpt-5.2-chat', 'gpt-5.4-mini', 'o3', 'model-router'];
  test.each<Row>([
    ...plain.flatMap((name): Row[] => [
      [name, 'chat', '{"reasoning_effort":"low"}', '{}', '-reasoning_effort'],
      [name, 'responses', '{"reasoning":{"effort":"low"}}', '{}', '-reasoning'],
    ]),
    ...both.map((name) => kept(name, 'chat', '{"reasoning_effort":"low"}')),
  ])(TITLE, check);
});

describe('what single models refuse', () => {
  test.each<Row>([
    ['gpt-4.1', 'chat', '{"prompt_cache_retention":"24h"}', '{}', '-prompt_cache_retention'],
    [
      'gpt-4.1-mini',
      'responses',
      '{"prompt_cache_retention":"24h"}',
      '{}',
      '-prompt_cache_retention',
    ],
    kept('gpt-5.4', 'responses', '{"prompt_cache_retention":"24h","prompt_cache_key":"k"}'),
    ['gpt-4o', 'chat', '{"stream_options":{"include_usage":true}}', '{}', '-stream_options'],
    [
      'gpt-4o',
      'chat',
      '{"stream":false,"stream_options":{}}',
      '{"stream":false}',
      '-stream_options',
    ],
    ['Mistral-large', 'completions', '{"stream_options":{}}', '{}', '-stream_options'],
    kept('gpt-4o', 'chat', '{"stream":true,"stream_options":{}}'),
    kept('text-embedding-3-small', 'embeddings', '{"stream_options":1}'),
  ])(TITLE, check);
});

describe('what clients of dall-e send to a gpt-image model', () => {
  test.each<Row>([
    [
      'gpt-image-2',
      'images',
      '{"prompt":"p","response_format":"b64_json","style":"vivid","quality":"standard"}',
      '{"prompt":"p"}',
      '-response_format, -style, -quality',
    ],
    ['gpt-image-1-mini', 'images', '{"quality":"hd"}', '{}', '-quality'],
    kept('gpt-image-2', 'images', '{"quality":"high","size":"1024x1024"}'),
    kept('dall-e-3', 'images', '{"response_format":"url","style":"vivid","quality":"hd"}'),
    kept('FLUX.2-pro', 'images', '{"response_format":"b64_json","style":"x"}'),
  ])(TITLE, check);
});

test('about an undeclared model nothing is assumed', () => {
  const object = read('{"max_tokens":5,"temperature":0,"stop":1,"reasoning_effort":"low"}');
  expect(adaptParameters('chat', modelOf(''), object).size).toBe(0);
});
