// What a response continues from: a previous response, a conversation, items named by their ids,
// and whether all of it fits together.
import { isObject, textField, type JsonObject } from '../../reading/json-value.ts';
import type { DeploymentCall } from '../../operation/operation.ts';
import { invalidRequest, Refusal } from '../../answers/refusal.ts';
import { conversationNotFound, itemsOfConversation } from './conversations.ts';
import { toItems, type Item } from './item.ts';
import { findStoredItem, responsesOf, type KeptResponse } from './response-store.ts';

/** What was said, in order. */
export interface Context {
  /** Before this call. */
  readonly earlier: readonly Item[];
  /** By this call. */
  readonly input: readonly Item[];
  readonly conversationId: string | undefined;
}

/**
 * Collects the items a call is about.
 *
 * @param source what the ids of new items are made from
 * @param recall finds a response that is not kept, such as the last one of a WebSocket
 */
export function readContext(
  call: DeploymentCall,
  source: string,
  recall: (id: string) => KeptResponse | undefined,
): Context | Refusal {
  const { body, memory } = call;
  const conversationId = readConversationId(body);
  const earlier = readEarlier(call, conversationId, recall);
  if (earlier instanceof Refusal) return earlier;
  const input: Item[] = [];
  for (const item of toItems(body['input'], source)) {
    if (!isReference(item)) {
      input.push(item);
      continue;
    }
    const found = earlier.find(({ id }) => id === item.id) ?? findStoredItem(memory, item.id);
    if (found === undefined) return itemNotFound(item.id);
    input.push(found);
  }
  return checkCalls([...earlier, ...input]) ?? { earlier, input, conversationId };
}

/** Replaces each compaction by the items in it. */
export function expandCompactions(items: readonly Item[]): readonly Item[] {
  return items.flatMap((item) => (item.type === 'compaction' ? unpack(item) : [item]));
}

/** The one item that `responses/compact` puts in place of many; only this server can read it. */
export function packItems(items: readonly Item[]): string {
  return Buffer.from(JSON.stringify(items)).toString('base64');
}

function unpack(item: Item): readonly Item[] {
  try {
    const packed = Buffer.from(textField(item, 'encrypted_content') ?? '', 'base64').toString();
    return toItems(JSON.parse(packed), item.id);
  } catch {
    return [];
  }
}

function readConversationId(body: JsonObject): string | undefined {
  const given = body['conversation'];
  return isObject(given) ? textField(given, 'id') : textField(body, 'conversation');
}

function readEarlier(
  { body, memory }: DeploymentCall,
  conversationId: string | undefined,
  recall: (id: string) => KeptResponse | undefined,
): readonly Item[] | Refusal {
  if (conversationId !== undefined) {
    return itemsOfConversation(memory, conversationId) ?? conversationNotFound(conversationId);
  }
  const previous = textField(body, 'previous_response_id');
  if (previous === undefined) return [];
  const found = recall(previous) ?? responsesOf(memory).get(previous);
  // github microsoft/agent-framework#6419, seen on Azure
  return (
    found?.context ??
    invalidRequest(
      `Previous response with id '${previous}' not found.`,
      'previous_response_id',
      'previous_response_not_found',
    )
  );
}

/** Reasoning without its content refers to a stored item. */
function isReference(item: Item): boolean {
  if (item.type === 'reasoning') return typeof item['encrypted_content'] !== 'string';
  return item.type === 'item_reference';
}

/** github openclaw/openclaw#21782, seen on Azure with status 400 */
function itemNotFound(id: string): Refusal {
  return invalidRequest(
    `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false. Try ` +
      'again with `store` set to true, or remove this item from your input.',
    'input',
  );
}

/** Every call needs an output and every output a call (github openai/codex#3841, on Azure). */
function checkCalls(items: readonly Item[]): Refusal | undefined {
  const called = new Set<string>();
  const answered = new Set<string>();
  for (const item of items) {
    const callId = textField(item, 'call_id') ?? '';
    if (item.type.endsWith('_call') && callId !== '') called.add(callId);
    if (!item.type.endsWith('_call_output')) continue;
    answered.add(callId);
    if (called.has(callId)) continue;
    const message = `No tool call found for function call output with call_id ${callId}.`;
    return invalidRequest(message, 'input');
  }
  const open = [...called].find((callId) => !answered.has(callId));
  return open === undefined
    ? undefined
    : invalidRequest(`No tool output found for function call ${open}.`, 'input');
}
