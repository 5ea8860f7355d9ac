// One realtime session: its configuration, and what each of a client's events leads to. There is
// no voice activity detection: clients commit their audio and ask for each response.
import { isObject, textField, type JsonObject } from '../reading/json-value.ts';
import type { ModelFacts } from '../models/model-facts.ts';
import type { Outbox, Session, SocketCall } from '../sockets/session.ts';
import { tokenId } from '../text/token-id.ts';
import { AudioBuffer } from './audio-buffer.ts';
import { dialectOf, type Dialect } from './dialect.ts';
import type { RealtimeEvent } from './realtime-answer.ts';
import { realtimeOf } from './realtime-book.ts';
import { RealtimeConversation } from './realtime-conversation.ts';
import { realtimeError, unknownType } from './realtime-error.ts';
import { toRealtimeItem } from './realtime-item.ts';
import {
  defaultConfig,
  mergeConfig,
  transcriptionConfig,
  transcriptionModel,
} from './session-config.ts';
import { transcribe } from './transcription.ts';
import { Turns } from './turns.ts';

/** A session over a WebSocket. */
export class RealtimeSession implements Session {
  readonly greeting: readonly object[];
  readonly #call: SocketCall;
  readonly #dialect: Dialect;
  readonly #source: string;
  readonly #audio = new AudioBuffer();
  readonly #conversation: RealtimeConversation;
  readonly #turns: Turns;
  #config: JsonObject;
  #made = 0;

  /** @param model undefined for a session that only transcribes */
  constructor(call: SocketCall, model: ModelFacts | undefined) {
    this.#call = call;
    this.#dialect = dialectOf(call.surface);
    this.#source = realtimeOf(call.memory).nextSource();
    this.#conversation = new RealtimeConversation(this.#dialect, () => this.#newId('item_'));
    this.#turns = new Turns({
      dialect: this.#dialect,
      conversation: this.#conversation,
      conversationId: tokenId('conv_', this.#source),
      pace: call.pace,
      newId: (prefix) => this.#newId(prefix),
      stamp: (event) => this.#stamp(event),
    });
    const createdS = Math.floor(call.now() / 1000);
    const id = tokenId('sess_', this.#source);
    this.#config =
      model === undefined
        ? transcriptionConfig(id, createdS)
        : defaultConfig(this.#dialect, id, model.servedName, createdS);
    this.greeting = [this.#stamp({ type: 'session.created', session: this.#config })];
  }

  receive(message: string, outbox: Outbox): void {
    const event = parse(message);
    const isMute = this.#config['type'] === 'transcription';
    if (event['type'] === 'response.create' && !isMute)
      this.#turns.respond(event, this.#config, outbox);
    else if (event['type'] === 'response.cancel') this.#turns.cancel(event, outbox);
    else outbox.send(this.#answer(event).map((told) => this.#stamp(told)));
  }

  /** The events that answer everything but the start and the end of a response. */
  #answer(event: JsonObject): readonly RealtimeEvent[] {
    const type = textField(event, 'type') ?? '';
    switch (type) {
      case 'session.update':
        return [this.#update(event)];
      case 'conversation.item.create':
        return this.#conversation.create(event);
      case 'conversation.item.retrieve':
        return this.#conversation.retrieve(event);
      case 'conversation.item.delete':
        return this.#conversation.delete(event);
      case 'input_audio_buffer.append': {
        // Audio that arrives well is not answered.
        const error = this.#audio.append(event);
        return error === undefined ? [] : [realtimeError(error, event)];
      }
      case 'input_audio_buffer.commit':
        return this.#commit(event);
      case 'input_audio_buffer.clear':
        this.#audio.clear();
        return [{ type: 'input_audio_buffer.cleared' }];
      default:
        return [realtimeError(unknownType(type), event)];
    }
  }

  #update(event: JsonObject): RealtimeEvent {
    const session = isObject(event['session']) ? event['session'] : {};
    if (this.#dialect.isGa && textField(session, 'type') === undefined) {
      const param = 'session.type';
      const message = `Missing required parameter: '${param}'.`;
      return realtimeError({ code: 'missing_required_parameter', message, param }, event);
    }
    this.#config = mergeConfig(this.#config, session);
    return { type: 'session.updated', session: this.#config };
  }

  #commit(event: JsonObject): readonly RealtimeEvent[] {
    const bytes = this.#audio.commit();
    if (typeof bytes !== 'number') return [realtimeError(bytes, event)];
    const id = this.#newId('item_');
    // `audio_bytes` and `heard_bytes` are this server's own, for tests of what a proxy lets through.
    const committed = {
      type: 'input_audio_buffer.committed',
      previous_item_id: this.#conversation.lastId,
      item_id: id,
      audio_bytes: bytes,
    };
    const content = [{ type: 'input_audio', transcript: null, heard_bytes: bytes }];
    const item = toRealtimeItem({ type: 'message', role: 'user', content }, id);
    const model = transcriptionModel(this.#dialect, this.#config);
    return [
      committed,
      ...this.#conversation.add(item),
      ...(model === undefined ? [] : transcribe(this.#call.account, model, id, bytes)),
    ];
  }

  #newId(prefix: string): string {
    this.#made += 1;
    return tokenId(prefix, `${this.#source} ${this.#made}`);
  }

  #stamp({ type, ...rest }: RealtimeEvent): object {
    return { type, event_id: this.#newId('event_'), ...rest };
  }
}

function parse(message: string): JsonObject {
  try {
    const event: unknown = JSON.parse(message);
    return isObject(event) ? event : {};
  } catch {
    return {};
  }
}
