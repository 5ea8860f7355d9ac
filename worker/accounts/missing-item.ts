// Azure answers 400 about a previous response that the account does not have
// (microsoft/agent-framework#6419). For the client it is a 404, like everything else that is missing.

import { errorOf, readErrorBody, type Waiting } from '../azure/error-body.ts';
import { decode } from '../formats/bytes.ts';
import { parseObject } from '../formats/json.ts';

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
