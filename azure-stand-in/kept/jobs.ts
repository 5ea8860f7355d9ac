// Fine-tuning jobs, which are kept and never run, and what they have in common with batches.
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
export function readJob(
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
