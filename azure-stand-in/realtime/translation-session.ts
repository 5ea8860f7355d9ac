// A translation session, at `realtime/translations` (github himomohi/AirTranslate#2, on Azure). It has no
// turns: what comes in goes on as a transcript (https://developers.openai.com/api/docs/guides/
// realtime-translation). No audio comes out, and the transcript says how many bytes went in.
import type { ModelFacts } from '../models/model-facts.ts';
import { isObject, textField, type JsonObject } from '../reading/json-value.ts';
import type { Outbox, Session, SocketCall } from '../sockets/session.ts';
import { tokenId } from '../text/token-id.ts';
import { readEvent } from './read-event.ts';
import { realtimeOf } from './realtime-store.ts';
import { mergeConfig, translationConfig } from './session-config.ts';

/** A session over a WebSocket. */
export class TranslationSession implements Session {
  readonly greeting: readonly object[];
  readonly #source: string;
  #config: JsonObject;
  #made = 0;

  constructor(call: SocketCall, model: ModelFacts) {
    this.#source = realtimeOf(call.memory).nextSource();
    const createdS = Math.floor(call.now() / 1000);
    this.#config = translationConfig(tokenId('sess_', this.#source), model.servedName, createdS);
    this.greeting = [this.#withId({ type: 'session.created', session: this.#config })];
  }

  receive(message: string, outbox: Outbox): void {
    outbox.send([this.#withId(this.#answer(readEvent(message)))]);
  }

  #answer(event: JsonObject): JsonObject {
    switch (event['type']) {
      case 'session.update':
        this.#config = mergeConfig(
          this.#config,
          isObject(event['session']) ? event['session'] : {},
        );
        return { type: 'session.updated', session: this.#config };
      case 'session.input_audio_buffer.append': {
        const bytes = Buffer.byteLength(textField(event, 'audio') ?? '', 'base64');
        return { type: 'session.output_transcript.delta', delta: `${bytes} bytes. ` };
      }
      case 'session.close':
        return { type: 'session.closed' };
      default: {
        const message = `Invalid value: '${String(event['type'])}'.`;
        const error = { type: 'invalid_request_error', code: 'invalid_value', param: 'type' };
        return { type: 'error', error: { ...error, message } };
      }
    }
  }

  #withId(event: JsonObject): object {
    this.#made += 1;
    return { ...event, event_id: tokenId('event_', `${this.#source} ${this.#made}`) };
  }
}
