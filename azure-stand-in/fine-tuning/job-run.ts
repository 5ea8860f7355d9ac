// A fine-tuning job's way from one status to the next. There is no clock in it: each look at a
// job takes it one step on, and the second finds it done.
import { addFile, filesOf } from '../files/file-book.ts';
import type { Call } from '../operation/operation.ts';
import { countTokens } from '../text/tokens.ts';
import type { FineTuningJob } from './job-book.ts';

/** The job after one more look at it. */
export function stepJob(call: Call, job: FineTuningJob): FineTuningJob {
  switch (job.status) {
    case 'pending':
      return happen(call, { ...job, status: 'running' }, 'Job started.');
    case 'running':
      return finish(call, job);
    case 'succeeded':
    case 'cancelled':
      return job;
  }
}

/** The job, ended by its owner. */
export function cancelJob(call: Call, job: FineTuningJob): FineTuningJob {
  const cancelled: FineTuningJob = { ...job, status: 'cancelled', finishedS: call.createdS };
  return happen(call, cancelled, 'Job canceled.');
}

function finish(call: Call, job: FineTuningJob): FineTuningJob {
  const { createdS, memory } = call;
  const training = filesOf(memory).get(job.trainingFile)?.content.toString() ?? '';
  const content = Buffer.from('step,train_loss,train_accuracy\n1,0.5,0.9\n');
  const result = { purpose: 'fine-tune-results', createdS, expiresS: undefined, content };
  const { id } = addFile(memory, { ...result, filename: 'results.csv' });
  const done: FineTuningJob = {
    ...job,
    status: 'succeeded',
    finishedS: createdS,
    trainedTokens: countTokens(training),
    resultFiles: [id],
  };
  return happen(call, done, `Completed results file: ${id}`);
}

function happen(call: Call, job: FineTuningJob, message: string): FineTuningJob {
  return { ...job, events: [...job.events, { createdS: call.createdS, message }] };
}
