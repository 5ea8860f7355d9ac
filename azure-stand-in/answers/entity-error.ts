// Errors about files, uploads, batches and fine-tuning jobs. They have codes of their own
// (https://learn.microsoft.com/rest/api/azureopenai/files/get, "ErrorCode"); no
// source has the messages of `notFound` and `conflict`.
import { Refusal } from './refusal.ts';

function entityError(status: number, code: string, message: string): Refusal {
  return new Refusal(status, { error: { code, message } });
}

/** The account does not have it. `kind` is `file`, `batch` or the like. */
export function noEntity(kind: string, id: string): Refusal {
  return entityError(404, 'notFound', `The ${kind} '${id}' was not found.`);
}

/** "The request data is invalid for this operation." */
export function invalidPayload(message: string): Refusal {
  return entityError(400, 'invalidPayload', message);
}

/** "The requested operation conflicts with the current resource state." */
export function conflict(message: string): Refusal {
  return entityError(409, 'conflict', message);
}
