// Chat/completions, from a call to its answer. The steps are in the files it imports.
import { composeChoices } from './chat-answer.ts';
import { chatBody, type ChatHead } from './chat-body.ts';
import { countPromptTokens } from './chat-message.ts';
import { readChatRequest, type ChatRequest } from './chat-request.ts';
import { chatFrames } from './chat-stream.ts';
import { numberField, objectsField, type JsonObject } from '../reading/json-value.ts';
import type { Answer } from '../answers/answer.ts';
import type { DeploymentCall } from '../operation/operation.ts';
import { Refusal } from '../answers/refusal.ts';
import { tokenId } from '../text/token-id.ts';

/** `POST chat/completions`. */
export function answerChat(call: DeploymentCall): Answer {
  const request = readChatRequest(call);
  if (request instanceof Refusal) return request;
  if (request.stream) return { kind: 'events', frames: streamFrames(call, request) };
  const choices = composeChoices(request, call.pace);
  return { kind: 'json', body: chatBody(headOf(call), request, choices) };
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

/**
 * Generated streams are kept: a load test requests the same one thousands of times and must not
 * measure how fast this server serialises.
 */
const generated = new Map<string, readonly Buffer[]>();
const MAX_GENERATED = 32;

function streamFrames(call: DeploymentCall, request: ChatRequest): readonly Buffer[] {
  const build = (): readonly Buffer[] =>
    chatFrames(headOf(call), request, composeChoices(request, call.pace), call.fault);
  if (call.pace.events === undefined) return build();
  const key = JSON.stringify([call.model.name, call.createdS, call.pace, call.fault, call.body]);
  const kept = generated.get(key);
  if (kept !== undefined) return kept;
  if (generated.size >= MAX_GENERATED) generated.clear();
  const frames = build();
  generated.set(key, frames);
  return frames;
}
