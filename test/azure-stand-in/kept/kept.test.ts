// What accounts keep: files, uploads, fine-tuning jobs and vector stores. Batches, containers and
// conversations have files of their own.
import { toFile } from 'openai';
import { expect, test } from 'vitest';
import { ask, KEY, NOW_MS, send } from '../client.ts';
import {
  badRequest,
  datedClient,
  formOf,
  MEDIA_ACCOUNT,
  sendForm,
  startMedia,
} from '../media/media-client.ts';

const NOW_S = NOW_MS / 1000;
const FILES = '/openai/v1/files';

test('a file is uploaded, listed, read, downloaded and deleted', async () => {
  const { v1 } = await startMedia();
  const content = 'line\r\nÜ\n';
  const file = await v1.files.create({
    file: await toFile(Buffer.from(content), 'input ü.jsonl'),
    purpose: 'batch',
  });
  expect(file).toEqual({
    status: 'processed',
    bytes: 9,
    purpose: 'batch',
    filename: 'input ü.jsonl',
    id: expect.stringMatching(/^file-[0-9a-f]{32}$/) as string,
    created_at: NOW_S,
    object: 'file',
  });
  expect(await v1.files.retrieve(file.id)).toEqual(file);
  const response = await v1.files.content(file.id);
  expect([response.headers.get('content-type'), await response.text()]).toEqual([
    'application/octet-stream',
    content,
  ]);
  expect((await v1.files.list()).data).toEqual([file]);
  expect(await v1.files.delete(file.id)).toEqual({ id: file.id, object: 'file', deleted: true });
  expect((await v1.files.list()).data).toEqual([]);
  await expect(v1.files.retrieve(file.id)).rejects.toMatchObject({ status: 404, code: 'notFound' });
});

test('the id of a file shows its purpose', async () => {
  const { v1 } = await startMedia();
  const file = new File(['x'], 'x.txt');
  const { id } = await v1.files.create({ file, purpose: 'assistants' });
  expect(id).toMatch(/^assistant-[0-9a-f]{32}$/);
});

test('files can be listed by purpose, in pages and in both orders', async () => {
  const { v1 } = await startMedia();
  const create = async (name: string, purpose: 'batch' | 'evals') =>
    (await v1.files.create({ file: new File(['x'], name), purpose })).id;
  const ids = [await create('1', 'batch'), await create('2', 'batch'), await create('3', 'batch')];
  const other = await create('4', 'evals');
  const listed: string[] = [];
  const query = { purpose: 'batch', limit: 2, order: 'asc' } as const;
  for await (const { id } of v1.files.list(query)) listed.push(id);
  expect(listed).toEqual(ids);
  expect((await v1.files.list({ limit: 1 })).data.map(({ id }) => id)).toEqual([other]);
});

test('both surfaces have the same files', async () => {
  const { standIn, v1 } = await startMedia();
  const dated = datedClient(standIn, '2024-10-21');
  const file = await dated.files.create({ file: new File(['x'], 'x.jsonl'), purpose: 'batch' });
  expect((await v1.files.list()).data).toEqual([file]);
});

test('accounts do not see the files of others, and give no id twice', async () => {
  const accounts = [MEDIA_ACCOUNT, { ...MEDIA_ACCOUNT, subdomain: 'fabrikam' }];
  const { standIn } = await startMedia({ accounts });
  const idIn = async (subdomain: string): Promise<string> => {
    const form = new Response(formOf(['purpose', 'batch'], ['file', new File(['x'], 'x.jsonl')]));
    const headers = {
      host: `${subdomain}.openai.azure.com`,
      'content-type': form.headers.get('content-type') ?? '',
    };
    const got = await send(standIn, { path: FILES, body: await form.text(), headers });
    return (JSON.parse(got.text) as { id: string }).id;
  };
  const [id, other] = [await idIn('contoso'), await idIn('fabrikam')];
  expect(id).not.toBe(other);
  const headers = { host: 'fabrikam.openai.azure.com' };
  const path = `${FILES}/${id}`;
  expect(await ask(standIn, { method: 'GET', path, headers })).toMatchObject([404, {}]);
});

