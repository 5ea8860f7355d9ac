// The operations of the Conversations API, which OpenAI's own are word for word
// (https://platform.openai.com/docs/api-reference/conversations). Responses add to them elsewhere.
import { listPage, toList } from '../answers/list-page.ts';
import { objectsField, type JsonObject } from '../reading/json-value.ts';
import type { Answer } from '../answers/answer.ts';
import type { Call, Operation } from '../operation/operation.ts';
import { invalidRequest, notFound, Refusal } from '../answers/refusal.ts';
import { readJsonBody } from '../reading/request-body.ts';
import { checkItemIds, toItems, type Item } from '../responses/item.ts';
import { tokenId } from '../text/token-id.ts';
import { conversationsOf, type Conversation } from './conversation-book.ts';

/** Most items of one call (same page, "Create items"). */
const MAX_ITEMS = 20;

/** The rows of the table of operations. Only v1 has them. */
export const CONVERSATION_OPERATIONS: readonly Operation[] = (
  [
    ['POST', 'conversations', create],
    ['GET', 'conversations/{id}', withConversation(show)],
    ['POST', 'conversations/{id}', withConversation(update)],
    ['DELETE', 'conversations/{id}', withConversation(remove)],
    ['GET', 'conversations/{id}/items', withConversation(listItems)],
    ['POST', 'conversations/{id}/items', withConversation(addItems)],
    ['GET', 'conversations/{id}/items/{item}', withConversation(showItem)],
    ['DELETE', 'conversations/{id}/items/{item}', withConversation(removeItem)],
  ] as const
).map(([method, path, answer]) => ({ scope: 'account', surface: 'v1', method, path, answer }));

type Handler = (call: Call, conversation: Conversation) => object | Refusal;

function withConversation(handle: Handler): (call: Call) => Answer {
  return (call) => {
    const [id = ''] = call.params;
    const conversation = conversationsOf(call.memory).find(id);
    if (conversation === undefined) return notFound(`Conversation with id '${id}' not found.`);
    const body = handle(call, conversation);
    return body instanceof Refusal ? body : { kind: 'json', body };
  };
}

function create(call: Call): Answer {
  const body = readBody(call);
  const source = conversationsOf(call.memory).nextSource();
  const items = body instanceof Refusal ? body : readItems(body, source);
  if (body instanceof Refusal) return body;
  if (items instanceof Refusal) return items;
  const conversation: Conversation = {
    id: tokenId('conv_', source),
    createdS: call.createdS,
    metadata: body['metadata'] ?? {},
    items,
  };
  conversationsOf(call.memory).keep(conversation);
  return { kind: 'json', body: toBody(conversation) };
}

function show(_call: Call, conversation: Conversation): object {
  return toBody(conversation);
}

function update(call: Call, conversation: Conversation): object | Refusal {
  const body = readBody(call);
  if (body instanceof Refusal) return body;
  const changed = { ...conversation, metadata: body['metadata'] ?? {} };
  conversationsOf(call.memory).keep(changed);
  return toBody(changed);
}

function remove(call: Call, { id }: Conversation): object {
  conversationsOf(call.memory).remove(id);
  return { id, object: 'conversation.deleted', deleted: true };
}

function listItems(call: Call, { items }: Conversation): object | Refusal {
  return listPage(items, call.query);
}

function addItems(call: Call, conversation: Conversation): object | Refusal {
  const body = readBody(call);
  if (body instanceof Refusal) return body;
  const items = readItems(body, conversationsOf(call.memory).nextSource());
  if (items instanceof Refusal) return items;
  const all = [...conversation.items, ...items];
  conversationsOf(call.memory).keep({ ...conversation, items: all });
  return toList(items, false);
}

function showItem(call: Call, conversation: Conversation): object | Refusal {
  return findItem(call, conversation);
}

function removeItem(call: Call, conversation: Conversation): object | Refusal {
  const item = findItem(call, conversation);
  if (item instanceof Refusal) return item;
  const items = conversation.items.filter((kept) => kept !== item);
  conversationsOf(call.memory).keep({ ...conversation, items });
  return toBody(conversation);
}

function findItem({ params }: Call, { id, items }: Conversation): Item | Refusal {
  const wanted = params[1] ?? '';
  return (
    items.find((item) => item.id === wanted) ??
    notFound(`Item with id '${wanted}' not found in conversation with id '${id}'.`)
  );
}

function readItems(body: JsonObject, source: string): readonly Item[] | Refusal {
  const given = objectsField(body, 'items');
  if (given.length > MAX_ITEMS) {
    return invalidRequest(
      `Invalid 'items': array too long. Expected an array with maximum length ${MAX_ITEMS}, but ` +
        `got an array with length ${given.length} instead.`,
      'items',
      'array_above_max_length',
    );
  }
  return checkItemIds(given) ?? toItems(given, source);
}

/** No body at all counts as an empty one: every field is optional. */
function readBody({ request }: Call): JsonObject | Refusal {
  return request.body.length === 0 ? {} : readJsonBody(request);
}

function toBody({ id, createdS, metadata }: Conversation): object {
  return { id, object: 'conversation', created_at: createdS, metadata };
}
