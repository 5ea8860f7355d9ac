// A streamed answer, by Chat Completions or by the Responses API.
import { ApiFailure } from '../api/failure.ts';
import { send } from '../api/request.ts';
import { list, nullable, object, text } from '../api/shape.ts';
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

/** What an event says: text to add, or the end. */
type Step = { readonly text: string } | { readonly end: ChatEnd };

const ERROR_EVENT = object({ error: object({ message: text }) });
const CHUNK = object({
  choices: list(
    object({
      delta: nullable(object({ content: nullable(text), refusal: nullable(text) })),
      finish_reason: nullable(text),
    }),
  ),
});
const EVENT = object({
  type: text,
  delta: nullable((value) => (typeof value === 'string' ? value : null)),
  message: nullable(text),
  response: nullable(
    object({
      error: nullable(object({ message: text })),
      incomplete_details: nullable(object({ reason: nullable(text) })),
    }),
  ),
});

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
    for (const step of readSteps(api, event, response)) {
      if ('end' in step) end = step.end;
      else yield step.text;
    }
  }
  if (end === undefined) throw new ApiFailure('cut', '', response);
  return end;
}

function readSteps(api: ChatApi, event: unknown, response: Response): readonly Step[] {
  const reported = errorOf(event);
  if (reported !== undefined) throw new ApiFailure('refused', reported, response);
  try {
    return api === 'chat' ? chunkSteps(event) : responseSteps(event, response);
  } catch (error) {
    throw error instanceof ApiFailure ? error : new ApiFailure('unreadable', '', response);
  }
}

function errorOf(event: unknown): string | undefined {
  try {
    return ERROR_EVENT(event).error.message;
  } catch {
    return undefined;
  }
}

function chunkSteps(event: unknown): readonly Step[] {
  return CHUNK(event).choices.flatMap(({ delta, finish_reason: reason }) => {
    const piece = delta?.content ?? delta?.refusal ?? '';
    return [
      ...(piece === '' ? [] : [{ text: piece }]),
      ...(reason === null ? [] : [{ end: endOf(reason) }]),
    ];
  });
}

function responseSteps(event: unknown, answer: Response): readonly Step[] {
  const { type, delta, message, response } = EVENT(event);
  switch (type) {
    case 'response.output_text.delta':
    case 'response.refusal.delta':
      return [{ text: delta ?? '' }];
    case 'response.completed':
      return [{ end: 'stop' }];
    case 'response.incomplete':
      return [{ end: endOf(response?.incomplete_details?.reason ?? 'length') }];
    case 'response.failed':
    case 'error':
      throw new ApiFailure('refused', response?.error?.message ?? message ?? '', answer);
    default:
      return [];
  }
}

function endOf(reason: string): ChatEnd {
  if (reason === 'length' || reason === 'max_output_tokens') return 'length';
  return reason === 'content_filter' ? 'filter' : 'stop';
}
