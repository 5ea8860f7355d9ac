// Conformance cases of files, uploads and batches, which all users of the account share.
import type OpenAI from 'openai';
import { toFile } from 'openai';
import { expect } from 'vitest';
import { refusal, type Cases } from './case.ts';

const V1 = '/openai/v1';
const FILE = 'file-0123456789';
const BATCH = 'batch_0123456789';

/** Whatever Azure says, in OpenAI's shape or an error's. */
const ANSWERED: unknown = expect.anything();

const LINES = Buffer.from('{"text":"世界"}\n');
function lines() {
  return toFile(LINES, 'lines.jsonl');
}

/** The id of a file that is there. */
async function keepFile(client: OpenAI): Promise<string> {
  return (await client.files.create({ purpose: 'batch', file: await lines() })).id;
}

/** The id of an upload that is begun. */
async function beginUpload(client: OpenAI): Promise<string> {
  const described = { bytes: LINES.length, filename: 'lines.jsonl', purpose: 'batch' } as const;
  return (await client.uploads.create({ ...described, mime_type: 'application/jsonl' })).id;
}

export const ACCOUNT_CASES: Cases = {
  'GET,POST files': [
    {
      call: async (client) => client.files.create({ purpose: 'batch', file: await lines() }),
      azure: [`POST ${V1}/files`],
      got: { object: 'file', filename: 'lines.jsonl', bytes: LINES.length },
    },
    {
      title: 'listed',
      call: (client) => client.files.list({ limit: 2, purpose: 'batch' }),
      azure: [`GET ${V1}/files?limit=2&purpose=batch`],
      got: { data: expect.any(Array) as unknown },
    },
  ],
  'GET,DELETE files/{id}': [
    {
      call: async (client) => client.files.retrieve(await keepFile(client)),
      azure: [`POST ${V1}/files`, `GET ${V1}/files/{id}`],
      got: { object: 'file', bytes: LINES.length },
    },
    {
      title: 'unknown',
      call: (client) => refusal(client.files.retrieve(FILE)),
      azure: [`GET ${V1}/files/{id}`],
      got: { status: 404 },
    },
    {
      title: 'deleted',
      call: async (client) => client.files.delete(await keepFile(client)),
      azure: [`POST ${V1}/files`, `DELETE ${V1}/files/{id}`],
      got: { deleted: true },
    },
  ],
  'GET files/{id}/content': [
    {
      call: async (client) => {
        const answer = await client.files.content(await keepFile(client));
        return Buffer.from(await answer.arrayBuffer()).toString();
      },
      azure: [`POST ${V1}/files`, `GET ${V1}/files/{id}/content`],
      got: LINES.toString(),
    },
  ],
  'POST uploads': [
    {
      call: async (client) => ({ id: await beginUpload(client) }),
      azure: [`POST ${V1}/uploads`],
      got: { id: expect.stringMatching(/^upload_/) as unknown },
    },
  ],
  'POST uploads/{id}/{action}': [
    {
      title: 'a part, and completed',
      call: async (client) => {
        const id = await beginUpload(client);
        const part = await client.uploads.parts.create(id, { data: await lines() });
        return client.uploads.complete(id, { part_ids: [part.id] });
      },
      azure: [
        `POST ${V1}/uploads`,
        `POST ${V1}/uploads/{id}/parts`,
        `POST ${V1}/uploads/{id}/complete`,
      ],
      got: { status: 'completed', file: { bytes: LINES.length } },
    },
    {
      title: 'cancelled',
      call: async (client) => client.uploads.cancel(await beginUpload(client)),
      azure: [`POST ${V1}/uploads`, `POST ${V1}/uploads/{id}/cancel`],
      got: { status: 'cancelled' },
    },
  ],
  'GET,POST batches': [
    {
      call: (client) =>
        refusal(
          client.batches.create({
            input_file_id: FILE,
            endpoint: '/v1/chat/completions',
            completion_window: '24h',
          }),
        ),
      azure: [`POST ${V1}/batches`],
      got: ANSWERED,
    },
    {
      title: 'listed',
      call: (client) => client.batches.list({ limit: 2 }),
      azure: [`GET ${V1}/batches?limit=2`],
      got: { data: [] },
    },
  ],
  'GET batches/{id}': [
    {
      call: (client) => refusal(client.batches.retrieve(BATCH)),
      azure: [`GET ${V1}/batches/{id}`],
      got: { status: 404 },
    },
  ],
  'POST batches/{id}/cancel': [
    {
      call: (client) => refusal(client.batches.cancel(BATCH)),
      azure: [`POST ${V1}/batches/{id}/cancel`],
      got: { status: 404 },
    },
  ],
};
