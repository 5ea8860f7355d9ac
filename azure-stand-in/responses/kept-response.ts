// The operations on a response that an account keeps: get, delete, cancel, list its input.
// Accounts do not see the responses of others.
import { listPage } from '../answers/list-page.ts';
import type { Answer } from '../answers/answer.ts';
import type { Call } from '../operation/operation.ts';
import { invalidRequest, notFound, Refusal } from '../answers/refusal.ts';
import { checkVersion } from './api-version.ts';
import { responsesOf, type KeptResponse } from './items/response-store.ts';

/**
 * `GET responses/{id}`. A background response is in progress at the first look and complete at the second;
 * as a stream it runs to its end.
 */
export function answerKeptResponse(call: Call): Answer {
  const kept = findKept(call);
  if (kept instanceof Refusal) return kept;
  if (call.query.get('stream') === 'true') return streamKept(call, kept);
  const { pending, ...rest } = kept;
  if (pending === undefined) return { kind: 'json', body: kept.body };
  const [body, ...later] = pending;
  responsesOf(call.memory).put({ ...rest, body, ...pendingOf(later) });
  return { kind: 'json', body };
}

/**
 * The events from `starting_after` on, by which a client goes on with a stream that was cut off
 * (https://learn.microsoft.com/azure/foundry/openai/how-to/responses, "Background tasks"; github
 * BerriAI/litellm#26762, on Azure).
 */
function streamKept({ query, memory }: Call, kept: KeptResponse): Answer {
  const after = query.get('starting_after') ?? '-1';
  if (!/^(-1|\d{1,9})$/.test(after)) {
    const message = `Invalid 'starting_after': expected an integer, but got '${after}'.`;
    return invalidRequest(message, 'starting_after', 'invalid_value');
  }
  const { pending, ...rest } = kept;
  responsesOf(memory).put({ ...rest, body: pending?.at(-1) ?? kept.body });
  return kept.stream(Number(after));
}

function pendingOf([next, ...later]: readonly object[]): Pick<KeptResponse, 'pending'> {
  return next === undefined ? {} : { pending: [next, ...later] };
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
