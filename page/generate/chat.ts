// A streamed answer, by Chat Completions or by the Responses API.
import { ApiFailure } from '../api/failure.ts';
import { send } from '../api/request.ts';
import { at } from '../api/shape.ts';
import { readEvents } from './events.ts';

export interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** Which of the two APIs a model has. */
export type ChatApi = 'chat' | 'responses';

export interface ChatRequest {
  readonly key: string;
  readonly model: string;
  readonly api: ChatApi;
  readonly messages: readonly Message[];
  readonly signal: AbortSignal;
}

/** Why an answer ended: `stop`, or what kept it from being whole. */
export type ChatEnd = 'stop' | 'length' | 'filter';

/**
 * The pieces of the answer as they arrive; returns why it ended.
 *
 * @throws ApiFailure also in the middle, when the stream reports an error or ends without its last event
 */
export async function* streamChat(request: ChatRequest): AsyncGenerator<string, ChatEnd> {
  const { key, model, api, messages, signal } = request;
  const response = await send(
    api === 'chat'
      ? { path: '/v1/chat/completions', key, body: { model, messages, stream: true }, signal }
      : { path: '/v1/responses', key, body: { model, input: messages, stream: true }, signal },
  );
  let end: ChatEnd | undefined;
  for await (const event of readEvents(response)) {
    const { piece, reason, error } = api === 'chat' ? readChunk(event) : readEvent(event);
    if (typeof error === 'string') throw new ApiFailure('refused', error, response);
    if (typeof piece === 'string' && piece !== '') yield piece;
    if (typeof reason === 'string') end = endOf(reason);
  }
  if (end === undefined) throw new ApiFailure('cut', '', response);
  return end;
}

/** What an event adds to the answer, why the answer ends with it, and the error that it reports. */
interface Step {
  readonly piece?: unknown;
  readonly reason?: unknown;
  readonly error?: unknown;
}

function readChunk(event: unknown): Step {
  const choice = at(event, 'choices', 0);
  return {
    piece: at(choice, 'delta', 'content') ?? at(choice, 'delta', 'refusal'),
    reason: at(choice, 'finish_reason'),
    error: at(event, 'error', 'message'),
  };
}

function readEvent(event: unknown): Step {
  switch (at(event, 'type')) {
    case 'response.output_text.delta':
    case 'response.refusal.delta':
      return { piece: at(event, 'delta') };
    case 'response.completed':
      return { reason: 'stop' };
    case 'response.incomplete':
      return { reason: at(event, 'response', 'incomplete_details', 'reason') ?? 'length' };
    case 'response.failed':
      return { error: at(event, 'response', 'error', 'message') ?? '' };
    case 'error':
      return { error: at(event, 'message') ?? at(event, 'error', 'message') ?? '' };
    default:
      return {};
  }
}

function endOf(reason: string): ChatEnd {
  if (reason === 'length' || reason === 'max_output_tokens') return 'length';
  return reason === 'content_filter' ? 'filter' : 'stop';
}
