// Batches and fine-tuning jobs. They are kept and never run.
import { noEntity } from '../answers/entity-error.ts';
import { Refusal } from '../answers/refusal.ts';
import { perAccount } from '../operation/account-memory.ts';
import type { Call } from '../operation/operation.ts';
import { ResourceStore } from '../operation/resource-store.ts';
import { textField, type JsonObject } from '../reading/json-value.ts';
import { missingParameter } from '../reading/parameter.ts';
import { readJsonBody } from '../reading/request-body.ts';
import { filesOf } from './files.ts';
import type { KeptItem, KeptKind, NewItem } from './kept-kind.ts';

/** https://learn.microsoft.com/azure/foundry/openai/how-to/batch */
export const BATCHES: KeptKind = {
  path: 'batches',
  object: 'batch',
  idPrefix: 'batch_',
  storeOf: perAccount(({ subdomain }) => new ResourceStore<KeptItem>('batch', subdomain)),
  read: (call) =>
    readJob(call, ['endpoint', 'completion_window'], ['input_file_id'], {
      status: 'validating',
      output_file_id: null,
      error_file_id: null,
      errors: null,
      request_counts: { total: 0, completed: 0, failed: 0 },
    }),
  missing: (id) => noEntity('batch', id),
  isListed: true,
  cancelledAs: 'cancelling',
};

/** https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning */
export const FINE_TUNING_JOBS: KeptKind = {
  path: 'fine_tuning/jobs',
  object: 'fine_tuning.job',
  idPrefix: 'ftjob-',
  storeOf: perAccount(({ subdomain }) => new ResourceStore<KeptItem>('job', subdomain)),
  // `pending` is Azure's own word for OpenAI's `queued`.
  read: (call) =>
    readJob(call, ['model'], ['training_file'], {
      status: 'pending',
      fine_tuned_model: null,
      result_files: [],
    }),
  missing: (id) => noEntity('job', id),
  isListed: true,
  cancelledAs: 'cancelled',
  children: {
    events: { missing: (id) => noEntity('event', id) },
    checkpoints: { missing: (id) => noEntity('checkpoint', id) },
  },
};

/**
 * A new job: the request's own fields over those that it starts with.
 *
 * @param texts fields that must be there
 * @param files fields that must name a file of the account
 */
function readJob(
  { request, memory }: Call,
  texts: readonly string[],
  files: readonly string[],
  start: JsonObject,
): NewItem | Refusal {
  const body = readJsonBody(request);
  if (body instanceof Refusal) return body;
  const missing = [...files, ...texts].find((name) => textField(body, name) === undefined);
  if (missing !== undefined) return missingParameter(missing);
  const unknown = files
    .map((name) => textField(body, name) ?? '')
    .find((id) => filesOf(memory).get(id) === undefined);
  return unknown === undefined
    ? { fields: { metadata: null, ...body, ...start } }
    : noEntity('file', unknown);
}
