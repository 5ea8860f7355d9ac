// files and uploads: what is kept, for whom, and what is said of it.
import { toFile } from 'openai';
import { expect, test } from 'vitest';
import { ask, KEY, NOW_MS, send } from './client.ts';
import {
  badRequest,
  datedClient,
  formOf,
  MEDIA_ACCOUNT,
  sendForm,
  startMedia,
} from './media-client.ts';

const NOW_S = NOW_MS / 1000;
const DAYS_14 = 1_209_600;
const FILES = '/openai/v1/files';

test('a file is uploaded, listed, read, downloaded and deleted', async () => {
  const { v1 } = await startMedia();
  const content = 'line\r\nÜ\n';
  const file = await v1.files.create({
    file: await toFile(Buffer.from(content), 'input ü.jsonl'),
    purpose: 'batch',
    expires_after: { anchor: 'created_at', seconds: DAYS_14 },
  });
  expect(file).toEqual({
    status: 'processed',
    bytes: 9,
    purpose: 'batch',
    filename: 'input ü.jsonl',
    expires_at: NOW_S + DAYS_14,
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

test('the id of a file tells its purpose', async () => {
  const { v1 } = await startMedia();
  const file = new File(['x'], 'x.txt');
  const { id } = await v1.files.create({ file, purpose: 'assistants' });
  expect(id).toMatch(/^assistant-[0-9a-f]{32}$/);
});

test('training data is looked through before it is ready', async () => {
  const { v1 } = await startMedia();
  const file = await v1.files.create({ file: new File(['x'], 'x.jsonl'), purpose: 'fine-tune' });
  expect(file).toMatchObject({ status: 'pending' });
  expect(await v1.files.retrieve(file.id)).toEqual({ ...file, status: 'processed' });
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

test.each([
  ['2024-10-21', 200, 200],
  ['2024-06-01', 201, 204],
])('the version %s has the same files: %i for a new one, %i for one deleted', async (...row) => {
  const [version, created, deleted] = row;
  const { standIn, v1 } = await startMedia();
  const { data, response } = await datedClient(standIn, version)
    .files.create({ file: new File(['x'], 'x.jsonl'), purpose: 'batch' })
    .withResponse();
  expect(response.status).toBe(created);
  expect((await v1.files.list()).data).toEqual([data]);
  const url = `${standIn.url}/openai/files/${data.id}?api-version=${version}`;
  const remove = async (): Promise<readonly [number, string]> => {
    const got = await fetch(url, { method: 'DELETE', headers: { 'api-key': KEY } });
    return [got.status, await got.text()];
  };
  const body =
    deleted === 204 ? '' : JSON.stringify({ id: data.id, object: 'file', deleted: true });
  expect(await remove()).toEqual([deleted, body]);
  expect((await remove())[0]).toBe(404);
  expect((await v1.files.list()).data).toEqual([]);
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
  const path = `${FILES}?purpose=${purpose}`;
  expect(await ask(standIn, { method: 'GET', path })).toEqual([400, { error }]);
});

test('training data says in its name what it is', async () => {
  const { standIn } = await startMedia();
  const form = formOf(['purpose', 'fine-tune'], ['file', new File(['x'], 'x.pdf')]);
  const [status, text] = await sendForm(standIn, FILES, form);
  const message = 'fileName contains an invalid filename: wrong suffix.';
  expect([status, JSON.parse(text)]).toEqual([400, { error: { code: 'invalidPayload', message } }]);
});

test.each([
  ['expires_after.seconds', 'expires_after.anchor'],
  ['expires_after[seconds]', 'expires_after[anchor]'],
])('a life is written as %s, and is 14 to 30 days', async (seconds, anchor) => {
  const { standIn } = await startMedia();
  const upload = (life: string): Promise<readonly [number, string]> =>
    sendForm(
      standIn,
      FILES,
      formOf(
        ['purpose', 'batch'],
        [anchor, 'created_at'],
        [seconds, life],
        ['file', new File(['x'], 'x.jsonl')],
      ),
    );
  const [status, text] = await upload('2592000');
  expect([status, JSON.parse(text)]).toMatchObject([200, { expires_at: NOW_S + 2_592_000 }]);
  for (const life of ['2592001', '1209599', 'soon']) expect((await upload(life))[0]).toBe(400);
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
  const done = await v1.uploads.complete(upload.id, {
    part_ids: [first, second],
    md5: 'e80b5017098950fc58aad83c8c14978e',
  });
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
  const nobody = v1.uploads.parts.create('upload_x', { data: new File(['x'], 'x') });
  await expect(nobody).rejects.toMatchObject({ status: 404, code: 'notFound' });
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
