// The batches operations: their rows, and a batch's way from one status to the next. There is no
// clock in it: each look at a batch takes it one step on, and the second finds it done.
import { conflict, invalidPayload, noEntity } from '../answers/entity-error.ts';
import { addFile, filesOf } from '../files/file-book.ts';
import { isObject, numberField, textField, type JsonObject } from '../reading/json-value.ts';
import { listPage } from '../answers/list-page.ts';
import type { Answer } from '../answers/answer.ts';
import type { Call, Operation } from '../operation/operation.ts';
import { missingParameter } from '../reading/parameter.ts';
import { deploymentNotFound, Refusal } from '../answers/refusal.ts';
import { readJsonBody } from '../reading/request-body.ts';
import { batchBody, batchesOf, newBatchId, type Batch, type BatchStatus } from './batch-book.ts';
import { readBatchInput } from './batch-input.ts';
import { runBatch } from './batch-run.ts';

/** The batches operations. */
export const BATCH_OPERATIONS: readonly Operation[] = [
  { scope: 'account', method: 'POST', path: 'batches', answer: answerCreate },
  {
    scope: 'account',
    surface: 'classic',
    method: 'POST',
    // openai-node src/azure.ts puts batches among the operations of a deployment.
    path: 'deployments/{deployment}/batches',
    answer: answerCreateInDeployment,
  },
  { scope: 'account', method: 'GET', path: 'batches', answer: answerList },
  { scope: 'account', method: 'GET', path: 'batches/{id}', answer: answerBatch },
  { scope: 'account', method: 'POST', path: 'batches/{id}/cancel', answer: answerCancel },
];

function answerCreateInDeployment(call: Call): Answer {
  const isKnown = call.account.deployments.some(({ name }) => name === call.params[0]);
  return isKnown ? answerCreate(call) : deploymentNotFound();
}

function answerCreate(call: Call): Answer {
  const { account, createdS, memory } = call;
  const body = readJsonBody(call.request);
  if (body instanceof Refusal) return body;
  const missing = ['input_file_id', 'endpoint', 'completion_window'].find(
    (name) => textField(body, name) === undefined,
  );
  if (missing !== undefined) return missingParameter(missing);
  const inputFileId = textField(body, 'input_file_id') ?? '';
  const file = filesOf(memory).get(inputFileId);
  if (file === undefined) return noEntity('file', inputFileId);
  if (file.purpose !== 'batch')
    return invalidPayload(`The file '${inputFileId}' is not for batches.`);
  const endpoint = textField(body, 'endpoint') ?? '';
  const { lines, faults } = readBatchInput(account, file.content, endpoint);
  const batches = batchesOf(memory);
  const batch: Batch = {
    id: newBatchId(batches),
    endpoint,
    inputFileId,
    status: 'validating',
    lines,
    faults: [...checkWindow(body), ...faults],
    createdS,
    reachedS: {},
    outputFileId: null,
    errorFileId: null,
    outputExpiresAfterS: readOutputLife(body),
    counts: { total: lines.length, completed: 0, failed: 0 },
    metadata: body['metadata'] ?? null,
  };
  return { kind: 'json', body: batchBody(batches.put(batch), call.surface) };
}

/** "If you set any other value than `24h` your job will fail" (Microsoft Learn, how-to/batch). */
function checkWindow(body: JsonObject): Batch['faults'] {
  const message = "The completion window must be set to '24h'.";
  return body['completion_window'] === '24h' ? [] : [{ code: 'invalid_request', message }];
}

function readOutputLife(body: JsonObject): number | undefined {
  const given = body['output_expires_after'];
  return isObject(given) ? numberField(given, 'seconds') : undefined;
}

function answerList(call: Call): Answer {
  const bodies = batchesOf(call.memory)
    .all()
    .map((batch) => batchBody(batch, call.surface));
  const page = listPage(bodies, call.query);
  return page instanceof Refusal ? page : { kind: 'json', body: page };
}

function answerBatch(call: Call): Answer {
  const batch = findBatch(call);
  if (batch instanceof Refusal) return batch;
  const moved = batchesOf(call.memory).put(step(call, batch));
  return { kind: 'json', body: batchBody(moved, call.surface) };
}

function answerCancel(call: Call): Answer {
  const batch = findBatch(call);
  if (batch instanceof Refusal) return batch;
  if (batch.status !== 'validating' && batch.status !== 'in_progress') {
    return conflict(`The batch '${batch.id}' has the status '${batch.status}'.`);
  }
  const moved = batchesOf(call.memory).put(reach(call, batch, 'cancelling'));
  return { kind: 'json', body: batchBody(moved, call.surface) };
}

function findBatch({ memory, params: [id = ''] }: Call): Batch | Refusal {
  return batchesOf(memory).get(id) ?? noEntity('batch', id);
}

function step(call: Call, batch: Batch): Batch {
  switch (batch.status) {
    case 'validating':
      return reach(call, batch, batch.faults.length > 0 ? 'failed' : 'in_progress');
    case 'in_progress':
      return finish(call, reach(call, batch, 'completed'), batch.lines);
    case 'cancelling':
      return finish(call, reach(call, batch, 'cancelled'), []);
    case 'failed':
    case 'completed':
    case 'cancelled':
      return batch;
  }
}

function reach(call: Call, batch: Batch, status: BatchStatus): Batch {
  return { ...batch, status, reachedS: { ...batch.reachedS, [status]: call.createdS } };
}

function finish(call: Call, batch: Batch, lines: Batch['lines']): Batch {
  const { output, errors, completed, failed } = runBatch(call, lines);
  const { createdS } = call;
  const life = batch.outputExpiresAfterS;
  const common = {
    purpose: 'batch_output',
    createdS,
    expiresS: life === undefined ? undefined : createdS + life,
  };
  const add = (filename: string, content: Buffer): string =>
    addFile(call.memory, { ...common, filename, content }).id;
  return {
    ...batch,
    outputFileId: add(`${batch.id}_output.jsonl`, output),
    errorFileId: add(`${batch.id}_errors.jsonl`, errors),
    counts: { ...batch.counts, completed, failed },
  };
}
