// The items of a realtime conversation as text, tokens and questions. Audio is told by its length:
// this server hears nothing.
import type { Question } from '../chat/chat-answer.ts';
import { readToolChoice } from '../chat/tool.ts';
import { objectsField, textField, type JsonObject } from '../reading/json-value.ts';
import { Refusal } from '../answers/refusal.ts';
import { countItemTokens, countParts, itemText, type Item } from '../responses/item.ts';
import { toChatTools } from '../responses/response-tool.ts';
import { countTokens } from '../text/tokens.ts';
import { DEFAULT_INSTRUCTIONS, maxTokens } from './session-config.ts';

/** What a piece of audio is taken to say. */
export function hear(bytes: number): string {
  return `${bytes} bytes of audio`;
}

/** An item of a client, as the conversation keeps it. */
export function toRealtimeItem(given: JsonObject, id: string): Item {
  const type = textField(given, 'type') ?? 'message';
  return { id, object: 'realtime.item', type, status: 'completed', ...withoutId(given) };
}

/** What an answer is made from: the session's configuration and what was said so far. */
export function toQuestion(config: JsonObject, items: readonly Item[]): Question | Refusal {
  const tool = readToolChoice(toChatTools(config));
  if (tool instanceof Refusal) return tool;
  const said = items.filter(({ role }) => role === 'user').map(spokenText);
  const isOutput = ({ type }: Item): boolean => type === 'function_call_output';
  const toolResults = items.slice(items.findLastIndex((item) => !isOutput(item)) + 1).map(itemText);
  const system = items.filter(({ role }) => role === 'system').map(itemText);
  const own = textField(config, 'instructions') ?? '';
  // Only what the client itself asked for is repeated.
  const instructions = [own === DEFAULT_INSTRUCTIONS ? '' : own, ...system];
  return {
    userText: said.at(-1) ?? '',
    earlier: said.slice(0, -1),
    instructions: instructions.filter((text) => text !== '').join('\n'),
    allText: items.map(spokenText).join('\n'),
    attachments: new Map([...countParts(items)].filter(([name]) => name === 'Images')),
    toolResults,
    tool: toolResults.length === 0 ? tool : undefined,
    schema: undefined,
    choices: 1,
    stop: [],
    maxTokens: maxTokens(config),
  };
}

/** Tokens of the instructions and of all that was said. */
export function countRealtimeTokens(config: JsonObject, items: readonly Item[]): number {
  return countItemTokens(items) + countTokens(textField(config, 'instructions') ?? '');
}

function withoutId(given: JsonObject): JsonObject {
  const { id: _id, object: _object, ...rest } = given;
  return rest;
}

function spokenText(item: Item): string {
  const heard = objectsField(item, 'content').map((part) =>
    typeof part['heard_bytes'] === 'number'
      ? hear(part['heard_bytes'])
      : (textField(part, 'text') ?? textField(part, 'transcript') ?? ''),
  );
  return heard.join('');
}
