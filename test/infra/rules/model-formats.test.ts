// The format of a model, and its parameters: what is refused, what is warned about, and what becomes of
// it at Azure.
import { describe, expect, test } from 'vitest';
import { AzureOpenAI } from '../../../infra/azure/azure-openai.ts';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { exampleRequest } from '../../../infra/outputs/example-request.ts';
import { explain, message } from '../fault-message.ts';
import { foundFaults } from '../found-faults.ts';
import { register } from '../mocks.ts';
import { rawConfig } from '../raw-config.ts';

const model = { name: 'phi', version: '1' };

function warningsOf(more: object, regions?: readonly object[]): readonly string[] {
  const values = { models: [{ ...model, ...more }], ...(regions && { regions }) };
  const parsed = parseSettings(rawConfig(values, { secretKeys: new Set(['regions']) }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.warnings;
}

const KEYS = 'azure-native:cognitiveservices:listAccountKeys';

test.each([
  [undefined, 'OpenAI'],
  ['Black Forest Labs', 'Black Forest Labs'],
])('the format %s goes to the deployment', async (format, expected) => {
  const deployments = [{ name: 'FLUX.2-pro', version: '1', format }];
  const { resources } = await register(
    () => new AzureOpenAI('openai', { location: 'swedencentral', deployments }),
    { [KEYS]: { key1: 'a', key2: 'b' } },
  );
  const deployment = resources.find(({ name }) => name === 'openai-FLUX.2-pro');
  expect(deployment?.inputs).toMatchObject({
    properties: { model: { format: expected, name: 'FLUX.2-pro', version: '1' } },
  });
});

describe('a format', () => {
  test.each(['DeepSeek', 'xAI', 'Mistral AI', 'OpenAI'])('%s is known', (format) => {
    expect(warningsOf({ format })).toEqual([]);
  });

  test.each([
    ['deepseek', 'did you mean "DeepSeek"?'],
    ['mistral', 'did you mean "Mistral AI"?'],
    ['Nobody Yet', 'check its spelling'],
  ])('%s brings a warning', (format, hint) => {
    expect(warningsOf({ format })).toEqual([
      `phi in swedencentral: its format "${format}" is not a known one, and Azure distinguishes capitals; ${hint}`,
    ]);
  });

  test('that was forgotten brings a warning, unless the account exists and has a key', () => {
    const flux = { name: 'flux', model: 'FLUX.2-pro' };
    expect(warningsOf(flux)).toEqual([
      "flux in swedencentral: FLUX.2-pro is not a model of OpenAI's; set `format: Black Forest Labs`",
    ]);
    expect(warningsOf(flux, [{ account: 'acc', key: '0123456789abcdef' }])).toEqual([]);
  });

  test.each(['', ' x', 'x\n', 'a'.repeat(65), 7])('of %j is refused', (format) => {
    expect(foundFaults({ models: [{ ...model, format }] })).toEqual([
      expect.stringMatching(/^models\[0\]\.format: /),
    ]);
  });
});

describe('parameters', () => {
  test('that a request cannot do without are refused, with a list of them', () => {
    expect(explain({ models: [{ ...model, parameters: { drop: ['model'] } }] })).toBe(
      message(
        'models[0].parameters.drop[0]: "model"; expected the name of a parameter such as "prompt_cache_key": up to 64 letters, digits, "_", "." and "-", perhaps with "[]" at the end, and none of model, messages, input, prompt, stream, session, file, image, previous_response_id, conversation, which define the request',
      ),
    );
  });

  test.each<[object, readonly string[]]>([
    [{ drop: ['a', 'timestamp_granularities[]'], rename: { b: 'c' }, keep: ['d'] }, []],
    [{ drop: ['input[]'] }, ['drop[0]: invalid']],
    [{ drop: ['Messages'] }, ['drop[0]: invalid']],
    [{ keep: ['stream'] }, ['keep[0]: invalid']],
    [{ drop: 'stop' }, ['drop: invalid']],
    [{ drop: ['a b'] }, ['drop[0]: invalid']],
    [{ rename: { input: 'x' } }, ['rename.input: invalid']],
    [{ rename: { x: 'input' } }, ['rename.x: invalid']],
    [{ rename: { x: 'x' } }, ['rename.x: conflict']],
    [{ rename: { a: 'x', b: 'x' } }, ['rename: invalid']],
    [{ rename: { x: 'y' }, drop: ['y'] }, ['rename.x: conflict']],
    [{ rename: { x: 'y', y: 'z' } }, ['rename.x: conflict']],
    [{ rename: { x: 'y' }, keep: ['x'] }, ['rename.x: conflict']],
    [{ drop: ['a'], keep: ['a'] }, ['keep[0]: duplicate']],
    [{ drop: ['a', 'a'] }, ['drop[1]: duplicate']],
    [{ drop: Array.from({ length: 51 }, (_, index) => `p${index}`) }, ['drop: invalid']],
    [{ dropped: [] }, ['dropped: unknown-key (did you mean drop?)']],
  ])('%j', (parameters, faults) => {
    expect(foundFaults({ models: [{ ...model, parameters }] })).toEqual(
      faults.map((fault) => `models[0].parameters.${fault}`),
    );
  });
});

test('the example of a stack is for a model of OpenAI, if it has one', () => {
  const flux = { name: 'FLUX.2-pro', format: 'Black Forest Labs' };
  const embedder = { name: 'text-embedding-3-small', format: 'OpenAI' };
  expect(exampleRequest([flux, embedder])?.path).toBe('embeddings');
  expect(exampleRequest([flux])?.path).toBe('chat/completions');
});
