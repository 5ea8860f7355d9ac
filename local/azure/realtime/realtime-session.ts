// Owns: one realtime session: its configuration, and what each of a client's events leads to. There is
// no voice activity detection: clients commit their audio and ask for each response.
import { isObject, textField, type JsonObject } from '../json-value.ts';
import type { ModelFacts } from '../model-facts.ts';
import { Refusal } from '../refusal.ts';
import type { Outbox, Session, SocketCall } from '../sockets/session.ts';
import { tokenId } from '../token-id.ts';
import { AudioBuffer } from './audio-buffer.ts';
import { dialectOf, type Dialect } from './dialect.ts';
import { composeAnswer, type RealtimeAnswer, type RealtimeEvent } from './realtime-answer.ts';
import { realtimeOf } from './realtime-book.ts';
import { RealtimeConversation } from './realtime-conversation.ts';
import { realtimeError, unknownType } from './realtime-error.ts';
import { countRealtimeTokens, toQuestion, toRealtimeItem } from './realtime-item.ts';
import {
  defaultConfig,
  mergeConfig,
  transcriptionConfig,
  transcriptionModel,
} from './session-config.ts';
import { transcribe } from './transcription.ts';

/** A session over a WebSocket. */
export class RealtimeSession implements Session {
  readonly greeting: readonly object[];
  readonly #call: SocketCall;
  readonly #dialect: Dialect;
  readonly #source: string;
  readonly #audio = new AudioBuffer();
  readonly #conversation: RealtimeConversation;
  #config: JsonObject;
  #made = 0;
  #active: RealtimeAnswer | undefined;

  /** @param model undefined for a session that only transcribes */
  constructor(call: SocketCall, model: ModelFacts | undefined) {
    this.#call = call;
    this.#dialect = dialectOf(call.surface);
    this.#source = realtimeOf(call.memory).nextSource();
    this.#conversation = new RealtimeConversation(this.#dialect, () => this.#newId('item_'));
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
    if (event['type'] === 'response.create' && !isMute) this.#respond(event, outbox);
    else if (event['type'] === 'response.cancel') this.#cancel(event, outbox);
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

  #respond(event: JsonObject, outbox: Outbox): void {
    if (this.#active !== undefined) {
      const message =
        `Conversation already has an active response in progress: ${this.#active.id}. Wait until ` +
        'the response is finished before creating a new one.';
      const code = 'conversation_already_has_active_response';
      outbox.sendNow(this.#stamp(realtimeError({ code, message, param: null }, event)));
      return;
    }
    const answer = this.#compose(isObject(event['response']) ? event['response'] : {});
    if (answer instanceof Refusal) {
      const message = "Invalid 'response.tool_choice': it names no tool of this session.";
      const error = { code: 'invalid_value', message, param: 'response.tool_choice' };
      outbox.send([this.#stamp(realtimeError(error, event))]);
      return;
    }
    this.#active = answer;
    const events = answer.events.map((told) => this.#stamp(told));
    outbox.send(events, () => {
      this.#active = undefined;
    });
  }

  #compose(own: JsonObject): RealtimeAnswer | Refusal {
    const config = mergeConfig(this.#config, own);
    const isApart = own['conversation'] === 'none';
    const given = own['input'];
    const items = Array.isArray(given)
      ? given.filter(isObject).map((item) => toRealtimeItem(item, this.#newId('item_')))
      : this.#conversation.items;
    const question = toQuestion(config, items);
    if (question instanceof Refusal) return question;
    const answer = composeAnswer({
      dialect: this.#dialect,
      config,
      question,
      pace: this.#call.pace,
      source: this.#newId(''),
      conversationId: isApart ? null : tokenId('conv_', this.#source),
      previousItemId: this.#conversation.lastId,
      inputTokens: countRealtimeTokens(config, items),
    });
    if (!isApart) this.#conversation.append(answer.item);
    return answer;
  }

  #cancel(event: JsonObject, outbox: Outbox): void {
    if (this.#active === undefined) {
      const message = 'Cancellation failed: no active response found';
      const code = 'response_cancel_not_active';
      outbox.send([this.#stamp(realtimeError({ code, message, param: null }, event))]);
      return;
    }
    outbox.drop();
    outbox.sendNow(this.#stamp(this.#active.cancelled));
    this.#active = undefined;
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
