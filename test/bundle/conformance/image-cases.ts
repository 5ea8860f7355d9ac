// Conformance cases of images.
import { toFile } from 'openai';
import { expect } from 'vitest';
import { collect, renamedField, renamedMember, type Cases } from './case.ts';

const model = 'gpt-image-2';
const GENERATE = 'POST /openai/v1/images/generations?api-version=preview';
const EDIT = `POST /openai/deployments/${model}/images/edits?api-version=2025-04-01-preview`;
const anyText: unknown = expect.any(String);
const SIZE = '1024x1024';

/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
function picture() {
  return toFile(PNG, 'cat.png', { type: 'image/png' });
}

export const IMAGE_CASES: Cases = {
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
};
