// The items that make up a Responses conversation: their ids, text and tokens.
import { objectsField, textField, type JsonObject } from '../../reading/json-value.ts';
import { invalidRequest, type Refusal } from '../../answers/refusal.ts';
import { tokenId } from '../../text/token-id.ts';
import { countTokens } from '../../text/tokens.ts';

/** A message, a tool call, a tool's output, … as answers carry it. */
export type Item = JsonObject & { readonly id: string; readonly type: string };

const ID_PREFIXES: Readonly<Record<string, string>> = {
  message: 'msg_',
  function_call: 'fc_',
  function_call_output: 'fco_',
  custom_tool_call: 'ctc_',
  custom_tool_call_output: 'ctco_',
  reasoning: 'rs_',
  compaction: 'cmp_',
  code_interpreter_call: 'ci_',
  file_search_call: 'fs_',
  web_search_call: 'ws_',
};

/** Types whose ids must begin as above. */
const CHECKED = ['message', 'function_call', 'custom_tool_call', 'reasoning'];

const PART_NAMES: Readonly<Record<string, string>> = {
  input_image: 'Images',
  input_audio: 'Audio',
  input_file: 'Files',
};

/** A new id for an item of the type. */
export function newItemId(type: string, source: string): string {
  return tokenId(ID_PREFIXES[type] ?? 'item_', source);
}

/**
 * The input, text or list, as items with ids.
 *
 * @param source what ids are made from, different for each call
 */
export function toItems(input: unknown, source: string): readonly Item[] {
  const given = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
  if (!Array.isArray(given)) return [];
  return objectsField({ given }, 'given').map((item, index) => toItem(item, `${source} ${index}`));
}

/** Refuses an id with the wrong prefix (github openai/openai-cs-agents-demo#34, seen on Azure). */
export function checkItemIds(items: readonly JsonObject[]): Refusal | undefined {
  for (const [index, item] of items.entries()) {
    const type = typeOf(item);
    const prefix = (ID_PREFIXES[type] ?? '').slice(0, -1);
    const id = textField(item, 'id');
    if (id === undefined || !CHECKED.includes(type) || id.startsWith(prefix)) continue;
    return invalidRequest(
      `Invalid 'input[${index}].id': '${id}'. Expected an ID that begins with '${prefix}'.`,
      `input[${index}].id`,
      'invalid_value',
    );
  }
  return undefined;
}

/** The item's text: of a message its parts', of a tool's output that output. */
export function itemText(item: JsonObject): string {
  const name = 'output' in item ? 'output' : 'content';
  const text = textField(item, name);
  return text ?? partTexts(item, name).join('');
}

/** How many parts that are not text the items hold, by the name answers give them. */
export function countParts(items: readonly JsonObject[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const parts = items.flatMap((item) => [
    ...objectsField(item, 'content'),
    ...objectsField(item, 'output'),
  ]);
  for (const part of parts) {
    const name = PART_NAMES[textField(part, 'type') ?? ''];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Tokens of the text, 3 for each item, 85 for each part that is not text: as in chat. */
export function countItemTokens(items: readonly JsonObject[]): number {
  const parts = [...countParts(items).values()].reduce((sum, count) => sum + count, 0);
  return items.reduce((sum, item) => sum + countTokens(itemText(item)) + 3, 85 * parts);
}

function typeOf(item: JsonObject): string {
  return textField(item, 'type') ?? 'message';
}

function partTexts(item: JsonObject, name: string): readonly string[] {
  return objectsField(item, name).map((part) => textField(part, 'text') ?? '');
}

function toItem(given: JsonObject, source: string): Item {
  const type = typeOf(given);
  const id = textField(given, 'id') ?? newItemId(type, source);
  if (type !== 'message') return { ...given, id, type };
  const text = textField(given, 'content');
  const role = textField(given, 'role') ?? 'user';
  const kind = role === 'assistant' ? 'output_text' : 'input_text';
  const content = text === undefined ? given['content'] : [{ type: kind, text }];
  return { status: 'completed', ...given, id, type, role, content };
}
