// The operations on a response that an account keeps: get, delete, cancel, list its input.
// Accounts do not see the responses of others.
import { listPage } from '../answers/list-page.ts';
import type { Answer } from '../answers/answer.ts';
import type { Call } from '../operation/operation.ts';
import { invalidRequest, notFound, Refusal } from '../answers/refusal.ts';
import { checkVersion } from './api-version.ts';
import { responsesOf, type KeptResponse } from './items/response-store.ts';

/** `GET responses/{id}`. A background response is complete once it is retrieved. */
export function answerKeptResponse(call: Call): Answer {
  const kept = findKept(call);
  if (kept instanceof Refusal) return kept;
  const { pending, ...rest } = kept;
  if (pending === undefined) return { kind: 'json', body: kept.body };
  responsesOf(call.memory).put({ ...rest, body: pending });
  return { kind: 'json', body: pending };
}

/** `DELETE responses/{id}`. */
export function deleteKeptResponse(call: Call): Answer {
  const kept = findKept(call);
  if (kept instanceof Refusal) return kept;
  responsesOf(call.memory).remove(kept.id);
  return { kind: 'json', body: { id: kept.id, object: 'response', deleted: true } };
}

/**
 * `POST responses/{id}/cancel`. It can be repeated
 * (https://learn.microsoft.com/azure/foundry/openai/how-to/responses, "Background tasks").
 */
export function cancelKeptResponse(call: Call): Answer {
  const kept = findKept(call);
  if (kept instanceof Refusal) return kept;
  const { pending, ...rest } = kept;
  if (pending !== undefined) {
    const body = { ...kept.body, status: 'cancelled' };
    responsesOf(call.memory).put({ ...rest, body });
    return { kind: 'json', body };
  }
  // github vllm-project/vllm, vllm/entrypoints/openai/serving_responses.py, after OpenAI's words
  return 'background' in kept.body && kept.body.background === true
    ? { kind: 'json', body: kept.body }
    : invalidRequest('Cannot cancel a synchronous response.', null);
}

/** `GET responses/{id}/input_items`. */
export function listInputItems(call: Call): Answer {
  const kept = findKept(call);
  if (kept instanceof Refusal) return kept;
  const page = listPage(kept.inputItems, call.query);
  return page instanceof Refusal ? page : { kind: 'json', body: page };
}

function findKept(call: Call): KeptResponse | Refusal {
  const [id = ''] = call.params;
  return (
    checkVersion(call) ??
    responsesOf(call.memory).get(id) ??
    notFound(`Response with id '${id}' not found.`)
  );
}
