// fine_tuning/jobs: from training data to a model's name.
import type OpenAI from 'openai';
import { expect, test } from 'vitest';
import { NOW_MS } from './client.ts';
import { startMedia } from './media-client.ts';

const NOW_S = NOW_MS / 1000;
const MODEL = 'gpt-4.1-2025-04-14';

async function train(client: OpenAI): Promise<string> {
  const file = new File(['{"messages": []}'], 'train.jsonl');
  return (await client.files.create({ file, purpose: 'fine-tune' })).id;
}

test('a job is pending, then runs, then has a model, a result file and checkpoints', async () => {
  const { v1 } = await startMedia();
  const { jobs } = v1.fineTuning;
  const training_file = await train(v1);
  const job = await jobs.create({ model: MODEL, training_file, suffix: 'mine', seed: 7 });
  expect(job).toMatchObject({
    id: expect.stringMatching(/^ftjob-[0-9a-f]{32}$/) as string,
    object: 'fine_tuning.job',
    status: 'pending',
    model: MODEL,
    training_file,
    seed: 7,
    created_at: NOW_S,
    fine_tuned_model: null,
    finished_at: null,
    result_files: [],
  });
  expect((await jobs.checkpoints.list(job.id)).data).toEqual([]);
  expect((await jobs.retrieve(job.id)).status).toBe('running');
  const done = await jobs.retrieve(job.id);
  const name = `${MODEL}.${job.id.replace('ftjob-', 'ft-')}-mine`;
  expect(done).toMatchObject({
    status: 'succeeded',
    fine_tuned_model: name,
    finished_at: NOW_S,
    trained_tokens: 2,
  });
  const [result = ''] = done.result_files;
  expect((await v1.files.retrieve(result)).purpose).toBe('fine-tune-results');
  expect((await jobs.listEvents(job.id)).data.map(({ message }) => message)).toEqual([
    `Completed results file: ${result}`,
    'Job started.',
    'Job enqueued. Waiting for jobs ahead to complete.',
  ]);
  const { data } = await jobs.checkpoints.list(job.id);
  expect(data.map((checkpoint) => checkpoint.step_number)).toEqual([3, 2, 1]);
  expect(data[0]?.fine_tuned_model_checkpoint).toBe(`${name}:ckpt-step-3`);
});

test('a job is cancelled, unless it is done', async () => {
  const { v1 } = await startMedia();
  const { jobs } = v1.fineTuning;
  const { id } = await jobs.create({ model: MODEL, training_file: await train(v1) });
  expect((await jobs.cancel(id)).status).toBe('cancelled');
  expect((await jobs.retrieve(id)).status).toBe('cancelled');
  await expect(jobs.cancel(id)).rejects.toMatchObject({ status: 409, code: 'conflict' });
});

test('jobs are listed, the newest first, without moving on', async () => {
  const { v1, dated } = await startMedia();
  const create = async (): Promise<string> => {
    const body = { model: MODEL, training_file: await train(v1) };
    return (await v1.fineTuning.jobs.create(body)).id;
  };
  const [first, second] = [await create(), await create()];
  const { data } = await dated.fineTuning.jobs.list();
  expect(data.map(({ id, status }) => [id, status])).toEqual([
    [second, 'pending'],
    [first, 'pending'],
  ]);
});

test('a job needs a model that can be tuned, and data that is there for it', async () => {
  const { v1 } = await startMedia();
  const { jobs } = v1.fineTuning;
  const training_file = await train(v1);
  await expect(jobs.create({ model: 'whisper', training_file })).rejects.toMatchObject({
    status: 400,
    error: {
      code: 'invalidPayload',
      message: 'The specified base model does not support fine-tuning.',
    },
  });
  const unknown = jobs.create({ model: MODEL, training_file: 'file-x' });
  await expect(unknown).rejects.toMatchObject({ status: 404, code: 'notFound' });
  const other = await v1.files.create({ file: new File(['x'], 'x.jsonl'), purpose: 'batch' });
  const wrong = jobs.create({ model: MODEL, training_file: other.id });
  await expect(wrong).rejects.toMatchObject({ status: 400, code: 'invalidPayload' });
  await expect(jobs.retrieve('ftjob-x')).rejects.toMatchObject({ status: 404, code: 'notFound' });
});
