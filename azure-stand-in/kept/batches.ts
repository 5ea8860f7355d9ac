// Batches (https://learn.microsoft.com/azure/foundry/openai/how-to/batch). A batch goes one step further each
// time that a client looks at it: validating, in progress, completed.
//
// v1 has OpenAI's statuses and times, because OpenAI's SDKs poll Azure's v1 to the end (same page, "Track
// batch job progress", Python; https://learn.microsoft.com/azure/foundry/reference/rest/batches-retrieve-batch).
// The REST sample of the same page, of 2024-07, has `Validating` and texts for times: so do dated versions here.
import { conflict, noEntity } from '../answers/entity-error.ts';
import type { Refusal } from '../answers/refusal.ts';
import type { Surface } from '../answers/surface.ts';
import { perAccount } from '../operation/account-memory.ts';
import type { Call } from '../operation/operation.ts';
import { ResourceStore } from '../operation/resource-store.ts';
import type { JsonObject } from '../reading/json-value.ts';
import { checkLines, runLines } from './batch-run.ts';
import { FILES, filesOf } from './files.ts';
import { readJob } from './jobs.ts';
import type { KeptItem, KeptKind, NewItem } from './kept-kind.ts';
import { keep } from './kept-operations.ts';

const DAY_S = 86_400;

export const BATCHES: KeptKind = {
  path: 'batches',
  object: 'batch',
  idPrefix: 'batch_',
  storeOf: perAccount(({ subdomain }) => new ResourceStore<KeptItem>('batch', subdomain)),
  read: readBatch,
  missing: (id) => noEntity('batch', id),
  isListed: true,
  cancel: (call, { id, body }) => {
    const status = String(body['status']);
    return status === 'validating' || status === 'in_progress'
      ? { ...body, status: 'cancelling', cancelling_at: call.createdS }
      : conflict(`The batch '${id}' has the status '${status}'.`);
  },
  look: (call, { body }) => nextState(call, body),
  show,
};

function readBatch(call: Call): NewItem | Refusal {
  return readJob(call, ['endpoint', 'completion_window'], ['input_file_id'], {
    status: 'validating',
    expires_at: call.createdS + DAY_S,
    in_progress_at: null,
    finalizing_at: null,
    completed_at: null,
    failed_at: null,
    expired_at: null,
    cancelling_at: null,
    cancelled_at: null,
    output_file_id: null,
    error_file_id: null,
    errors: null,
    request_counts: { total: 0, completed: 0, failed: 0 },
  });
}

function nextState(call: Call, body: JsonObject): JsonObject {
  const content = filesOf(call.memory).get(String(body['input_file_id']))?.content;
  const now = call.createdS;
  switch (body['status']) {
    case 'validating': {
      const data = checkLines(call, content ?? Buffer.alloc(0));
      return data.length === 0
        ? { ...body, status: 'in_progress', in_progress_at: now }
        : { ...body, status: 'failed', failed_at: now, errors: { object: 'list', data } };
    }
    case 'in_progress':
      return complete(call, body, content ?? Buffer.alloc(0));
    case 'cancelling':
      return { ...body, status: 'cancelled', cancelled_at: now };
    default:
      return body;
  }
}

function complete(call: Call, body: JsonObject, content: Buffer): JsonObject {
  const { output, errors } = runLines(call, content);
  const completed = output.length;
  const failed = errors.length;
  return {
    ...body,
    status: 'completed',
    finalizing_at: call.createdS,
    completed_at: call.createdS,
    output_file_id: keepLines(call, 'output', output),
    // Same page: it is there also when nothing failed.
    error_file_id: keepLines(call, 'error', errors),
    request_counts: { total: completed + failed, completed, failed },
  };
}

function keepLines(call: Call, name: string, lines: readonly object[]): string {
  const content = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const fields = {
    status: 'processed',
    bytes: content.length,
    purpose: 'batch_output',
    filename: `${name}.jsonl`,
  };
  return keep(FILES, call.memory, call.createdS, { fields, content }).id;
}

function show(body: JsonObject, surface: Surface): JsonObject {
  if (surface === 'v1') return body;
  const status = String(body['status']);
  const times = Object.entries(body).map(([name, value]) => [
    name,
    name.endsWith('_at') && typeof value === 'number' ? toText(value) : value,
  ]);
  return {
    ...(Object.fromEntries(times) as JsonObject),
    status: status.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase()),
  };
}

function toText(timeS: number): string {
  return new Date(timeS * 1000).toISOString().replace('Z', '0000+00:00');
}
