// batches: what is wrong with their files.
import { expect, test } from 'vitest';
import { createBatch, line, toFile } from './batch-file.ts';
import { ask } from './client.ts';
import { startMedia } from './media-client.ts';

const ISO = '2026-11-22T00:00:00.0000000+00:00';
const HELLO = line('a', 'Hello');

test.each([
  ['no line', [''], 'empty_file', undefined],
  ['a line that is no JSON', [HELLO, '{"custom_id":'], 'invalid_json_line', 2],
  ['a line without a custom_id', [HELLO, { ...HELLO, custom_id: undefined }], 'invalid_request', 2],
  ['a custom_id twice', [HELLO, HELLO], 'duplicate_custom_id', 2],
  ['another URL', [HELLO, { ...line('b', 'x'), url: '/v1/responses' }], 'url_mismatch', 2],
  ['embeddings', [line('a', 'x', { url: '/v1/embeddings' })], 'url_mismatch', 1],
  ['an unknown deployment', [line('a', 'x', {}, { model: 'nobody' })], 'model_not_found', 1],
  ['a base model', [line('a', 'x', {}, { model: 'gpt-5.4-mini' })], 'model_not_found', 1],
  [
    'a deployment that is none for batches',
    [line('a', 'x', {}, { model: 'mini' })],
    'invalid_request',
    1,
  ],
  ['two deployments', [HELLO, line('b', 'x', {}, { model: 'batch-zone' })], 'model_mismatch', 2],
] as const)('%s fails the batch', async (_, lines, code, at) => {
  const { v1 } = await startMedia();
  const batch = await createBatch(v1, lines);
  expect([batch.status, batch.errors]).toEqual(['Validating', null]);
  const failed = await v1.batches.retrieve(batch.id);
  expect([failed.status, failed.failed_at, failed.output_file_id]).toEqual(['Failed', ISO, null]);
  expect(failed.errors?.data?.map((error) => [error.code, error.line])).toEqual([[code, at]]);
});

test('a byte order mark hides the deployment', async () => {
  const { v1 } = await startMedia();
  const batch = await createBatch(v1, [`\uFEFF${JSON.stringify(HELLO)}`]);
  const { errors } = await v1.batches.retrieve(batch.id);
  expect(errors?.data?.[0]?.message).toBe(
    "Validation failed: A valid model deployment name couldn't be extracted from the input file. " +
      'Please ensure that each row in the input file has a valid deployment name specified in the ' +
      "'model' field, and that the deployment name is consistent across all rows.",
  );
});

test('DataZoneBatch is for batches as well', async () => {
  const { v1 } = await startMedia();
  const { id } = await createBatch(v1, [line('a', 'x', {}, { model: 'batch-zone' })]);
  expect((await v1.batches.retrieve(id)).status).toBe('InProgress');
});

test('another completion window than 24h fails the batch', async () => {
  const { standIn, v1 } = await startMedia();
  const file = await v1.files.create({ file: toFile([HELLO]), purpose: 'batch' });
  const body = { input_file_id: file.id, endpoint: '/chat/completions', completion_window: '1h' };
  const [, created] = await ask(standIn, { path: '/openai/v1/batches', body });
  const { id } = created as { id: string };
  const { status, errors } = await v1.batches.retrieve(id);
  expect([status, errors?.data]).toEqual([
    'Failed',
    [{ code: 'invalid_request', message: "The completion window must be set to '24h'." }],
  ]);
});
