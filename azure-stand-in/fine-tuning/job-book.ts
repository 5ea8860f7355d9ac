// The fine-tuning jobs of an account, and what they say of themselves
// (https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning).
import { perAccount } from '../operation/account-memory.ts';
import { ResourceStore } from '../operation/resource-store.ts';

/** A job's way: on to the next status with each look at it. `pending` is Azure's own word. */
export type JobStatus = 'pending' | 'running' | 'succeeded' | 'cancelled';

/** Something that happened to a job. */
interface JobEvent {
  readonly createdS: number;
  readonly message: string;
}

/** A job as it is kept. */
export interface FineTuningJob {
  readonly id: string;
  readonly model: string;
  readonly trainingFile: string;
  readonly validationFile: string | null;
  readonly suffix: string | undefined;
  readonly seed: number;
  readonly method: unknown;
  readonly hyperparameters: object;
  readonly status: JobStatus;
  readonly createdS: number;
  readonly finishedS: number | null;
  readonly trainedTokens: number | null;
  readonly resultFiles: readonly string[];
  readonly events: readonly JobEvent[];
}

/** The jobs of an account. */
export const jobsOf = perAccount(
  ({ subdomain }) => new ResourceStore<FineTuningJob>('job', subdomain),
);

/** The name of the model that comes of it: `gpt-4.1-2025-04-14.ft-…`, the suffix at its end. */
export function tunedName({ id, model, suffix }: FineTuningJob): string {
  const name = `${model}.${id.replace(/^ftjob-/, 'ft-')}`;
  return suffix === undefined ? name : `${name}-${suffix}`;
}

/** What a job says of itself. */
export function jobBody(job: FineTuningJob): object {
  return {
    model: job.model,
    fine_tuned_model: job.status === 'succeeded' ? tunedName(job) : null,
    training_file: job.trainingFile,
    validation_file: job.validationFile,
    result_files: job.resultFiles,
    finished_at: job.finishedS,
    trained_tokens: job.trainedTokens,
    seed: job.seed,
    suffix: job.suffix ?? null,
    method: job.method,
    hyperparameters: job.hyperparameters,
    error: null,
    estimated_finish: null,
    organization_id: '',
    integrations: null,
    metadata: null,
    object: 'fine_tuning.job',
    id: job.id,
    status: job.status,
    created_at: job.createdS,
  };
}
