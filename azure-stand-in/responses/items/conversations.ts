// The Conversations API, in Azure's v1 as at OpenAI
// (https://platform.openai.com/docs/api-reference/conversations). A response that names a conversation
// reads it and adds to it.
import { invalidRequest, notFound, Refusal } from '../../answers/refusal.ts';
import type { KeptItem, KeptKind, NewItem } from '../../kept/kept-kind.ts';
import { perAccount, type AccountMemory } from '../../operation/account-memory.ts';
import type { Call } from '../../operation/operation.ts';
import { ResourceStore } from '../../operation/resource-store.ts';
import { objectsField, type JsonObject } from '../../reading/json-value.ts';
import { readJsonBody } from '../../reading/request-body.ts';
import { checkItemIds, toItems, type Item } from './item.ts';

/** Most items of one call (same page, "Create items"). */
const MAX_ITEMS = 20;

const conversationsOf = perAccount(
  ({ subdomain }) => new ResourceStore<KeptItem>('conversation', subdomain),
);

export const CONVERSATIONS: KeptKind = {
  path: 'conversations',
  surface: 'v1',
  object: 'conversation',
  idPrefix: 'conv_',
  storeOf: conversationsOf,
  read: readConversation,
  missing: conversationNotFound,
  changeable: ['metadata'],
  deletedAs: 'conversation.deleted',
  children: {
    items: {
      read: (call) => {
        const body = readBody(call);
        return body instanceof Refusal ? body : readItems(call, body);
      },
      isAddedAsList: true,
      missing: (id, conversation) =>
        notFound(`Item with id '${id}' not found in conversation with id '${conversation}'.`),
    },
  },
};

/** What was said in a conversation; undefined when the account does not have it. */
export function itemsOfConversation(
  memory: AccountMemory,
  id: string,
): readonly Item[] | undefined {
  const conversation = conversationsOf(memory).get(id);
  return conversation && toItems(conversation.children['items'], id);
}

/** Adds what a response read and wrote. */
export function addToConversation(memory: AccountMemory, id: string, added: readonly Item[]): void {
  const conversation = conversationsOf(memory).get(id);
  if (conversation === undefined) return;
  const items = [...(conversation.children['items'] ?? []), ...added];
  conversationsOf(memory).put({ ...conversation, children: { items } });
}

export function conversationNotFound(id: string): Refusal {
  return notFound(`Conversation with id '${id}' not found.`);
}

function readConversation(call: Call): NewItem | Refusal {
  const body = readBody(call);
  if (body instanceof Refusal) return body;
  const items = readItems(call, body);
  if (items instanceof Refusal) return items;
  return { fields: { metadata: body['metadata'] ?? {} }, children: { items } };
}

function readItems({ memory }: Call, body: JsonObject): readonly Item[] | Refusal {
  const given = objectsField(body, 'items');
  if (given.length > MAX_ITEMS) {
    return invalidRequest(
      `Invalid 'items': array too long. Expected an array with maximum length ${MAX_ITEMS}, but ` +
        `got an array with length ${given.length} instead.`,
      'items',
      'array_above_max_length',
    );
  }
  return checkItemIds(given) ?? toItems(given, conversationsOf(memory).nextSource());
}

/** An empty body counts as an empty object: every field is optional. */
function readBody({ request }: Call): JsonObject | Refusal {
  return request.body.length === 0 ? {} : readJsonBody(request);
}
