// Containers and the files in them, by the official SDK, and the code interpreter that works in one.
import OpenAI, { toFile } from 'openai';
import { expect, test } from 'vitest';
import { ACCOUNT, ask, KEY, NOW_MS, start } from '../client.ts';

const NOW_S = NOW_MS / 1000;
const PATH = '/openai/v1/containers';
const INTERPRETER = { type: 'code_interpreter' } as const;

async function connect(): Promise<OpenAI> {
  const { url } = await start();
  return new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: KEY, maxRetries: 0 });
}

async function textOf(client: OpenAI, container_id: string, file: string): Promise<string> {
  return (await client.containers.files.content.retrieve(file, { container_id })).text();
}

test('a container is created, listed, read and deleted', async () => {
  const { containers } = await connect();
  const made = await containers.create({ name: 'mine', memory_limit: '4g' });
  expect(made).toEqual({
    id: expect.stringMatching(/^cntr_[0-9a-f]{32}$/) as string,
    object: 'container',
    created_at: NOW_S,
    name: 'mine',
    status: 'running',
    expires_after: { anchor: 'last_active_at', minutes: 20 },
    last_active_at: NOW_S,
    memory_limit: '4g',
  });
  expect((await containers.list()).data).toEqual([made]);
  expect(await containers.retrieve(made.id)).toEqual(made);
  await containers.delete(made.id);
  await expect(containers.retrieve(made.id)).rejects.toMatchObject({ status: 404 });
});

test('files come into a container by form, by id and with it, and can be had again', async () => {
  const client = await connect();
  const { containers, files } = client;
  const kept = await files.create({ file: new File(['kept'], 'k.txt'), purpose: 'assistants' });
  const { id } = await containers.create({ name: 'mine', file_ids: [kept.id] });
  const [first] = (await containers.files.list(id)).data;
  expect(first).toMatchObject({ container_id: id, path: '/mnt/data/k.txt', source: 'user' });
  const sent = await containers.files.create(id, {
    file: await toFile(Buffer.from('sent'), 's.txt'),
  });
  expect(sent).toEqual({
    id: expect.stringMatching(/^cfile_[0-9a-f]{32}$/) as string,
    object: 'container.file',
    created_at: NOW_S,
    bytes: 4,
    container_id: id,
    path: '/mnt/data/s.txt',
    source: 'user',
  });
  const named = await client.post<{ id: string }>(`/containers/${id}/files`, {
    body: { file_id: kept.id },
  });
  const at = { container_id: id };
  expect(await containers.files.retrieve(sent.id, at)).toEqual(sent);
  expect([
    await textOf(client, id, first?.id ?? ''),
    await textOf(client, id, sent.id),
    await textOf(client, id, named.id),
  ]).toEqual(['kept', 'sent', 'kept']);
  await containers.files.delete(sent.id, at);
  await expect(textOf(client, id, sent.id)).rejects.toMatchObject({ status: 404 });
});

test.each([
  ['POST', PATH, {}, 400],
  ['POST', PATH, { name: 'x', file_ids: ['file-x'] }, 404],
  ['GET', `${PATH}/cntr_x`, {}, 404],
  ['GET', `${PATH}/cntr_x/files`, {}, 404],
  ['GET', `${PATH}/cntr_x/files/cfile_x/content`, {}, 404],
  ['GET', '/openai/containers?api-version=2025-04-01-preview', {}, 404],
])('%s %s with %j is refused', async (method, path, body, status) => {
  expect((await ask(await start(), { method, path, body }))[0]).toBe(status);
});

test('the code interpreter leaves a file that the answer cites', async () => {
  const client = await connect();
  const response = await client.responses.create({
    model: 'mini',
    input: 'Hello file',
    tools: [{ ...INTERPRETER, container: { type: 'auto' } }],
    include: ['code_interpreter_call.outputs'],
  });
  const [call, message] = response.output;
  expect(call).toMatchObject({
    type: 'code_interpreter_call',
    id: expect.stringMatching(/^ci_/) as string,
    status: 'completed',
    outputs: [{ type: 'logs' }],
  });
  const [part] = message?.type === 'message' ? message.content : [];
  const [cited] = part?.type === 'output_text' ? part.annotations : [];
  if (cited?.type !== 'container_file_citation') throw new Error('Nothing is cited.');
  expect(await textOf(client, cited.container_id, cited.file_id)).toBe('Hello file');
  expect((await client.containers.files.list(cited.container_id)).data).toMatchObject([
    { source: 'assistant', path: '/mnt/data/said.txt' },
  ]);
});

test('the code interpreter works in the container that the tool names', async () => {
  const client = await connect();
  const { id } = await client.containers.create({ name: 'mine' });
  const ask = (container: string) =>
    client.responses.create({
      model: 'mini',
      input: 'Hi',
      tools: [{ ...INTERPRETER, container }],
    });
  expect((await ask(id)).output[0]).toMatchObject({ container_id: id, outputs: null });
  await expect(ask('cntr_x')).rejects.toMatchObject({ status: 404 });
});

test('accounts do not see the containers of others', async () => {
  const accounts = [ACCOUNT, { ...ACCOUNT, subdomain: 'fabrikam' }];
  const standIn = await start({ accounts });
  const at = (subdomain: string) => ({ host: `${subdomain}.openai.azure.com` });
  const headers = at('contoso');
  const [, made] = await ask(standIn, { path: PATH, body: { name: 'x' }, headers });
  const path = `${PATH}/${(made as { id: string }).id}`;
  const get = async (subdomain: string) =>
    (await ask(standIn, { method: 'GET', path, headers: at(subdomain) }))[0];
  expect([await get('contoso'), await get('fabrikam')]).toEqual([200, 404]);
});
