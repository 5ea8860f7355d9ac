// Chat/completions, from a call to its answer. The steps are in the files it imports.
import { composeChoices, countCompletionTokens, type ChatChoice } from './chat-answer.ts';
import { chatBody, type ChatHead } from './chat-body.ts';
import { countPromptTokens } from './chat-message.ts';
import { readChatRequest, type ChatRequest } from './chat-request.ts';
import { chatFrames } from './chat-stream.ts';
import { numberField, objectsField, type JsonObject } from '../reading/json-value.ts';
import type { Answer } from '../answers/answer.ts';
import type { DeploymentCall } from '../operation/operation.ts';
import { invalidRequest, Refusal } from '../answers/refusal.ts';
import { tokenId } from '../text/token-id.ts';
import { usageOf } from '../usage/usage-directive.ts';
import type { Usage } from '../usage/usage.ts';

/** `POST chat/completions`. */
export function answerChat(call: DeploymentCall): Answer {
  const request = readChatRequest(call);
  if (request instanceof Refusal) return request;
  if (call.usage.spend === 'refused') {
    call.charge(countUsage(call, request, 0));
    return unfinished();
  }
  if (request.stream) return { kind: 'events', frames: streamFrames(call, request) };
  const choices = composeChoices(request, call.pace);
  const usage = countUsage(call, request, countCompletionTokens(choices));
  call.charge(usage);
  const shown = call.usage.isOmitted ? undefined : usage;
  return { kind: 'json', body: chatBody(headOf(call), request, choices, shown) };
}

function countUsage(call: DeploymentCall, request: ChatRequest, output: number): Usage {
  const limit = request.choices * request.maxTokens;
  return usageOf({ input: request.promptTokens, output, limit }, call.usage);
}

/** Reasoning used the limit up (github openai/openai-python#2886, on Azure). */
function unfinished(): Refusal {
  return invalidRequest(
    'Could not finish the message because max_tokens or model output limit was reached. Please try ' +
      'again with higher max_tokens.',
    null,
  );
}

/** Prompt, and the longest answer for every choice (Microsoft Learn, "Manage Azure OpenAI quota"). */
export function estimateChatTokens(body: JsonObject): number {
  const longest = numberField(body, 'max_completion_tokens') ?? numberField(body, 'max_tokens');
  const choices = numberField(body, 'n') ?? 1;
  return countPromptTokens(objectsField(body, 'messages')) + choices * (longest ?? 16);
}

function headOf(call: DeploymentCall): ChatHead {
  const id = tokenId('chatcmpl-', JSON.stringify(call.body));
  return { created: call.createdS, id, model: call.model.servedName };
}

interface Stream {
  readonly frames: readonly Buffer[];
  readonly usage: Usage;
}

/**
 * Generated streams are kept: a load test requests the same one thousands of times and must not
 * measure how fast this server serialises.
 */
const generated = new Map<string, Stream>();
const MAX_GENERATED = 32;

function streamFrames(call: DeploymentCall, request: ChatRequest): readonly Buffer[] {
  const { frames, usage } = findStream(call, request);
  call.charge(usage);
  return frames;
}

function findStream(call: DeploymentCall, request: ChatRequest): Stream {
  const { model, createdS, pace, fault, usage, body } = call;
  if (pace.events === undefined) return buildStream(call, request);
  const key = JSON.stringify([model.name, createdS, pace, fault, usage, body]);
  const kept = generated.get(key);
  if (kept !== undefined) return kept;
  if (generated.size >= MAX_GENERATED) generated.clear();
  const stream = buildStream(call, request);
  generated.set(key, stream);
  return stream;
}

function buildStream(call: DeploymentCall, request: ChatRequest): Stream {
  const choices: readonly ChatChoice[] = composeChoices(request, call.pace);
  const usage = countUsage(call, request, countCompletionTokens(choices));
  const shown = request.includeUsage && !call.usage.isOmitted ? usage : undefined;
  return {
    frames: chatFrames(headOf(call), request, { choices, usage: shown }, call.fault),
    usage,
  };
}
