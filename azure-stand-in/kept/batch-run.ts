// What a batch does: it checks its file, then answers each line as the operation itself would.
import { answerChat } from '../chat/chat.ts';
import { answerEmbeddings } from '../embeddings/embeddings.ts';
import { answerCharged } from '../usage/charging.ts';
import { describeModel } from '../models/model-facts.ts';
import type { Call, DeploymentCall } from '../operation/operation.ts';
import type { Answer } from '../answers/answer.ts';
import { Refusal } from '../answers/refusal.ts';
import { isObject, textField, type JsonObject } from '../reading/json-value.ts';
import { answerResponse } from '../responses/responses.ts';

/** A fault in the file, as `errors` of the batch has it. */
export interface BatchError {
  readonly code: string;
  readonly message: string;
  /** From 1; null for the whole file. */
  readonly line: number | null;
}

/** The results: one line of JSON for each request that was answered, and one for each that failed. */
export interface BatchResults {
  readonly output: readonly object[];
  readonly errors: readonly object[];
}

interface BatchOperation {
  readonly answer: (call: DeploymentCall) => Answer;
  readonly operationId: string;
}

const OPERATIONS: Readonly<Record<string, BatchOperation>> = {
  '/chat/completions': { answer: answerChat, operationId: 'ChatCompletions_Create' },
  '/responses': { answer: answerResponse, operationId: 'Responses_Create' },
  '/embeddings': { answer: answerEmbeddings, operationId: 'Embeddings_Create' },
};

/**
 * Checks the file. Codes: https://learn.microsoft.com/azure/foundry/openai/how-to/batch, "Common error
 * codes"; the messages are this server's.
 */
export function checkLines(call: Call, content: Buffer): readonly BatchError[] {
  const lines = linesOf(content);
  if (lines.length === 0) return [toError('empty_batch', 'The file has no requests.', null)];
  const models = new Set(lines.map((line) => modelOf(parse(line))));
  const errors: BatchError[] = [];
  for (const [index, line] of lines.entries()) {
    const request = parse(line);
    if (request === undefined) {
      errors.push(toError('invalid_json_line', 'The line is not a JSON object.', index + 1));
    } else if (findDeployment(call, request) === undefined) {
      const model = modelOf(request) ?? '';
      errors.push(toError('model_not_found', `No deployment is called '${model}'.`, index + 1));
    }
  }
  if (errors.length === 0 && models.size > 1) {
    errors.push(toError('model_mismatch', 'All lines must name the same deployment.', null));
  }
  return errors;
}

/** Answers the lines of a file that `checkLines` found to be right. */
export function runLines(call: Call, content: Buffer): BatchResults {
  const output: object[] = [];
  const errors: object[] = [];
  for (const [index, line] of linesOf(content).entries()) {
    const request = parse(line) ?? {};
    const [status_code, body] = answerLine(call, request);
    const response = { status_code, request_id: `${index}`, body };
    const result = { custom_id: request['custom_id'] ?? null, response, error: null };
    (status_code === 200 ? output : errors).push(result);
  }
  return { output, errors };
}

function answerLine(call: Call, request: JsonObject): readonly [number, unknown] {
  // Azure's examples have the path with and without `/v1`.
  const path = (textField(request, 'url') ?? '').replace(/^\/v1\//, '/');
  const operation = Object.hasOwn(OPERATIONS, path) ? OPERATIONS[path] : undefined;
  const deployment = findDeployment(call, request);
  const body = isObject(request['body']) ? request['body'] : {};
  if (operation === undefined || deployment === undefined || body['stream'] === true) {
    return [400, { error: { code: 'invalid_request', message: 'The request cannot be batched.' } }];
  }
  const model = describeModel(deployment.model, deployment.version);
  const { answer, operationId } = operation;
  const answered = answerCharged(call, { deployment, operationId, body }, (charge) =>
    answer({ ...call, model, body, charge }),
  );
  if (answered instanceof Refusal) return [answered.status, answered.body];
  return [200, answered.kind === 'json' ? answered.body : null];
}

function linesOf(content: Buffer): readonly string[] {
  return content
    .toString()
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
}

function parse(line: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function modelOf(request: JsonObject | undefined): string | undefined {
  const body = request?.['body'];
  return isObject(body) ? textField(body, 'model') : undefined;
}

function findDeployment({ account }: Call, request: JsonObject) {
  return account.deployments.find(({ name }) => name === modelOf(request));
}

function toError(code: string, message: string, line: number | null): BatchError {
  return { code, message, line };
}
