// One answer of a realtime session as its events, from `response.created` to `response.done`, in
// both versions of the protocol (https://platform.openai.com/docs/api-reference/realtime-server-events).
import { composeChoices, type ChatChoice, type Question } from '../chat/chat-answer.ts';
import type { Pace } from '../faults/pace.ts';
import type { JsonObject } from '../reading/json-value.ts';
import type { Item } from '../responses/item.ts';
import { tokenId } from '../text/token-id.ts';
import type { Dialect } from './dialect.ts';
import { writingEvents } from './realtime-writing.ts';
import { isSpoken, maxTokens } from './session-config.ts';

/** What an answer needs. */
export interface AnswerParts {
  readonly dialect: Dialect;
  /** The session's, with what the response overrides. */
  readonly config: JsonObject;
  readonly question: Question;
  readonly pace: Pace;
  /** What ids are made from, different for each answer. */
  readonly source: string;
  readonly conversationId: string | null;
  readonly previousItemId: string | null;
  readonly inputTokens: number;
}

/** An event without its id. */
export type RealtimeEvent = JsonObject & { readonly type: string };

/** An answer: what is sent, what the conversation keeps, and what a cancelled one ends with. */
export interface RealtimeAnswer {
  readonly id: string;
  readonly events: readonly RealtimeEvent[];
  readonly item: Item;
  readonly cancelled: RealtimeEvent;
}

/** Composes the answer. */
export function composeAnswer(parts: AnswerParts): RealtimeAnswer {
  const { dialect, source, previousItemId } = parts;
  const id = tokenId('resp_', source);
  const [choice] = composeChoices(parts.question, parts.pace);
  const pieces = choice?.pieces ?? [];
  const end = choice?.kind === 'text' ? choice.end : 'stop';
  const status = end === 'stop' ? 'completed' : 'incomplete';
  const itemId = tokenId('item_', source);
  const item = { id: itemId, object: 'realtime.item' };
  const begun = { ...item, ...itemFields(parts, choice, 'in_progress', undefined) };
  const done = { ...item, ...itemFields(parts, choice, status, pieces.join('')) };
  const at = { response_id: id, item_id: itemId, output_index: 0 };
  const whole = { previous_item_id: previousItemId };
  const output = { response_id: id, output_index: 0 };
  const response = (state: string, fields: object): object => ({
    ...head(parts, id, state),
    ...fields,
  });
  const reason = end === 'length' ? 'max_output_tokens' : 'content_filter';
  const details = end === 'stop' ? null : { type: 'incomplete', reason };
  const usage = usageOf(parts, pieces.length);
  return {
    id,
    item: done,
    events: [
      { type: 'response.created', response: response('in_progress', {}) },
      { type: 'response.output_item.added', ...output, item: begun },
      { type: dialect.itemBegun, ...whole, item: begun },
      ...writingEvents(parts, choice, pieces, at),
      { type: 'response.output_item.done', ...output, item: done },
      ...(dialect.itemDone === undefined ? [] : [{ type: dialect.itemDone, ...whole, item: done }]),
      {
        type: 'response.done',
        response: response(status, { status_details: details, output: [done], usage }),
      },
    ],
    cancelled: {
      type: 'response.done',
      response: response('cancelled', {
        status_details: { type: 'cancelled', reason: 'client_cancelled' },
        usage: usageOf(parts, 0),
      }),
    },
  };
}

function head(parts: AnswerParts, id: string, status: string): object {
  const { dialect, config, conversationId } = parts;
  const most = maxTokens(config);
  return {
    object: 'realtime.response',
    id,
    status,
    status_details: null,
    output: [],
    conversation_id: conversationId,
    [dialect.modalities]: config[dialect.modalities],
    max_output_tokens: most === Infinity ? 'inf' : most,
    metadata: config['metadata'] ?? null,
    usage: null,
  };
}

function itemFields(
  { dialect, config, source }: AnswerParts,
  choice: ChatChoice | undefined,
  status: string,
  text: string | undefined,
): { readonly type: string } & JsonObject {
  if (choice?.kind === 'tool') {
    const call_id = tokenId('call_', source);
    const { name } = choice.tool;
    return { type: 'function_call', status, call_id, name, arguments: text ?? '' };
  }
  const content =
    text === undefined
      ? []
      : isSpoken(dialect, config)
        ? [{ type: dialect.audioPart, transcript: text }]
        : [{ type: dialect.textPart, text }];
  return { type: 'message', status, role: 'assistant', content };
}

function usageOf({ dialect, config, inputTokens }: AnswerParts, outputTokens: number): object {
  const spoken = isSpoken(dialect, config);
  return {
    total_tokens: inputTokens + outputTokens,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    input_token_details: {
      text_tokens: inputTokens,
      audio_tokens: 0,
      image_tokens: 0,
      cached_tokens: 0,
    },
    output_token_details: {
      text_tokens: spoken ? 0 : outputTokens,
      audio_tokens: spoken ? outputTokens : 0,
    },
  };
}
