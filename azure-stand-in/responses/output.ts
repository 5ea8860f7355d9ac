// The output items of a response: reasoning, then a message or a tool call, whole or as they
// look before they are written.
import { composeChoices, type ChatChoice } from '../chat/chat-answer.ts';
import type { Pace } from '../faults/pace.ts';
import { isTextList, type JsonObject } from '../reading/json-value.ts';
import { tokenId } from '../text/token-id.ts';
import { newItemId, type Item } from './items/item.ts';
import type { ResponseRequest } from './response-request.ts';

/** Tokens that a reasoning item counts as. */
export const REASONING_TOKENS = 16;

/** One item: as it begins, as it ends, and what is written in between. */
export interface Output {
  readonly begun: Item;
  readonly done: Item;
  readonly pieces: readonly string[];
  /** Undefined when it was written to its end. */
  readonly cut: 'max_output_tokens' | 'content_filter' | undefined;
}

/** Composes the output. The same request gives the same output, except for the ids. */
export function composeOutput(
  request: ResponseRequest,
  body: JsonObject,
  pace: Pace,
  source: string,
): readonly Output[] {
  const [choice] = composeChoices(request.question, pace);
  const answer = choice === undefined ? [] : [toOutput(choice, source)];
  return request.hasReasoning ? [reasoning(body, source), ...answer] : answer;
}

/** Tokens written, those of reasoning included. */
export function countOutputTokens(outputs: readonly Output[]): number {
  return outputs.reduce(
    (sum, { done, pieces }) => sum + (done.type === 'reasoning' ? REASONING_TOKENS : pieces.length),
    0,
  );
}

/** The part of a message, with as much text as there is. */
export function textPart(text: string): object {
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

function toOutput(choice: ChatChoice, source: string): Output {
  const text = choice.pieces.join('');
  if (choice.kind === 'tool') {
    const { type: kind, name } = choice.tool;
    const type = kind === 'custom' ? 'custom_tool_call' : 'function_call';
    const field = kind === 'custom' ? 'input' : 'arguments';
    const id = newItemId(type, `${source} output`);
    const item = { id, type, call_id: tokenId('call_', id), name };
    return {
      begun: { ...item, status: 'in_progress', [field]: '' },
      done: { ...item, status: 'completed', [field]: text },
      pieces: choice.pieces,
      cut: undefined,
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
      content: [textPart(text)],
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
