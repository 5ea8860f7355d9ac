// Conformance cases of vector stores and fine-tuning. The ids are made up, so Azure
// refuses most of them. The cases check that Azure is called and that its answer arrives.
import { expect } from 'vitest';
import { refusal, type Cases } from './case.ts';

const V1 = '/openai/v1';
const FILE = 'file-0123456789';
const STORE = 'vs_0123456789';
const STORE_BATCH = 'vsfb_0123456789';
const JOB = 'ftjob_0123456789';

/** Whatever Azure says, in OpenAI's shape or an error's. */
const ANSWERED: unknown = expect.anything();

export const STORE_CASES: Cases = {
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
