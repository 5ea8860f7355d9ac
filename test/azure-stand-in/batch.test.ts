// batches: from a file of requests to a file of answers.
import type OpenAI from 'openai';
import { expect, test } from 'vitest';
import { ask, NOW_MS } from './client.ts';
import { createBatch, line, toFile } from './batch-file.ts';
import { startMedia } from './media-client.ts';

const NOW_S = NOW_MS / 1000;
const ISO = '2026-11-22T00:00:00.0000000+00:00';

const HELLO = line('a', 'Hello');

async function readLines(client: OpenAI, fileId: string | undefined): Promise<readonly unknown[]> {
  const text = await (await client.files.content(fileId ?? '')).text();
  return text
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => JSON.parse(row) as unknown);
}

test('v1 capitalises statuses and writes times as ISO strings', async () => {
  const { v1 } = await startMedia();
  const batch = await createBatch(v1, [line('a', 'Hello')]);
  expect(batch).toEqual({
    cancelled_at: null,
    cancelling_at: null,
    completed_at: null,
    completion_window: '24h',
    created_at: ISO,
    error_file_id: null,
    expired_at: null,
    expires_at: ISO.replace('22T', '23T'),
    failed_at: null,
    finalizing_at: null,
    id: expect.stringMatching(
      /^batch_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    ) as string,
    in_progress_at: null,
    input_file_id: batch.input_file_id,
    errors: null,
    metadata: null,
    object: 'batch',
    output_file_id: null,
    request_counts: { total: null, completed: null, failed: null },
    status: 'Validating',
    endpoint: '/v1/chat/completions',
  });
  expect(await v1.batches.retrieve(batch.id)).toEqual({
    ...batch,
    status: 'InProgress',
    in_progress_at: ISO,
    request_counts: { total: 1, completed: 0, failed: 0 },
  });
  const done = await v1.batches.retrieve(batch.id);
  expect(done).toMatchObject({
    status: 'Completed',
    completed_at: ISO,
    request_counts: { total: 1, completed: 1, failed: 0 },
  });
  expect(await v1.batches.retrieve(batch.id)).toEqual(done);
});

test('a dated version spells statuses and times as OpenAI does', async () => {
  const { dated } = await startMedia();
  const batch = await createBatch(dated, [line('a', 'Hello')]);
  expect(batch).toMatchObject({
    status: 'validating',
    created_at: NOW_S,
    expires_at: NOW_S + 86_400,
    request_counts: { total: 1, completed: 0, failed: 0 },
  });
  expect((await dated.batches.retrieve(batch.id)).status).toBe('in_progress');
  expect((await dated.batches.retrieve(batch.id)).status).toBe('completed');
});

test('the output holds real answers in another order, failures are in a file of their own', async () => {
  const { v1 } = await startMedia();
  const { id } = await createBatch(v1, [
    line('a', 'One'),
    line('b', 'Two', {}, { max_tokens: 5 }),
    line('c', 'Three', {}, { stream: true }),
  ]);
  await v1.batches.retrieve(id);
  const done = await v1.batches.retrieve(id);
  expect(done.request_counts).toEqual({ total: 3, completed: 2, failed: 1 });
  expect(await readLines(v1, done.output_file_id)).toMatchObject(
    ['c', 'a'].map((custom_id) => ({
      custom_id,
      error: null,
      response: {
        status_code: 200,
        body: {
          object: 'chat.completion',
          model: 'gpt-5.4-mini-2026-03-17',
          choices: [{ message: { content: `You said: ${custom_id === 'c' ? 'Three' : 'One'}` } }],
        },
      },
    })),
  );
  expect(await readLines(v1, done.error_file_id)).toMatchObject([
    {
      custom_id: 'b',
      response: { status_code: 400, body: { error: { param: 'max_tokens' } } },
    },
  ]);
  const output = await v1.files.retrieve(done.output_file_id ?? '');
  expect(output.purpose).toBe('batch_output');
});

test('a batch without failures has an empty error file all the same', async () => {
  const { v1 } = await startMedia();
  const { id } = await createBatch(v1, [line('a', 'One')]);
  await v1.batches.retrieve(id);
  const done = await v1.batches.retrieve(id);
  expect((await v1.files.retrieve(done.error_file_id ?? '')).bytes).toBe(0);
});

test('a batch may hold requests for the Responses API', async () => {
  const { v1 } = await startMedia();
  const request = { url: '/v1/responses', body: { model: 'batch', input: 'Hello' } };
  const { id } = await createBatch(v1, [{ custom_id: 'a', method: 'POST', ...request }]);
  await v1.batches.retrieve(id);
  const done = await v1.batches.retrieve(id);
  expect(await readLines(v1, done.output_file_id)).toMatchObject([
    { custom_id: 'a', response: { status_code: 200, body: { object: 'response' } } },
  ]);
});

test('a batch is cancelled, unless it is done', async () => {
  const { v1 } = await startMedia();
  const { id } = await createBatch(v1, [HELLO]);
  expect((await v1.batches.cancel(id)).status).toBe('Cancelling');
  expect(await v1.batches.retrieve(id)).toMatchObject({
    status: 'Cancelled',
    request_counts: { total: 1, completed: 0, failed: 0 },
  });
  await expect(v1.batches.cancel(id)).rejects.toMatchObject({ status: 409, code: 'conflict' });
});

test('batches are listed, the newest first, without moving on', async () => {
  const { v1 } = await startMedia();
  const first = await createBatch(v1, [HELLO]);
  const second = await createBatch(v1, [HELLO]);
  const { data } = await v1.batches.list();
  expect(data.map(({ id, status }) => [id, status])).toEqual([
    [second.id, 'Validating'],
    [first.id, 'Validating'],
  ]);
});

test('batches of a deployment are the same batches', async () => {
  const { standIn, dated } = await startMedia();
  const file = await dated.files.create({ file: toFile([HELLO]), purpose: 'batch' });
  const body = { input_file_id: file.id, endpoint: '/chat/completions', completion_window: '24h' };
  const pathOf = (name: string): string =>
    `/openai/deployments/${name}/batches?api-version=2025-04-01-preview`;
  const [status, batch] = await ask(standIn, { path: pathOf('batch'), body });
  expect([status, (await dated.batches.list()).data]).toEqual([200, [batch]]);
  expect(await ask(standIn, { path: pathOf('nobody'), body })).toMatchObject([
    404,
    { error: { code: 'DeploymentNotFound' } },
  ]);
});

test('a batch needs a file that is there and meant for it', async () => {
  const { v1 } = await startMedia();
  const create = (input_file_id: string) =>
    v1.batches.create({
      input_file_id,
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
    });
  await expect(create('file-x')).rejects.toMatchObject({ status: 404, code: 'notFound' });
  const other = await v1.files.create({ file: toFile([HELLO]), purpose: 'evals' });
  await expect(create(other.id)).rejects.toMatchObject({ status: 400, code: 'invalidPayload' });
  await expect(v1.batches.retrieve('batch_x')).rejects.toMatchObject({ status: 404 });
});
