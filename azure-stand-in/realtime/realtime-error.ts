// The `error` event of a realtime session.
import { textField, type JsonObject } from '../reading/json-value.ts';
import type { RealtimeEvent } from './realtime-answer.ts';

/** What went wrong with a client's event. */
export interface RealtimeError {
  readonly code: string;
  readonly message: string;
  readonly param: string | null;
}

/** The event that tells; it names the client's event when that has an id. */
export function realtimeError(error: RealtimeError, cause: JsonObject): RealtimeEvent {
  const event_id = textField(cause, 'event_id') ?? null;
  return { type: 'error', error: { type: 'invalid_request_error', ...error, event_id } };
}

/** An event whose type nobody knows, or that is no JSON object at all. */
export function unknownType(type: string): RealtimeError {
  const known = KNOWN_TYPES.map((name) => `'${name}'`).join(', ');
  const message = `Invalid value: '${type}'. Supported values are: ${known}.`;
  return { code: 'invalid_value', message, param: 'type' };
}

const KNOWN_TYPES = [
  'session.update',
  'input_audio_buffer.append',
  'input_audio_buffer.commit',
  'input_audio_buffer.clear',
  'conversation.item.create',
  'conversation.item.retrieve',
  'conversation.item.delete',
  'response.create',
  'response.cancel',
];