test.each(['user_data', 'vision'])('the purpose %s is unknown to Azure', async (purpose) => {
  const { standIn } = await startMedia();
  const error = { code: 'invalidPayload', message: 'Invalid value for purpose.' };
  const form = formOf(['purpose', purpose], ['file', new File(['x'], 'x.pdf')]);
  const [status, text] = await sendForm(standIn, FILES, form);
  expect([status, JSON.parse(text)]).toEqual([400, { error }]);
});

test('a file needs a form, a file and a purpose', async () => {
  const { standIn } = await startMedia();
  const missing = (name: string): object =>
    badRequest(`Missing required parameter: '${name}'.`, name, 'missing_required_parameter');
  const get = async (form: FormData): Promise<unknown> =>
    JSON.parse((await sendForm(standIn, FILES, form))[1]);
  expect(await get(formOf(['purpose', 'batch']))).toEqual(missing('file'));
  expect(await get(formOf(['file', new File(['x'], 'x')]))).toEqual(missing('purpose'));
  expect((await ask(standIn, { path: FILES, body: { purpose: 'batch' } }))[0]).toBe(415);
});

test('an upload becomes a file of its parts in the order given', async () => {
  const { v1 } = await startMedia();
  const upload = await v1.uploads.create({
    filename: 'big.jsonl',
    purpose: 'batch',
    bytes: 6,
    mime_type: 'application/jsonl',
  });
  expect(upload).toEqual({
    id: expect.stringMatching(/^upload_/) as string,
    object: 'upload',
    bytes: 6,
    created_at: NOW_S,
    filename: 'big.jsonl',
    purpose: 'batch',
    status: 'pending',
    expires_at: NOW_S + 3600,
    file: null,
  });
  const add = async (text: string): Promise<string> =>
    (await v1.uploads.parts.create(upload.id, { data: new File([text], 'part') })).id;
  const [second, first] = [await add('def'), await add('abc')];
  const incomplete = v1.uploads.complete(upload.id, { part_ids: [first] });
  await expect(incomplete).rejects.toMatchObject({ status: 400, code: 'invalidPayload' });
  const unknown = v1.uploads.complete(upload.id, { part_ids: [first, 'part_x'] });
  await expect(unknown).rejects.toMatchObject({ status: 404, code: 'notFound' });
  const done = await v1.uploads.complete(upload.id, { part_ids: [first, second] });
  expect([done.status, done.file?.filename, done.file?.bytes]).toEqual([
    'completed',
    'big.jsonl',
    6,
  ]);
  expect(await (await v1.files.content(done.file?.id ?? '')).text()).toBe('abcdef');
});

test('a cancelled upload takes no more parts', async () => {
  const { v1 } = await startMedia();
  const body = { filename: 'x', purpose: 'batch', bytes: 1, mime_type: 'text/plain' } as const;
  const { id } = await v1.uploads.create(body);
  expect((await v1.uploads.cancel(id)).status).toBe('cancelled');
  const part = v1.uploads.parts.create(id, { data: new File(['x'], 'x') });
  await expect(part).rejects.toMatchObject({ status: 409, code: 'conflict' });
  const unknown = v1.uploads.parts.create('upload_x', { data: new File(['x'], 'x') });
  await expect(unknown).rejects.toMatchObject({ status: 404, code: 'notFound' });
});

test('a fine-tuning job names a file, is kept and can be cancelled once', async () => {
  const { v1 } = await startMedia();
  const file = await v1.files.create({ file: new File(['{}'], 'x.jsonl'), purpose: 'fine-tune' });
  const { jobs } = v1.fineTuning;
  const job = await jobs.create({ model: 'gpt-4o', training_file: file.id });
  expect(job).toMatchObject({ object: 'fine_tuning.job', status: 'pending', model: 'gpt-4o' });
  expect((await jobs.list()).data).toEqual([job]);
  expect((await jobs.listEvents(job.id)).data).toEqual([]);
  expect((await jobs.cancel(job.id)).status).toBe('cancelled');
  await expect(jobs.cancel(job.id)).rejects.toMatchObject({ status: 409 });
});

