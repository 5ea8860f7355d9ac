// images/edits: forms with one image or many, masks, JSON on v1, and the versions that know it.
import { toFile } from 'openai';
import { expect, test } from 'vitest';
import { ask, classic } from '../client.ts';
import { badRequest, datedClient, formOf, sendForm, startMedia } from './media-client.ts';
import { readPng } from './png-reader.ts';

const V1 = '/openai/v1/images/edits';
const DATED = '/openai/deployments/image/images/edits?api-version=2025-04-01-preview';
const NOT_FOUND = { error: { code: '404', message: 'Resource not found' } };
const BEACH = 'Image: beach.png, image/png, 5 bytes, sha256 ab36e8434472';

function png(name: string, content: string, type = 'image/png'): File {
  return new File([content], name, { type });
}

function captionOf(image: string | undefined): string {
  return readPng(Buffer.from(image ?? '', 'base64')).caption;
}

test('both clients send an image and a mask, and see both in the answer', async () => {
  const { v1, dated } = await startMedia();
  for (const client of [v1, dated]) {
    const { data, usage } = await client.images.edit({
      model: 'image',
      prompt: 'a ball',
      image: await toFile(Buffer.from('beach'), 'beach.png', { type: 'image/png' }),
      mask: await toFile(Buffer.from('mask'), 'mask.png', { type: 'image/png' }),
      n: 2,
      size: '1536x1024',
    });
    expect(data?.map(({ b64_json }) => captionOf(b64_json))).toEqual([
      `You asked for: a ball\n${BEACH}\nMask: mask.png, image/png, 4 bytes, sha256 48bf9b4f142a`,
      `You asked for: a ball\n${BEACH}\nMask: mask.png, image/png, 4 bytes, sha256 48bf9b4f142a\nNumber: 2`,
    ]);
    expect(usage?.input_tokens_details).toEqual({ image_tokens: 170, text_tokens: 2 });
  }
});

test.each(['image', 'image[]'])('several images arrive as %s, in their order', async (field) => {
  const { standIn } = await startMedia();
  const images = Array.from({ length: 16 }, (_, index) => png(`${index}.jpg`, 'x', 'image/jpeg'));
  const form = formOf(['prompt', 'a ball'], ...images.map((image) => [field, image] as const));
  const [status, text] = await sendForm(standIn, DATED, form);
  const { data } = JSON.parse(text) as { data: { b64_json: string }[] };
  const names = captionOf(data[0]?.b64_json).match(/\d+\.jpg/g);
  expect([status, names]).toEqual([200, images.map(({ name }) => name)]);
});

test('seventeen images are too many', async () => {
  const { standIn } = await startMedia();
  const images = Array.from({ length: 17 }, () => ['image[]', png('a.png', 'x')] as const);
  const [status, text] = await sendForm(standIn, DATED, formOf(['prompt', 'a ball'], ...images));
  const message =
    "Invalid 'image': array too long. Expected an array with maximum length 16, but got an array " +
    'with length 17 instead.';
  expect([status, JSON.parse(text)]).toEqual([
    400,
    badRequest(message, 'image', 'array_above_max_length'),
  ]);
});

test('an edit can be streamed, with events of its own', async () => {
  const { dated } = await startMedia();
  const stream = await dated.images.edit({
    model: 'image',
    prompt: 'a ball',
    image: png('beach.png', 'beach'),
    stream: true,
    partial_images: 1,
  });
  const types: string[] = [];
  for await (const event of stream) types.push(event.type);
  expect(types).toEqual(['image_edit.partial_image', 'image_edit.completed']);
});

test.each(['2024-02-01', '2024-10-21', '2025-03-01-preview'])(
  'the version %s knows no edits',
  async (version) => {
    const { standIn } = await startMedia();
    const client = datedClient(standIn, version);
    const body = { model: 'image', prompt: 'a ball', image: png('beach.png', 'beach') };
    await expect(client.images.edit(body)).rejects.toMatchObject({
      status: 404,
      error: NOT_FOUND.error,
    });
  },
);

test('v1 takes JSON with data URLs, the classic surface does not', async () => {
  const { standIn } = await startMedia();
  const image = { image_url: 'data:image/png;base64,YmVhY2g=' };
  const body = { model: 'image', prompt: 'a ball', images: [image], mask: image };
  const [status, answer] = await ask(standIn, { path: V1, body });
  const { data } = answer as { data: { b64_json: string }[] };
  expect([status, captionOf(data[0]?.b64_json)]).toEqual([
    200,
    'You asked for: a ball\nImage: data URL, image/png, 5 bytes, sha256 ab36e8434472\n' +
      'Mask: data URL, image/png, 5 bytes, sha256 ab36e8434472',
  ]);
  const path = DATED;
  expect(await ask(standIn, { path, body })).toEqual([
    415,
    {
      error: {
        code: 'UnsupportedMediaType',
        message:
          "Unsupported media type: content-type 'application/json', use 'multipart/form-data'.",
      },
    },
  ]);
});

test.each([
  [
    'a part that says nothing of its type',
    png('beach.png', 'beach', ''),
    "Invalid file 'image': unsupported mimetype ('application/octet-stream'). Supported file formats " +
      "are 'image/jpeg' and 'image/png'.",
    'unsupported_file_mimetype',
  ],
  [
    'a WEBP',
    png('beach.webp', 'beach', 'image/webp'),
    "Invalid file 'image': unsupported mimetype ('image/webp'). Supported file formats are " +
      "'image/jpeg' and 'image/png'.",
    'unsupported_file_mimetype',
  ],
  [
    'text where the file should be',
    'beach.png',
    "Missing required parameter: 'image'.",
    'missing_required_parameter',
  ],
])('%s is refused', async (_, image, message, code) => {
  const { standIn } = await startMedia();
  const form = formOf(['prompt', 'a ball'], ['image', image]);
  const [status, text] = await sendForm(standIn, DATED, form);
  expect([status, JSON.parse(text)]).toEqual([400, badRequest(message, 'image', code)]);
});

test('v1 needs the model in the form, at any position', async () => {
  const { standIn } = await startMedia();
  const image = ['image', png('beach.png', 'beach')] as const;
  const without = formOf(image, ['prompt', 'a ball']);
  const [status, text] = await sendForm(standIn, V1, without);
  expect([status, JSON.parse(text)]).toEqual([
    400,
    badRequest('you must provide a model parameter', 'model', null),
  ]);
  const last = formOf(image, ['prompt', 'a ball'], ['model', 'image']);
  expect((await sendForm(standIn, V1, last))[0]).toBe(200);
});

test('dall-e-3 edits nothing', async () => {
  const { standIn } = await startMedia();
  const path = classic('dalle', 'images/edits').replace('2024-10-21', '2025-04-01-preview');
  const form = formOf(['prompt', 'a ball'], ['image', png('beach.png', 'beach')]);
  const [status, text] = await sendForm(standIn, path, form);
  expect([status, text]).toEqual([400, expect.stringContaining('The imageEdits operation')]);
});
