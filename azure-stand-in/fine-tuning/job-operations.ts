// The fine-tuning operations: their rows, and the steps from a call to its answer
// (https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning).
import { conflict, invalidPayload, noEntity } from '../answers/entity-error.ts';
import { filesOf } from '../files/file-book.ts';
import { isObject, numberField, textField, type JsonObject } from '../reading/json-value.ts';
import { listPage } from '../answers/list-page.ts';
import type { Answer } from '../answers/answer.ts';
import type { Call, Operation } from '../operation/operation.ts';
import { missingParameter } from '../reading/parameter.ts';
import { Refusal } from '../answers/refusal.ts';
import { readJsonBody } from '../reading/request-body.ts';
import { jobBody, jobsOf, tunedName, type FineTuningJob } from './job-book.ts';
import { cancelJob, stepJob } from './job-run.ts';

/** The fine-tuning operations. */
export const FINE_TUNING_OPERATIONS: readonly Operation[] = (
  [
    ['POST', 'fine_tuning/jobs', create],
    ['GET', 'fine_tuning/jobs', list],
    ['GET', 'fine_tuning/jobs/{id}', withJob(show)],
    ['POST', 'fine_tuning/jobs/{id}/cancel', withJob(cancel)],
    ['GET', 'fine_tuning/jobs/{id}/events', withJob(listEvents)],
    ['GET', 'fine_tuning/jobs/{id}/checkpoints', withJob(listCheckpoints)],
  ] as const
).map(([method, path, answer]) => ({ scope: 'account', method, path, answer }));

/** https://learn.microsoft.com/azure/foundry/openai/concepts/models, "Fine-tuning models". */
const TUNABLE = /^(gpt-4o|gpt-4\.1|o4-mini|gpt-5)/;
/** A model's last three checkpoints are kept (Microsoft Learn, how-to/fine-tuning). */
const CHECKPOINTS = 3;

function create(call: Call): Answer {
  const body = readJsonBody(call.request);
  if (body instanceof Refusal) return body;
  const model = textField(body, 'model');
  if (model === undefined) return missingParameter('model');
  if (!TUNABLE.test(model)) {
    // github MicrosoftDocs/azure-docs#116776
    return invalidPayload('The specified base model does not support fine-tuning.');
  }
  const trainingFile = textField(body, 'training_file');
  if (trainingFile === undefined) return missingParameter('training_file');
  const validationFile = textField(body, 'validation_file') ?? null;
  for (const id of [trainingFile, ...(validationFile === null ? [] : [validationFile])]) {
    const file = filesOf(call.memory).get(id);
    if (file === undefined) return noEntity('file', id);
    if (file.purpose !== 'fine-tune')
      return invalidPayload(`The file '${id}' is not for fine-tuning.`);
  }
  const jobs = jobsOf(call.memory);
  const job = jobs.put({
    id: jobs.nextId('ftjob-'),
    model,
    trainingFile,
    validationFile,
    suffix: textField(body, 'suffix'),
    seed: numberField(body, 'seed') ?? 1,
    method: isObject(body['method']) ? body['method'] : { type: 'supervised' },
    hyperparameters: readHyperparameters(body),
    status: 'pending',
    createdS: call.createdS,
    finishedS: null,
    trainedTokens: null,
    resultFiles: [],
    events: [
      { createdS: call.createdS, message: 'Job enqueued. Waiting for jobs ahead to complete.' },
    ],
  });
  return { kind: 'json', body: jobBody(job) };
}

function readHyperparameters(body: JsonObject): object {
  const given = isObject(body['hyperparameters']) ? body['hyperparameters'] : {};
  return { n_epochs: -1, batch_size: -1, learning_rate_multiplier: 1, ...given };
}

function list(call: Call): Answer {
  const page = listPage(jobsOf(call.memory).all().map(jobBody), call.query);
  return page instanceof Refusal ? page : { kind: 'json', body: page };
}

function withJob(
  handle: (call: Call, job: FineTuningJob) => object | Refusal,
): (call: Call) => Answer {
  return (call) => {
    const [id = ''] = call.params;
    const job = jobsOf(call.memory).get(id);
    if (job === undefined) return noEntity('job', id);
    const body = handle(call, job);
    return body instanceof Refusal ? body : { kind: 'json', body };
  };
}

function show(call: Call, job: FineTuningJob): object {
  return jobBody(jobsOf(call.memory).put(stepJob(call, job)));
}

function cancel(call: Call, job: FineTuningJob): object | Refusal {
  if (job.status !== 'pending' && job.status !== 'running') {
    return conflict(`The job '${job.id}' has the status '${job.status}'.`);
  }
  return jobBody(jobsOf(call.memory).put(cancelJob(call, job)));
}

function listEvents(call: Call, job: FineTuningJob): object | Refusal {
  const events = job.events.map(({ createdS, message }, index) => ({
    id: job.id.replace(/^ftjob-/, `ftevent-${index}`),
    object: 'fine_tuning.job.event',
    created_at: createdS,
    level: 'info',
    message,
    type: 'message',
  }));
  return listPage(events, call.query);
}

function listCheckpoints(call: Call, job: FineTuningJob): object | Refusal {
  const count = job.status === 'succeeded' ? CHECKPOINTS : 0;
  const checkpoints = Array.from({ length: count }, (_, index) => ({
    id: job.id.replace(/^ftjob-/, `ftchkpt-${index}`),
    object: 'fine_tuning.job.checkpoint',
    created_at: job.finishedS,
    fine_tuned_model_checkpoint: `${tunedName(job)}:ckpt-step-${index + 1}`,
    fine_tuning_job_id: job.id,
    step_number: index + 1,
    metrics: { step: index + 1, train_loss: 0.5 },
  }));
  return listPage(checkpoints, call.query);
}
