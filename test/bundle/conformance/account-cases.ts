// Owns: conformance cases of what all users of the Azure account share. The ids are made up, so that
// most of them are refused: what counts is that Azure is asked, and that its answer arrives.
import { toFile } from 'openai';
import { expect } from 'vitest';
import { refusal, type Cases } from './case.ts';

const V1 = '/openai/v1';
const FILE = 'file-0123456789';
const UPLOAD = 'upload_0123456789';
const BATCH = 'batch_0123456789';
const STORE = 'vs_0123456789';
const STORE_BATCH = 'vsfb_0123456789';
const JOB = 'ftjob_0123456789';

/** Whatever Azure says, in OpenAI's shape or an error's. */
const ANSWERED: unknown = expect.anything();

const lines = () => toFile(Buffer.from('{"text":"世界"}\n'), 'lines.jsonl');

export const ACCOUNT_CASES: Cases = {
  'GET,POST files': [
    {
      call: async (client) =>
        refusal(client.files.create({ purpose: 'batch', file: await lines() })),
      azure: [`POST ${V1}/files`],
      got: ANSWERED,
    },
    {
      title: 'listed',
      call: (client) => refusal(client.files.list({ limit: 2, purpose: 'batch' })),
      azure: [`GET ${V1}/files?limit=2&purpose=batch`],
      got: ANSWERED,
    },
  ],
  'GET,DELETE files/{id}': [
    {
      call: (client) => refusal(client.files.retrieve(FILE)),
      azure: [`GET ${V1}/files/{id}`],
      got: { status: 404 },
    },
    {
      title: 'deleted',
      call: (client) => refusal(client.files.delete(FILE)),
      azure: [`DELETE ${V1}/files/{id}`],
      got: { status: 404 },
    },
  ],
  'GET files/{id}/content': [
    {
      call: (client) => refusal(client.files.content(FILE)),
      azure: [`GET ${V1}/files/{id}/content`],
      got: { status: 404 },
    },
  ],
  'POST uploads': [
    {
      call: (client) =>
        refusal(
          client.uploads.create({
            bytes: 15,
            filename: 'lines.jsonl',
            mime_type: 'application/jsonl',
            purpose: 'batch',
          }),
        ),
      azure: [`POST ${V1}/uploads`],
      got: ANSWERED,
    },
  ],
  'POST uploads/{id}/{action}': [
    {
      title: 'a part',
      call: async (client) => refusal(client.uploads.parts.create(UPLOAD, { data: await lines() })),
      azure: [`POST ${V1}/uploads/{id}/parts`],
      got: { status: 404 },
    },
    {
      title: 'completed',
      call: (client) => refusal(client.uploads.complete(UPLOAD, { part_ids: ['part_01234567'] })),
      azure: [`POST ${V1}/uploads/{id}/complete`],
      got: { status: 404 },
    },
    {
      title: 'cancelled',
      call: (client) => refusal(client.uploads.cancel(UPLOAD)),
      azure: [`POST ${V1}/uploads/{id}/cancel`],
      got: { status: 404 },
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
      call: (client) => refusal(client.batches.list({ limit: 2 })),
      azure: [`GET ${V1}/batches?limit=2`],
      got: ANSWERED,
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
  'GET,POST,DELETE vector_stores': [
    {
      call: (client) => refusal(client.vectorStores.create({ name: '世界' })),
      azure: [`POST ${V1}/vector_stores`],
      got: ANSWERED,
    },
    {
      title: 'listed',
      call: (client) => refusal(client.vectorStores.list({ order: 'asc' })),
      azure: [`GET ${V1}/vector_stores?order=asc`],
      got: ANSWERED,
    },
  ],
  'GET,POST,DELETE vector_stores/**': [
    {
      call: (client) => refusal(client.vectorStores.retrieve(STORE)),
      azure: [`GET ${V1}/vector_stores/{id}`],
      got: { status: 404 },
    },
    {
      title: 'deleted',
      call: (client) => refusal(client.vectorStores.delete(STORE)),
      azure: [`DELETE ${V1}/vector_stores/{id}`],
      got: { status: 404 },
    },
    {
      title: 'searched',
      call: (client) => refusal(client.vectorStores.search(STORE, { query: '世界' }).asResponse()),
      azure: [`POST ${V1}/vector_stores/{id}/search`],
      got: { status: 404 },
    },
    {
      title: 'a file added',
      call: (client) => refusal(client.vectorStores.files.create(STORE, { file_id: FILE })),
      azure: [`POST ${V1}/vector_stores/{id}/files`],
      got: { status: 404 },
    },
    {
      title: 'the files of a batch',
      call: (client) =>
        refusal(client.vectorStores.fileBatches.listFiles(STORE_BATCH, { vector_store_id: STORE })),
      azure: [`GET ${V1}/vector_stores/{id}/file_batches/{id}/files`],
      got: { status: 404 },
    },
  ],
  'GET,POST,DELETE fine_tuning/**': [
    {
      call: (client) =>
        refusal(client.fineTuning.jobs.create({ model: 'gpt-4o', training_file: FILE })),
      azure: [`POST ${V1}/fine_tuning/jobs`],
      got: ANSWERED,
    },
    {
      title: 'events',
      call: (client) => refusal(client.fineTuning.jobs.listEvents(JOB, { limit: 3 })),
      azure: [`GET ${V1}/fine_tuning/jobs/{id}/events?limit=3`],
      got: { status: 404 },
    },
    {
      // The SDK's own methods that delete something here ask for an admin key.
      title: 'something deleted',
      call: (client) => refusal(client.delete(`/fine_tuning/jobs/${JOB}`)),
      azure: [`DELETE ${V1}/fine_tuning/jobs/{id}`],
      got: { status: 404 },
    },
  ],
};
