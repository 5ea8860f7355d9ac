// Whatever a client sends as JSON or as a form, the server answers it and says what it is.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { send } from '../client.ts';
import { formOf, sendForm, startMedia } from './media-client.ts';

const value = fc.constantFrom<unknown>(
  ...[null, true, 0, 1, 2, 1.5, -1, '', '#', 'auto', 'png', 'wav', 'sse', '1024x1024', '0x0'],
  ...['2048x1152', '99999x99999', [], ['a'], {}, { image_url: 'data:,x' }, [{ file_id: 'file-x' }]],
);

function fields(names: string): fc.Arbitrary<object> {
  const entries = names.split(' ').map((name) => [name, value] as const);
  return fc.record(Object.fromEntries(entries), { requiredKeys: [] });
}

test.each([
  [
    'images/generations',
    'image',
    'prompt n size quality output_format background stream partial_images',
  ],
  ['images/generations', 'dalle', 'prompt n size quality style response_format'],
  ['images/edits', 'image', 'prompt images mask n size stream'],
  ['audio/speech', 'speech', 'input voice speed response_format stream_format instructions'],
  ['batches', '', 'input_file_id endpoint completion_window output_expires_after'],
  ['uploads', '', 'filename bytes purpose mime_type expires_after'],
  ['vector_stores', '', 'name file_ids metadata expires_after chunking_strategy'],
  [
    'fine_tuning/jobs',
    '',
    'model training_file validation_file suffix seed hyperparameters method',
  ],
])('%s of "%s" answers any body with 200, 400 or 404', async (operation, model, names) => {
  const { standIn } = await startMedia();
  const property = fc.asyncProperty(fields(names), async (body) => {
    const sent = { path: `/openai/v1/${operation}`, body: { ...body, ...(model && { model }) } };
    const got = await send(standIn, sent);
    expect([200, 400, 404]).toContain(got.status);
    expect(got.text).not.toBe('');
  });
  await fc.assert(property, { numRuns: 60 });
});

const name = fc.constantFrom(
  ...['file', 'image', 'image[]', 'mask', 'prompt', 'purpose', 'size', 'n', 'stream', 'language'],
  ...[
    'response_format',
    'timestamp_granularities[]',
    'expires_after[seconds]',
    '[]',
    '[a]',
    'a[b][c]',
  ],
  ...['__proto__', '__proto__[x]', 'constructor', 'temperature'],
);
const part = fc.oneof(
  fc.tuple(name, fc.constantFrom('', 'batch', 'verbose_json', '1', 'true', 'ü', 'de')),
  fc.tuple(
    name,
    fc
      .constantFrom('a.wav', 'b.png', '')
      .map((file) => new File(['x'], file, { type: 'image/png' })),
  ),
);

test.each([
  '/openai/deployments/image/images/edits?api-version=2025-04-01-preview',
  '/openai/deployments/whisper/audio/transcriptions?api-version=2025-04-01-preview',
  '/openai/deployments/transcribe/audio/transcriptions?api-version=2025-04-01-preview',
  '/openai/v1/files',
])('%s answers any form with 200 or 400', async (path) => {
  const { standIn } = await startMedia();
  const property = fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
    const [status, text] = await sendForm(standIn, path, formOf(...parts));
    expect([200, 400]).toContain(status);
    expect(text).not.toBe('');
  });
  await fc.assert(property, { numRuns: 80 });
});
