// Requests about what one of the accounts keeps, and how an account says that it does not have it: Azure
// answers 400 about a previous response that is not there (microsoft/agent-framework#6419). For the client it is a 404, like everything else that is
// missing.

import { errorOf, readErrorBody, type Waiting } from '../azure/error-body.ts';
import { decode } from '../formats/bytes.ts';
import { parseObject } from '../formats/json.ts';
import type { AzureCall } from '../context.ts';
import { isTemplate } from '../operations/operation.ts';
import type { RequestBody } from '../request/read-body.ts';

/** The answer, with status 404 where it is a 400 about a response that is missing. */
export async function asNotFound(answer: Response, waiting: Waiting): Promise<Response> {
  if (answer.status !== 400) return answer;
  const bytes = await readErrorBody(answer, waiting);
  const isMissing = bytes !== undefined && isAboutMissingResponse(decode(bytes));
  const { headers } = answer;
  return new Response(bytes ?? null, { status: isMissing ? 404 : 400, headers });
}

/** The member that the error is about decides: a message may quote anything that was "not found". */
function isAboutMissingResponse(text: string): boolean {
  const { code, param, message } = errorOf(parseObject(text) ?? {});
  if (code === 'previous_response_not_found') return true;
  const isAboutKept = param === 'previous_response_id' || param === 'conversation';
  return isAboutKept && typeof message === 'string' && /not found/i.test(message);
}

/** Whether the request is about something that one of the accounts keeps. */
export function isAboutKept(call: AzureCall, body: RequestBody): boolean {
  return isTemplate(call.operation) || joinsCall(call) || continuesKept(body);
}

/** Whether it is the side channel of a realtime call: a socket that joins it. */
export function joinsCall({ operation, target }: AzureCall): boolean {
  return operation.path === 'realtime' && new URLSearchParams(target.query).has('call_id');
}

/** Whether the request continues a stored response or a conversation. */
function continuesKept(body: RequestBody): boolean {
  if (body.kind !== 'json') return false;
  return body.root.has('previous_response_id') || body.root.has('conversation');
}
