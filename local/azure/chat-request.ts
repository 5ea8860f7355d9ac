// Owns: reading a chat request into what the answer needs, and refusing what Azure refuses.
// Must not compose any answer.
import { checkPrompt } from './content-filter.ts';
import {
  isObject,
  isSet,
  numberField,
  objectsField,
  textField,
  type JsonObject,
} from './json-value.ts';
import { checkLimits, checkUnknownFields, readStop } from './parameter.ts';
import { checkReasoning } from './reasoning-parameter.ts';
import type { DeploymentCall } from './operation.ts';
import { invalidRequest, Refusal } from './refusal.ts';
import { readToolChoice, type Tool } from './tool.ts';
import { countTokens } from './tokens.ts';

/** A chat request, checked. */
export interface ChatRequest {
  /** Text of the last message of role `user`. */
  readonly userText: string;
  /** Text of all messages of role `system` and `developer`. */
  readonly instructions: string;
  /** All text of all messages: what the content filter reads. */
  readonly allText: string;
  /** Parts that are not text, by what they are called in the answer. */
  readonly attachments: ReadonlyMap<string, number>;
  /** The messages of role `tool` that end the conversation. */
  readonly toolResults: readonly string[];
  /** The tool to call, if one is. */
  readonly tool: Tool | undefined;
  /** Undefined for text, a schema for JSON; `json_object` is the schema of one text. */
  readonly schema: JsonObject | undefined;
  readonly choices: number;
  readonly stop: readonly string[];
  readonly maxTokens: number;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly promptTokens: number;
}

/** Reads and checks the body of a call to chat/completions. */
export function readChatRequest(call: DeploymentCall): ChatRequest | Refusal {
  const { body } = call;
  const refusal =
    checkUnknownFields(body, CHAT_FIELDS) ??
    checkMessages(body) ??
    checkLimits(body) ??
    (call.model.isReasoning ? checkReasoning(body) : undefined);
  if (refusal !== undefined) return refusal;
  const tool = readToolChoice(body);
  if (tool instanceof Refusal) return tool;

  const messages = objectsField(body, 'messages');
  const texts = (...roles: readonly string[]): readonly string[] =>
    messages.filter((message) => roles.includes(String(message['role']))).map(textOf);
  const allText = messages.map(textOf).join('\n');
  const schema = readSchema(body, allText);
  if (schema instanceof Refusal) return schema;
  const attachments = countAttachments(messages);
  const lastOther = messages.findLastIndex((message) => message['role'] !== 'tool');
  const streamOptions = isObject(body['stream_options']) ? body['stream_options'] : {};
  return (
    checkPrompt(call.surface, allText) ?? {
      userText: texts('user').at(-1) ?? '',
      instructions: texts('system', 'developer').join('\n'),
      allText,
      attachments,
      toolResults: messages.slice(lastOther + 1).map(textOf),
      tool: lastOther === messages.length - 1 ? tool : undefined,
      schema,
      choices: numberField(body, 'n') ?? 1,
      stop: readStop(body),
      maxTokens:
        numberField(body, 'max_completion_tokens') ?? numberField(body, 'max_tokens') ?? Infinity,
      stream: body['stream'] === true,
      includeUsage: streamOptions['include_usage'] === true,
      promptTokens: countPromptTokens(messages),
    }
  );
}

/** Prompt tokens: those of the text, 3 for each message, 3 for the answer, 85 for each attachment. */
export function countPromptTokens(messages: readonly JsonObject[]): number {
  const attachments = [...countAttachments(messages).values()].reduce(
    (sum, count) => sum + count,
    0,
  );
  const text = messages.reduce((sum, message) => sum + countTokens(textOf(message)), 0);
  return text + 3 * messages.length + 3 + 85 * attachments;
}

const CHAT_FIELDS =
  'model messages stream stream_options n stop max_tokens max_completion_tokens temperature top_p ' +
  'presence_penalty frequency_penalty logprobs top_logprobs logit_bias tools tool_choice ' +
  'parallel_tool_calls response_format seed user store metadata modalities audio prediction ' +
  'reasoning_effort verbosity service_tier safety_identifier prompt_cache_key ' +
  'prompt_cache_retention web_search_options functions function_call user_security_context';

const PART_NAMES: Readonly<Record<string, string>> = {
  image_url: 'Images',
  input_audio: 'Audio',
  file: 'Files',
};

function partsOf(message: JsonObject): readonly JsonObject[] {
  return objectsField(message, 'content');
}

function textOf(message: JsonObject): string {
  return (
    textField(message, 'content') ??
    partsOf(message)
      .map((part) => textField(part, 'text') ?? '')
      .join('')
  );
}

function countAttachments(messages: readonly JsonObject[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const part of messages.flatMap(partsOf)) {
    const name = PART_NAMES[textField(part, 'type') ?? ''];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function checkMessages(body: JsonObject): Refusal | undefined {
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

/** github langchain-ai/task_mAIstro#1, seen on Azure. */
function checkToolMessages(messages: readonly JsonObject[]): Refusal | undefined {
  for (const [index, message] of messages.entries()) {
    if (message['role'] !== 'tool') continue;
    const asked = messages.slice(0, index).findLast((earlier) => earlier['role'] !== 'tool');
    if (asked !== undefined && isSet(asked, 'tool_calls')) continue;
    return invalidRequest(
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message " +
        "with 'tool_calls'.",
      `messages.[${index}].role`,
    );
  }
  return undefined;
}

function readSchema(body: JsonObject, allText: string): JsonObject | undefined | Refusal {
  const format = body['response_format'];
  if (!isObject(format) || format['type'] === 'text') return undefined;
  if (format['type'] === 'json_schema') {
    const named = isObject(format['json_schema']) ? format['json_schema'] : {};
    return isObject(named['schema']) ? named['schema'] : {};
  }
  // https://learn.microsoft.com/azure/foundry/openai/how-to/json-mode, "Other considerations".
  return /json/i.test(allText)
    ? { type: 'object', properties: { answer: { type: 'string' } } }
    : invalidRequest(
        "'messages' must contain the word 'json' in some form, to use 'response_format' of type " +
          "'json_object'.",
        'messages',
      );
}
