// images/generations: what each model refuses, and in which words.
import { expect, test } from 'vitest';
import { FILTER_ANSWER, FILTER_PROMPT } from '../../../azure-stand-in/text/content-filter.ts';
import { ask, classic, NOW_MS } from '../client.ts';
import { badRequest, startMedia } from './media-client.ts';

const V1 = '/openai/v1/images/generations';
const OTTER = { model: 'image', prompt: 'a sea otter' };
const GPT_IMAGE_2_SIZE =
  'Both edges must be a multiple of 16 pixels and at most 3840, their ratio at most 3:1, and the ' +
  'image from 655,360 to 8,294,400 pixels.';

test.each([
  [{ prompt: '' }, "Missing required parameter: 'prompt'.", 'prompt', 'missing_required_parameter'],
  [
    { response_format: 'b64_json' },
    "Unknown parameter: 'response_format'.",
    'response_format',
    'unknown_parameter',
  ],
  [
    { output_format: 'webp' },
    "Invalid value: 'webp'. Supported values are: 'png'.",
    'output_format',
    'invalid_value',
  ],
  [{ n: 11 }, "Invalid 'n': expected an integer from 1 to 10.", 'n', 'invalid_value'],
  [
    { partial_images: 4 },
    "Invalid 'partial_images': expected an integer from 0 to 3.",
    'partial_images',
    'invalid_value',
  ],
  [{ size: '100x100' }, `Invalid size '100x100'. ${GPT_IMAGE_2_SIZE}`, 'size', 'invalid_value'],
  [
    { model: 'image-one', size: '512x512' },
    "Invalid value: '512x512'. Supported values are: '1024x1024', '1024x1536', '1536x1024', and 'auto'.",
    'size',
    'invalid_value',
  ],
  [
    { model: 'image-mini', input_fidelity: 'high' },
    "Unknown parameter: 'input_fidelity'.",
    'input_fidelity',
    'unknown_parameter',
  ],
])('%j is refused', async (extra, message, param, code) => {
  const { standIn } = await startMedia();
  expect(await ask(standIn, { path: V1, body: { ...OTTER, ...extra } })).toEqual([
    400,
    badRequest(message, param, code),
  ]);
});

test.each([
  [FILTER_PROMPT, 'Your task failed as a result of our safety system.'],
  [FILTER_ANSWER, 'Generated image was filtered as a result of our safety system.'],
])('the filter refuses %s with the code contentFilter', async (prompt, message) => {
  const { standIn } = await startMedia();
  expect(await ask(standIn, { path: V1, body: { ...OTTER, prompt } })).toEqual([
    400,
    { created: NOW_MS / 1000, error: { code: 'contentFilter', message } },
  ]);
});

test('dall-e-3 calls a filtered prompt a content_policy_violation', async () => {
  const { standIn } = await startMedia();
  const sent = { path: V1, body: { model: 'dalle', prompt: FILTER_PROMPT } };
  expect(await ask(standIn, sent)).toMatchObject([
    400,
    {
      error: {
        code: 'content_policy_violation',
        inner_error: { code: 'ResponsibleAIPolicyViolation', revised_prompt: FILTER_PROMPT },
      },
    },
  ]);
});

test('dall-e-3 draws one image, and streams none', async () => {
  const { standIn } = await startMedia();
  const body = { model: 'dalle', prompt: 'a hat' };
  const sent = (extra: object) => ({ path: V1, body: { ...body, ...extra } });
  expect(await ask(standIn, sent({ n: 2 }))).toEqual([
    400,
    badRequest("Invalid 'n': expected an integer from 1 to 1.", 'n', 'invalid_value'),
  ]);
  expect(await ask(standIn, sent({ stream: true }))).toEqual([
    400,
    badRequest("Unknown parameter: 'stream'.", 'stream', 'unknown_parameter'),
  ]);
});

test.each([
  ['mini', 'images/generations', 'imageGenerations', 'gpt-5.4-mini'],
  ['whisper', 'images/generations', 'imageGenerations', 'whisper'],
  ['image', 'chat/completions', 'chatCompletion', 'gpt-image-2'],
])('the deployment %s does not serve %s', async (deployment, operation, name, model) => {
  const { standIn } = await startMedia();
  const sent = { path: classic(deployment, operation), body: { prompt: 'a hat' } };
  expect(await ask(standIn, sent)).toMatchObject([
    400,
    {
      error: {
        code: 'OperationNotSupported',
        message: expect.stringContaining(
          `The ${name} operation does not work with the specified model, ${model}.`,
        ) as string,
      },
    },
  ]);
});