test('a batch and a job of a file that is not there are refused, as is one without a file', async () => {
  const { v1 } = await startMedia();
  const endpoint = { endpoint: '/v1/responses', completion_window: '24h' } as const;
  const unknown = { status: 404, code: 'notFound' };
  const create = v1.batches.create({ ...endpoint, input_file_id: 'file-x' });
  await expect(create).rejects.toMatchObject(unknown);
  const tune = v1.fineTuning.jobs.create({ model: 'gpt-4o', training_file: 'file-x' });
  await expect(tune).rejects.toMatchObject(unknown);
  const without = v1.post('/batches', { body: endpoint });
  await expect(without).rejects.toMatchObject({ status: 400, param: 'input_file_id' });
  await expect(v1.fineTuning.jobs.listEvents('ftjob-x')).rejects.toMatchObject(unknown);
});

test('a vector store is made with files, renamed, listed and deleted', async () => {
  const { v1 } = await startMedia();
  const file = await v1.files.create({ file: new File(['x'], 'a.txt'), purpose: 'assistants' });
  const store = await v1.vectorStores.create({
    name: 'animals',
    file_ids: [file.id],
    metadata: { team: 'zoo' },
  });
  expect(store).toEqual({
    id: expect.stringMatching(/^vs_[0-9a-f]{32}$/) as string,
    object: 'vector_store',
    created_at: NOW_S,
    name: 'animals',
    status: 'completed',
    expires_after: null,
    metadata: { team: 'zoo' },
  });
  const renamed = await v1.vectorStores.update(store.id, { name: 'beasts' });
  expect(renamed).toEqual({ ...store, name: 'beasts' });
  expect((await v1.vectorStores.list()).data).toEqual([renamed]);
  const found = await v1.vectorStores.search(store.id, { query: 'an X' });
  expect(found.data).toEqual([
    {
      file_id: file.id,
      filename: 'a.txt',
      score: 0.5,
      attributes: {},
      content: [{ type: 'text', text: 'x' }],
    },
  ]);
  expect((await v1.vectorStores.search(store.id, { query: 'y' })).data).toEqual([]);
  const deleted = { id: store.id, object: 'vector_store.deleted', deleted: true };
  expect(await v1.vectorStores.delete(store.id)).toEqual(deleted);
  await expect(v1.vectorStores.retrieve(store.id)).rejects.toMatchObject({
    status: 404,
    error: { message: `No vector store found with id '${store.id}'.` },
  });
});

test('a file is added to a vector store, read and removed again', async () => {
  const { v1 } = await startMedia();
  const file = await v1.files.create({ file: new File(['x'], 'a.txt'), purpose: 'assistants' });
  const { id } = await v1.vectorStores.create({ name: 'animals' });
  const { files } = v1.vectorStores;
  const added = await files.create(id, { file_id: file.id });
  expect(added).toMatchObject({ id: file.id, object: 'vector_store.file', status: 'completed' });
  const at = { vector_store_id: id };
  expect(await files.retrieve(file.id, at)).toEqual(added);
  expect((await files.list(id)).data).toEqual([added]);
  const deleted = { id: file.id, object: 'vector_store.file.deleted', deleted: true };
  expect(await files.delete(file.id, at)).toEqual(deleted);
  await expect(files.retrieve(file.id, at)).rejects.toMatchObject({ status: 404 });
  expect((await v1.files.retrieve(file.id)).id).toBe(file.id);
});

test('a vector store names the files that are not there', async () => {
  const { v1 } = await startMedia();
  const { id } = await v1.vectorStores.create({});
  const error = { message: 'Files [assistant-x] were not found', type: 'invalid_request_error' };
  const missing = { status: 404, error };
  const added = v1.vectorStores.files.create(id, { file_id: 'assistant-x' });
  await expect(added).rejects.toMatchObject(missing);
  const created = v1.vectorStores.create({ file_ids: ['assistant-x'] });
  await expect(created).rejects.toMatchObject(missing);
  expect((await v1.vectorStores.list()).data).toHaveLength(1);
});

test.each([
  ['POST', '/openai/v1/moderations'],
  ['POST', '/openai/v1/assistants'],
  ['POST', '/openai/v1/threads'],
  ['POST', '/openai/v1/threads/thread_1/runs'],
  ['POST', '/openai/assistants?api-version=2025-04-01-preview'],
  ['GET', '/openai/v1/assistants'],
])('Azure has no %s %s', async (method, path) => {
  const { standIn } = await startMedia();
  const sent = { method, path, body: { model: 'mini', input: 'x' }, headers: { 'api-key': KEY } };
  expect(await ask(standIn, sent)).toEqual([
    404,
    { error: { code: '404', message: 'Resource not found' } },
  ]);
});
