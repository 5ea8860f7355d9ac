// The messages of a chat request: what they hold, how many tokens they are, which ones Azure
// refuses.
import {
  isObject,
  isSet,
  objectsField,
  textField,
  type JsonObject,
} from '../reading/json-value.ts';
import { invalidRequest, type Refusal } from '../answers/refusal.ts';
import { countTokens } from '../text/tokens.ts';

/** What parts that are not text are called in answers. */
const PART_NAMES: Readonly<Record<string, string>> = {
  image_url: 'Images',
  input_audio: 'Audio',
};

/** The message's text, that of all its parts together. */
export function textOf(message: JsonObject): string {
  return (
    textField(message, 'content') ??
    partsOf(message)
      .map((part) => textField(part, 'text') ?? '')
      .join('')
  );
}

/** How many parts that are not text there are, by the name answers give them. */
export function countAttachments(messages: readonly JsonObject[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const part of messages.flatMap(partsOf)) {
    const name = PART_NAMES[textField(part, 'type') ?? ''];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Tokens of the text, 3 for each message, 3 for the answer, 85 for each part that is not text. */
export function countPromptTokens(messages: readonly JsonObject[]): number {
  const attachments = [...countAttachments(messages).values()].reduce(
    (sum, count) => sum + count,
    0,
  );
  const text = messages.reduce((sum, message) => sum + countTokens(textOf(message)), 0);
  return text + 3 * messages.length + 3 + 85 * attachments;
}

/** Refuses a request whose messages are absent or empty, or with results of tools that were not called. */
export function checkMessages(body: JsonObject): Refusal | undefined {
  if (!isSet(body, 'messages')) {
    return invalidRequest(
      "Missing required parameter: 'messages'.",
      'messages',
      'missing_required_parameter',
    );
  }
  const messages = body['messages'];
  if (!Array.isArray(messages) || !messages.every(isObject)) {
    return invalidRequest(
      "Invalid type for 'messages': expected an array of objects.",
      'messages',
      'invalid_type',
    );
  }
  if (messages.length === 0) {
    return invalidRequest(
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty " +
        'array instead.',
      'messages',
      'empty_array',
    );
  }
  return checkToolMessages(messages);
}

/**
 * Refuses a file. Responses take one, chat does not: github pydantic/pydantic-ai#4035 and
 * Azure/azure-sdk-for-net#51873, on Azure.
 */
export function checkFileParts(messages: readonly JsonObject[]): Refusal | undefined {
  for (const [at, message] of messages.entries()) {
    const index = partsOf(message).findIndex((part) => part['type'] === 'file');
    if (index < 0) continue;
    return invalidRequest(
      "Invalid Value: 'file'. This model does not support file content types.",
      `messages[${at}].content[${index}].type`,
      'invalid_value',
    );
  }
  return undefined;
}

function partsOf(message: JsonObject): readonly JsonObject[] {
  return objectsField(message, 'content');
}

/** github langchain-ai/task_mAIstro#1, seen on Azure. */
function checkToolMessages(messages: readonly JsonObject[]): Refusal | undefined {
  for (const [index, message] of messages.entries()) {
    if (message['role'] !== 'tool') continue;
    const caller = messages.slice(0, index).findLast((earlier) => earlier['role'] !== 'tool');
    if (caller !== undefined && isSet(caller, 'tool_calls')) continue;
    return invalidRequest(
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message " +
        "with 'tool_calls'.",
      `messages.[${index}].role`,
    );
  }
  return undefined;
}
