// Batches, as the official SDK polls them and as the dated API shows them.
import type OpenAI from 'openai';
import type { Batch } from 'openai/resources/batches';
import { expect, test } from 'vitest';
import { ask, NOW_MS } from '../client.ts';
import { startMedia } from '../media/media-client.ts';

const NOW_S = NOW_MS / 1000;

function line(custom_id: string, body: object, url = '/v1/chat/completions'): string {
  return JSON.stringify({ custom_id, method: 'POST', url, body });
}

const HELLO = { model: 'mini', messages: [{ role: 'user', content: 'Hello' }] };

async function create(client: OpenAI, lines: readonly string[]): Promise<Batch> {
  const file = new File([lines.join('\n')], 'in.jsonl');
  const { id } = await client.files.create({ file, purpose: 'batch' });
  return client.batches.create({
    input_file_id: id,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
    metadata: { team: 'zoo' },
  });
}

async function contentOf(client: OpenAI, id: string | undefined): Promise<readonly unknown[]> {
  const text = await (await client.files.content(id ?? '')).text();
  return text
    .split('\n')
    .filter((part) => part !== '')
    .map((part) => JSON.parse(part) as unknown);
}

test('a client that polls a batch sees it run to its end, in words and times of OpenAI', async () => {
  const { v1 } = await startMedia();
  const made = await create(v1, [
    line('a', HELLO),
    line('b', { model: 'mini', input: 'Hi' }, '/v1/responses'),
    line('c', { ...HELLO, nonsense: 1 }),
  ]);
  expect(made).toMatchObject({
    object: 'batch',
    status: 'validating',
    created_at: NOW_S,
    expires_at: NOW_S + 86_400,
    metadata: { team: 'zoo' },
  });
  expect((await v1.batches.list()).data).toEqual([made]);
  const statuses: string[] = [];
  let batch = made;
  while (!['completed', 'failed', 'expired', 'cancelled'].includes(batch.status)) {
    batch = await v1.batches.retrieve(made.id);
    statuses.push(batch.status);
  }
  expect(statuses).toEqual(['in_progress', 'completed']);
  expect(batch).toMatchObject({
    in_progress_at: NOW_S,
    completed_at: NOW_S,
    request_counts: { total: 3, completed: 2, failed: 1 },
  });
  expect(await contentOf(v1, batch.output_file_id)).toMatchObject([
    { custom_id: 'a', response: { status_code: 200, body: { object: 'chat.completion' } } },
    { custom_id: 'b', response: { status_code: 200, body: { object: 'response' } } },
  ]);
  expect(await contentOf(v1, batch.error_file_id)).toMatchObject([
    { custom_id: 'c', response: { status_code: 400 } },
  ]);
  await expect(v1.batches.cancel(made.id)).rejects.toMatchObject({ status: 409 });
});

test('a batch that is cancelled ends as cancelled', async () => {
  const { v1 } = await startMedia();
  const { id } = await create(v1, [line('a', HELLO)]);
  expect((await v1.batches.cancel(id)).status).toBe('cancelling');
  await expect(v1.batches.cancel(id)).rejects.toMatchObject({ status: 409 });
  expect(await v1.batches.retrieve(id)).toMatchObject({ status: 'cancelled', cancelled_at: NOW_S });
});

test.each([
  ['is empty', [], 'empty_batch', null],
  ['has a line that is not JSON', [line('a', HELLO), 'x'], 'invalid_json_line', 2],
  ['names no deployment', [line('a', { model: 'gpt-5.4' })], 'model_not_found', 1],
  [
    'names two deployments',
    [line('a', HELLO), line('b', { ...HELLO, model: 'tts' })],
    'model_mismatch',
    null,
  ],
])('a batch fails if its file %s', async (_, lines, code, at) => {
  const { v1 } = await startMedia();
  const { id } = await create(v1, lines);
  expect(await v1.batches.retrieve(id)).toMatchObject({
    status: 'failed',
    failed_at: NOW_S,
    errors: { object: 'list', data: [{ code, line: at }] },
  });
});

test('dated versions have Azure’s own statuses and times, of the same batch', async () => {
  const { standIn, v1 } = await startMedia();
  const { id } = await create(v1, [line('a', HELLO)]);
  const path = `/openai/batches/${id}?api-version=2024-10-21`;
  const look = () => ask(standIn, { method: 'GET', path });
  expect(await look()).toMatchObject([
    200,
    { id, status: 'InProgress', created_at: '2026-11-22T00:00:00.0000000+00:00' },
  ]);
  expect(await look()).toMatchObject([200, { status: 'Completed', failed_at: null }]);
  expect(await v1.batches.retrieve(id)).toMatchObject({ status: 'completed', created_at: NOW_S });
});
