// Reads a chat request into what its answer needs, and refuses what Azure refuses.
import { checkPrompt } from '../text/content-filter.ts';
import {
  isObject,
  isSet,
  numberField,
  objectsField,
  type JsonObject,
} from '../reading/json-value.ts';
import {
  checkCacheRetention,
  checkLimits,
  checkUnknownFields,
  readStop,
} from '../reading/parameter.ts';
import type { DeploymentCall } from '../operation/operation.ts';
import { invalidRequest, Refusal } from '../answers/refusal.ts';
import {
  checkFileParts,
  checkMessages,
  countAttachments,
  countPromptTokens,
  textOf,
} from './chat-message.ts';
import type { ModelFacts } from '../models/model-facts.ts';
import { chargeFiltered, usageOf } from '../usage/usage-directive.ts';
import { NOTHING } from '../usage/usage.ts';
import { checkReasoning } from './reasoning-parameter.ts';
import { readToolChoice, type Tool } from './tool.ts';

/** A chat request, checked. */
export interface ChatRequest {
  /** Text of the last message of role `user`. */
  readonly userText: string;
  /** Text of all messages of role `system` and `developer`. */
  readonly instructions: string;
  /** Text of all messages: what the content filter reads. */
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
  /** Of each choice. Infinity when neither the request nor the model sets a limit. */
  readonly maxTokens: number;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** Alternatives to report for each token; undefined when no log probabilities are requested. */
  readonly topLogprobs: number | undefined;
  readonly promptTokens: number;
  readonly isPadded: boolean;
}

/** Reads and checks the body of a call to chat/completions. */
export function readChatRequest(call: DeploymentCall): ChatRequest | Refusal {
  const { body } = call;
  const refusal =
    checkUnknownFields(body, CHAT_FIELDS) ??
    checkMessages(body) ??
    checkLimits(body) ??
    checkFileParts(objectsField(body, 'messages')) ??
    checkOtherMaker(call) ??
    checkReasoning(body, call.model) ??
    checkCacheRetention(body, call.model.isKnownNotToReason) ??
    checkTokenLimit(body, call.model);
  if (refusal !== undefined) return refusal;
  const messages = objectsField(body, 'messages');
  const allText = messages.map(textOf).join('\n');
  const promptTokens = countPromptTokens(messages);
  const tooLong = checkInput(call, promptTokens);
  if (tooLong !== undefined) return tooLong;
  const filtered = checkPrompt(call.surface, allText);
  if (filtered !== undefined) {
    chargeFiltered(call, promptTokens, outputLimit(call));
    return filtered;
  }
  const tool = readToolChoice(body);
  if (tool instanceof Refusal) return tool;
  const schema = readSchema(body, allText);
  if (schema instanceof Refusal) return schema;

  const textsOf = (...roles: readonly string[]): readonly string[] =>
    messages.filter((message) => roles.includes(String(message['role']))).map(textOf);
  const toolResults = messages
    .slice(messages.findLastIndex((message) => message['role'] !== 'tool') + 1)
    .map(textOf);
  const streamOptions = isObject(body['stream_options']) ? body['stream_options'] : {};
  return {
    userText: textsOf('user').at(-1) ?? '',
    instructions: textsOf('system', 'developer').join('\n'),
    allText,
    attachments: countAttachments(messages),
    toolResults,
    // A tool that has just answered is not called again, or the conversation would never end.
    tool: toolResults.length === 0 ? tool : undefined,
    schema,
    choices: numberField(body, 'n') ?? 1,
    stop: readStop(body),
    maxTokens: outputLimit(call),
    stream: body['stream'] === true,
    includeUsage: streamOptions['include_usage'] === true,
    topLogprobs: body['logprobs'] === true ? (numberField(body, 'top_logprobs') ?? 0) : undefined,
    promptTokens,
    isPadded: call.usage.spend === 'limit' && call.model.reasoning === undefined,
  };
}

/** https://learn.microsoft.com/azure/foundry/openai/latest, "Create chat completion". */
const CHAT_FIELDS =
  'model messages stream stream_options n stop max_tokens max_completion_tokens temperature top_p ' +
  'presence_penalty frequency_penalty logprobs top_logprobs logit_bias tools tool_choice ' +
  'parallel_tool_calls response_format seed user store metadata modalities audio prediction ' +
  'reasoning_effort verbosity service_tier safety_identifier prompt_cache_key ' +
  'prompt_cache_options prompt_cache_retention web_search_options moderation functions ' +
  'function_call user_security_context';

/** github vectorize-io/hindsight#3518, DeepSeek on Azure: the code is not OpenAI's. */
function checkOtherMaker({ body, model }: DeploymentCall): Refusal | undefined {
  if (model.maker === 'OpenAI' || !('prompt_cache_key' in body)) return undefined;
  const message = 'Unrecognized request argument supplied: prompt_cache_key';
  return new Refusal(400, { error: { code: 'unrecognized_request_argument', message } });
}

/** The request's own limit, or the model's. Generated answers are as long as the request wants them. */
function outputLimit({ body, model, pace }: DeploymentCall): number {
  const own = numberField(body, 'max_completion_tokens') ?? numberField(body, 'max_tokens');
  return own ?? (pace.events === undefined ? model.limits?.output : undefined) ?? Infinity;
}

/** github charmbracelet/catwalk#41 and stanfordnlp/dspy#8724, on Azure */
function checkTokenLimit(body: JsonObject, { limits }: ModelFacts): Refusal | undefined {
  const name = ['max_completion_tokens', 'max_tokens'].find((known) => isSet(body, known)) ?? '';
  const limit = numberField(body, name);
  if (limit === undefined) return undefined;
  if (limit < 1) {
    return invalidRequest(
      `Invalid '${name}': integer below minimum value. Expected a value >= 1, but got ${limit} ` +
        'instead.',
      name,
      'integer_below_min_value',
    );
  }
  return limits === undefined || limit <= limits.output
    ? undefined
    : invalidRequest(
        `${name} is too large: ${limit}. This model supports at most ${limits.output} completion ` +
          `tokens, whereas you provided ${limit}.`,
        name,
        'invalid_value',
      );
}

/** github BerriAI/litellm#15968, on Azure. The input was read, so it is billed. */
function checkInput(call: DeploymentCall, promptTokens: number): Refusal | undefined {
  const most = call.model.limits?.input ?? Infinity;
  const { input } = usageOf({ input: promptTokens, output: 0, limit: 0 }, call.usage);
  if (input <= most) return undefined;
  call.charge({ ...NOTHING, input });
  return invalidRequest(
    `Input tokens exceed the configured limit of ${most} tokens. Your messages resulted in ${input} ` +
      'tokens. Please reduce the length of the messages.',
    'messages',
    'context_length_exceeded',
  );
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
