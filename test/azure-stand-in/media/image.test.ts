// images/generations: the images, and the answers that carry them.
import type { ImagesResponse } from 'openai/resources/images';
import { expect, test } from 'vitest';
import { ask, NOW_MS, parseEvents, send } from '../client.ts';
import { MEDIA_ACCOUNT, startMedia } from './media-client.ts';
import { readPng } from './png-reader.ts';

const V1 = '/openai/v1/images/generations';
const OTTER = { model: 'image', prompt: 'a sea otter' };

/** The bytes of every image. */
function imagesOf(response: ImagesResponse): readonly Buffer[] {
  return (response.data ?? []).map(({ b64_json = '' }) => Buffer.from(b64_json, 'base64'));
}

test('both clients get a PNG of the requested size, with their words in it', async () => {
  const { v1, dated } = await startMedia();
  for (const client of [v1, dated]) {
    const response = await client.images.generate({ ...OTTER, size: '1024x1536', quality: 'low' });
    const [image, ...others] = imagesOf(response);
    expect({ ...response, data: response.data?.map((item) => Object.keys(item)) }).toEqual({
      created: NOW_MS / 1000,
      background: 'opaque',
      output_format: 'png',
      quality: 'low',
      size: '1024x1536',
      data: [['b64_json']],
      usage: {
        input_tokens: 3,
        input_tokens_details: { image_tokens: 0, text_tokens: 3 },
        output_tokens: 408,
        total_tokens: 411,
      },
    });
    expect(others).toEqual([]);
    expect(readPng(image ?? Buffer.alloc(0))).toMatchObject({
      width: 1024,
      height: 1536,
      isTransparent: false,
      caption: 'You asked for: a sea otter',
    });
  }
});

test('the same request gives the same image, other words another colour', async () => {
  const { v1 } = await startMedia();
  const colour = async (prompt: string) =>
    imagesOf(await v1.images.generate({ ...OTTER, prompt })).map((image) => readPng(image).colour);
  expect(await colour('one')).toEqual(await colour('one'));
  expect(await colour('one')).not.toEqual(await colour('two'));
});

test('n images differ, and are counted', async () => {
  const { v1 } = await startMedia();
  const response = await v1.images.generate({ ...OTTER, n: 3 });
  expect(imagesOf(response).map((image) => readPng(image).caption)).toEqual([
    'You asked for: a sea otter',
    'You asked for: a sea otter\nNumber: 2',
    'You asked for: a sea otter\nNumber: 3',
  ]);
  expect(response.usage?.output_tokens).toBe(3 * 4160);
});

test('a transparent background is one', async () => {
  const { v1 } = await startMedia();
  const response = await v1.images.generate({ ...OTTER, background: 'transparent' });
  expect(response.background).toBe('transparent');
  expect(imagesOf(response).map((image) => readPng(image).isTransparent)).toEqual([true]);
});

test('a stream carries previews, then the image with its usage, as named events without [DONE]', async () => {
  const { standIn, v1 } = await startMedia();
  const body = { ...OTTER, stream: true, partial_images: 2 } as const;
  const captions: string[] = [];
  const types: string[] = [];
  for await (const event of await v1.images.generate(body)) {
    types.push(event.type);
    captions.push(readPng(Buffer.from(event.b64_json, 'base64')).caption);
    if (event.type === 'image_generation.partial_image') {
      expect(event.partial_image_index).toBe(types.length - 1);
    } else {
      expect(event.usage.output_tokens).toBe(4160 + 200);
    }
  }
  expect(types).toEqual([
    'image_generation.partial_image',
    'image_generation.partial_image',
    'image_generation.completed',
  ]);
  expect(captions).toEqual([
    'You asked for: a sea otter\nPreview: 1',
    'You asked for: a sea otter\nPreview: 2',
    'You asked for: a sea otter',
  ]);
  const { text, headers } = await send(standIn, { path: V1, body });
  expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
  expect(text.match(/^event: .*$/gm)).toEqual(types.map((type) => `event: ${type}`));
  expect(parseEvents(text.replaceAll(/^event: .*\n/gm, ''))).toHaveLength(3);
  expect(text).not.toContain('[DONE]');
});

test.each([
  ['image', '2048x1152'],
  ['image', '3840x2160'],
  ['image-one', '1536x1024'],
  ['image-mini', 'auto'],
])('%s draws %s', async (model, size) => {
  const { standIn } = await startMedia();
  const [status, body] = await ask(standIn, { path: V1, body: { ...OTTER, model, size } });
  expect([status, body]).toMatchObject([200, { size: size === 'auto' ? '1024x1024' : size }]);
});

test('dall-e-3 gives a URL, or base64 on request, and the revised prompt', async () => {
  const { standIn } = await startMedia();
  const body = { model: 'dalle', prompt: 'a hat' };
  const get = async (extra: object): Promise<ImagesResponse> => {
    const got = await send(standIn, { path: V1, body: { ...body, ...extra } });
    return JSON.parse(got.text) as ImagesResponse;
  };
  const { data: [linked] = [] } = await get({});
  const plain = await get({ response_format: 'b64_json' });
  const { data: [image] = [] } = plain;
  expect(linked?.url).toBe(`data:image/png;base64,${image?.b64_json ?? ''}`);
  expect(Object.keys(image ?? {}).sort()).toEqual([
    'b64_json',
    'content_filter_results',
    'prompt_filter_results',
    'revised_prompt',
  ]);
  expect(Object.keys(plain)).toEqual(['created', 'data']);
});

test('every image model of the account draws on both surfaces', async () => {
  const { v1, dated } = await startMedia();
  const names = MEDIA_ACCOUNT.deployments
    .filter(({ model }) => /image|dall-e/.test(model))
    .map(({ name }) => name);
  for (const model of names) {
    for (const client of [v1, dated]) {
      const { data } = await client.images.generate({ model, prompt: 'a hat' });
      expect(data).toHaveLength(1);
    }
  }
  expect(names).toEqual(['image', 'image-one', 'image-mini', 'dalle']);
});
