// vector_stores: stores, their files one by one and in batches, and searching them.
import type OpenAI from 'openai';
import { expect, test } from 'vitest';
import { NOW_MS } from './client.ts';
import { startMedia } from './media-client.ts';

const NOW_S = NOW_MS / 1000;
const AUTO = { type: 'static', static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 } };

async function upload(client: OpenAI, name: string, text: string): Promise<string> {
  const file = new File([text], name);
  return (await client.files.create({ file, purpose: 'assistants' })).id;
}

test('a store is made with files, renamed, listed and deleted', async () => {
  const { v1 } = await startMedia();
  const fileId = await upload(v1, 'a.txt', 'otters');
  const store = await v1.vectorStores.create({
    name: 'animals',
    file_ids: [fileId],
    metadata: { team: 'zoo' },
  });
  expect(store).toEqual({
    id: expect.stringMatching(/^vs_[0-9a-f]{32}$/) as string,
    object: 'vector_store',
    created_at: NOW_S,
    name: 'animals',
    usage_bytes: 6,
    file_counts: { in_progress: 1, completed: 0, failed: 0, cancelled: 0, total: 1 },
    status: 'in_progress',
    expires_after: null,
    expires_at: null,
    last_active_at: NOW_S,
    metadata: { team: 'zoo' },
  });
  const done = {
    ...store,
    status: 'completed',
    file_counts: { ...store.file_counts, in_progress: 0, completed: 1 },
  };
  expect(await v1.vectorStores.retrieve(store.id)).toEqual(done);
  const renamed = await v1.vectorStores.update(store.id, { name: 'beasts' });
  expect(renamed).toEqual({ ...done, name: 'beasts' });
  expect((await v1.vectorStores.list()).data).toEqual([renamed]);
  const deleted = { id: store.id, object: 'vector_store.deleted', deleted: true };
  expect(await v1.vectorStores.delete(store.id)).toEqual(deleted);
  await expect(v1.vectorStores.retrieve(store.id)).rejects.toMatchObject({
    status: 404,
    error: { message: `No vector store found with id '${store.id}'.` },
  });
});

test('a file is added, found ready, described, read and taken out again', async () => {
  const { v1 } = await startMedia();
  const fileId = await upload(v1, 'a.txt', 'otters');
  const { id } = await v1.vectorStores.create({ name: 'animals' });
  const { files } = v1.vectorStores;
  const added = await files.create(id, { file_id: fileId, attributes: { kind: 'mammal' } });
  expect(added).toEqual({
    id: fileId,
    object: 'vector_store.file',
    usage_bytes: 0,
    created_at: NOW_S,
    vector_store_id: id,
    status: 'in_progress',
    last_error: null,
    chunking_strategy: AUTO,
    attributes: { kind: 'mammal' },
  });
  const at = { vector_store_id: id };
  const ready = { ...added, status: 'completed', usage_bytes: 6 };
  expect(await files.retrieve(fileId, at)).toEqual(ready);
  expect(await files.update(fileId, { ...at, attributes: { kind: 'fish' } })).toEqual({
    ...ready,
    attributes: { kind: 'fish' },
  });
  expect((await files.list(id)).data.map((file) => file.attributes)).toEqual([{ kind: 'fish' }]);
  expect((await files.content(fileId, at)).data).toEqual([{ type: 'text', text: 'otters' }]);
  expect(await files.delete(fileId, at)).toEqual({
    id: fileId,
    object: 'vector_store.file.deleted',
    deleted: true,
  });
  await expect(files.retrieve(fileId, at)).rejects.toMatchObject({ status: 404 });
  expect((await v1.files.retrieve(fileId)).id).toBe(fileId);
});

test('files that are not there are named in the refusal', async () => {
  const { v1 } = await startMedia();
  const { id } = await v1.vectorStores.create({});
  const error = { message: 'Files [assistant-x] were not found', type: 'invalid_request_error' };
  const missing = { status: 404, error };
  const { files } = v1.vectorStores;
  await expect(files.create(id, { file_id: 'assistant-x' })).rejects.toMatchObject(missing);
  const create = v1.vectorStores.create({ file_ids: ['assistant-x'] });
  await expect(create).rejects.toMatchObject(missing);
  expect((await v1.vectorStores.list()).data).toHaveLength(1);
});

test('files are added many at a time', async () => {
  const { v1 } = await startMedia();
  const ids = [await upload(v1, 'a.txt', 'otters'), await upload(v1, 'b.txt', 'seals')];
  const { id } = await v1.vectorStores.create({});
  const { fileBatches } = v1.vectorStores;
  const batch = await fileBatches.create(id, { file_ids: ids });
  expect([batch.status, batch.file_counts.in_progress]).toEqual(['in_progress', 2]);
  const at = { vector_store_id: id };
  const done = await fileBatches.retrieve(batch.id, at);
  expect([done.status, done.file_counts.completed]).toEqual(['completed', 2]);
  const listed = await fileBatches.listFiles(batch.id, { ...at, order: 'asc' });
  expect(listed.data.map((file) => file.id)).toEqual(ids);
  const one = { file_id: ids[0] ?? '', attributes: { kind: 'mammal' } };
  await fileBatches.create(id, { files: [one] });
  const { data } = await v1.vectorStores.files.list(id, { order: 'asc' });
  expect(data.map(({ attributes }) => attributes)).toEqual([{ kind: 'mammal' }, {}]);
  const missing = fileBatches.create(id, { file_ids: ['assistant-x'] });
  await expect(missing).rejects.toMatchObject({ status: 404 });
  await expect(fileBatches.retrieve('vsfb_x', at)).rejects.toMatchObject({ status: 404 });
});

test('a search finds the files that hold the words, the best first', async () => {
  const { v1 } = await startMedia();
  const otters = await upload(v1, 'otters.txt', 'Sea otters eat clams.');
  const seals = await upload(v1, 'seals.txt', 'Seals live in the sea.');
  const cars = await upload(v1, 'cars.txt', 'Cars need fuel.');
  const { id } = await v1.vectorStores.create({ file_ids: [seals, cars, otters] });
  const { data } = await v1.vectorStores.search(id, { query: 'sea OTTERS' });
  expect(data).toEqual([
    {
      file_id: otters,
      filename: 'otters.txt',
      score: 1,
      attributes: {},
      content: [{ type: 'text', text: 'Sea otters eat clams.' }],
    },
    {
      file_id: seals,
      filename: 'seals.txt',
      score: 0.5,
      attributes: {},
      content: [{ type: 'text', text: 'Seals live in the sea.' }],
    },
  ]);
  const one = await v1.vectorStores.search(id, { query: ['sea', 'otters'], max_num_results: 1 });
  expect(one.data.map((found) => found.file_id)).toEqual([otters]);
});
