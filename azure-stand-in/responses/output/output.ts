// The output items of a response: reasoning, then a message or a tool call, whole or as they
// look before they are written.
import { composeChoices, type ChatChoice } from '../../chat/chat-answer.ts';
import type { Pace } from '../../faults/pace.ts';
import { logprobsOf } from '../../chat/logprobs.ts';
import { isTextList, numberField, type JsonObject } from '../../reading/json-value.ts';
import { tokenId } from '../../text/token-id.ts';
import type { HostedWork } from './hosted-tools.ts';
import { newItemId } from '../items/item.ts';
import type { Output } from './output-item.ts';
import type { ResponseRequest } from '../request/response-request.ts';

/** Composes the output. The same request gives the same output, except for the ids. */
export function composeOutput(
  request: ResponseRequest,
  body: JsonObject,
  pace: Pace,
  source: string,
  { outputs, annotations, found }: HostedWork,
): readonly Output[] {
  const { question, reasoningTokens } = request;
  const maxTokens = Math.max(0, question.maxTokens - reasoningTokens);
  const [choice] = composeChoices({ ...question, maxTokens, found }, pace);
  const top = wantsLogprobs(body) ? (numberField(body, 'top_logprobs') ?? 0) : undefined;
  const answer =
    choice === undefined ? [] : [toOutput(choice, source, toPart(annotations, choice.pieces, top))];
  // A call of a function goes back to the client before any hosted tool is used.
  const hosted = choice?.kind === 'text' ? outputs : [];
  return [...(request.hasReasoning ? [reasoning(body, source)] : []), ...hosted, ...answer];
}

/** https://platform.openai.com/docs/api-reference/responses/create, "include". */
function wantsLogprobs(body: JsonObject): boolean {
  const include = body['include'];
  return isTextList(include) && include.includes('message.output_text.logprobs');
}

function toPart(
  annotations: readonly JsonObject[],
  pieces: readonly string[],
  top: number | undefined,
): (text: string) => JsonObject {
  const logprobs = logprobsOf(pieces, top)?.content ?? [];
  return (text) => ({ ...textPart(text), annotations, logprobs });
}

/** Tokens written that can be seen. */
export function countOutputTokens(outputs: readonly Output[]): number {
  return outputs.reduce((sum, { pieces }) => sum + pieces.length, 0);
}

/** The part of a message, with as much text as there is. */
export function textPart(text: string): JsonObject {
  return { type: 'output_text', annotations: [], logprobs: [], text };
}

function reasoning(body: JsonObject, source: string): Output {
  const include = body['include'];
  const isAsked = isTextList(include) && include.includes('reasoning.encrypted_content');
  const packed = Buffer.from(`reasoning for ${source}`).toString('base64');
  const item = {
    id: newItemId('reasoning', `${source} reasoning`),
    type: 'reasoning',
    ...(isAsked ? { encrypted_content: packed } : {}),
    summary: [],
  };
  return { begun: item, done: item, pieces: [], cut: undefined };
}

function toOutput(choice: ChatChoice, source: string, part: (text: string) => JsonObject): Output {
  const text = choice.pieces.join('');
  if (choice.kind === 'tool') {
    const { type: kind, name } = choice.tool;
    const type = kind === 'custom' ? 'custom_tool_call' : 'function_call';
    const field = kind === 'custom' ? 'input' : 'arguments';
    const id = newItemId(type, `${source} output`);
    const item = { id, type, call_id: tokenId('call_', id), name };
    return {
      begun: { ...item, status: 'in_progress', [field]: '' },
      done: { ...item, status: choice.isCut ? 'incomplete' : 'completed', [field]: text },
      pieces: choice.pieces,
      cut: choice.isCut ? CUTS.length : undefined,
    };
  }
  const cut = CUTS[choice.end];
  const type = 'message';
  const item = { id: newItemId(type, `${source} output`), type, role: 'assistant' };
  return {
    begun: { ...item, status: 'in_progress', content: [] },
    done: {
      ...item,
      status: cut === undefined ? 'completed' : 'incomplete',
      content: [part(text)],
    },
    pieces: choice.pieces,
    cut,
  };
}

const CUTS = {
  stop: undefined,
  length: 'max_output_tokens',
  content_filter: 'content_filter',
} as const;
