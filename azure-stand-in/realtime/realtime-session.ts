// One realtime session. It greets, keeps its configuration, counts the audio that arrives and answers
// `response.create` by repeating the last text. It hears nothing and detects no speech.
import { subjectOf } from '../usage/charging.ts';
import type { ModelFacts } from '../models/model-facts.ts';
import { isObject, objectsField, textField, type JsonObject } from '../reading/json-value.ts';
import type { Outbox, Session, SocketCall } from '../sockets/session.ts';
import { tokenId } from '../text/token-id.ts';
import type { Usage } from '../usage/usage.ts';
import { dialectOf, type Dialect } from './dialect.ts';
import { answerEvents, type RealtimeEvent } from './realtime-answer.ts';
import { readEvent } from './read-event.ts';
import { realtimeOf } from './realtime-store.ts';
import { defaultConfig, mergeConfig, transcriptionConfig } from './session-config.ts';

const CLIENT_EVENTS = [
  'session.update',
  'input_audio_buffer.append',
  'input_audio_buffer.commit',
  'input_audio_buffer.clear',
  'conversation.item.create',
  'response.create',
];

/** A session over a WebSocket. */
export class RealtimeSession implements Session {
  readonly greeting: readonly object[];
  readonly #call: SocketCall;
  readonly #dialect: Dialect;
  readonly #source: string;
  #config: JsonObject;
  #said = '';
  #audioBytes = 0;
  #made = 0;

  /** @param model undefined for a session that only transcribes */
  constructor(call: SocketCall, model: ModelFacts | undefined) {
    this.#call = call;
    this.#dialect = dialectOf(call.surface);
    this.#source = realtimeOf(call.memory).nextSource();
    const createdS = Math.floor(call.now() / 1000);
    const id = tokenId('sess_', this.#source);
    this.#config =
      model === undefined
        ? transcriptionConfig(id, createdS)
        : defaultConfig(this.#dialect, id, model.servedName, createdS);
    this.greeting = [this.#withId({ type: 'session.created', session: this.#config })];
  }

  receive(message: string, outbox: Outbox): void {
    outbox.send(this.#answer(readEvent(message)).map((event) => this.#withId(event)));
  }

  #answer(event: JsonObject): readonly RealtimeEvent[] {
    const type = textField(event, 'type') ?? '';
    switch (type) {
      case 'session.update':
        return [this.#update(event)];
      case 'conversation.item.create':
        return this.#addItem(isObject(event['item']) ? event['item'] : {});
      case 'input_audio_buffer.append':
        return this.#appendAudio(event);
      case 'input_audio_buffer.commit':
        // `audio_bytes` is not in Azure's event; tests use it to check what a proxy let through.
        return [{ type: 'input_audio_buffer.committed', audio_bytes: this.#takeAudio() }];
      case 'input_audio_buffer.clear':
        this.#takeAudio();
        return [{ type: 'input_audio_buffer.cleared' }];
      case 'response.create':
        return answerEvents({
          dialect: this.#dialect,
          said: this.#said,
          pace: this.#call.pace,
          source: this.#newId(''),
          directive: this.#call.usage,
          charge: (usage) => {
            this.#charge(usage);
          },
        });
      default:
        return [invalidType(type, event)];
    }
  }

  #charge(usage: Usage): void {
    const { account, query, bill } = this.#call;
    const name = query.get('model') ?? query.get('deployment');
    const deployment = account.deployments.find((known) => known.name === name);
    if (deployment === undefined) return;
    const charged = { deployment, operationId: 'Realtime', body: {} };
    bill.add(subjectOf(this.#call, charged, 101), usage);
  }

  #update(event: JsonObject): RealtimeEvent {
    const session = isObject(event['session']) ? event['session'] : {};
    if (this.#dialect.isGa && textField(session, 'type') === undefined) {
      const param = 'session.type';
      const message = `Missing required parameter: '${param}'.`;
      return toError('missing_required_parameter', message, param, event);
    }
    this.#config = mergeConfig(this.#config, session);
    return { type: 'session.updated', session: this.#config };
  }

  #addItem(given: JsonObject): readonly RealtimeEvent[] {
    this.#said = objectsField(given, 'content')
      .map((part) => textField(part, 'text') ?? '')
      .join('');
    const id = textField(given, 'id') ?? this.#newId('item_');
    const item = { ...given, id, object: 'realtime.item', status: 'completed' };
    return this.#dialect.itemEvents.flatMap((type) => (type === undefined ? [] : [{ type, item }]));
  }

  /** Azure answers only invalid audio. */
  #appendAudio(event: JsonObject): readonly RealtimeEvent[] {
    const audio = textField(event, 'audio') ?? '-';
    if (audio.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(audio)) {
      const message = "Invalid 'audio'. Expected base64-encoded audio bytes.";
      return [toError('invalid_value', message, 'audio', event)];
    }
    this.#audioBytes += Buffer.byteLength(audio, 'base64');
    return [];
  }

  #takeAudio(): number {
    const bytes = this.#audioBytes;
    this.#audioBytes = 0;
    return bytes;
  }

  #newId(prefix: string): string {
    this.#made += 1;
    return tokenId(prefix, `${this.#source} ${this.#made}`);
  }

  #withId({ type, ...rest }: RealtimeEvent): object {
    return { type, event_id: this.#newId('event_'), ...rest };
  }
}

/** The type is unknown, or the message is not a JSON object at all. */
function invalidType(type: string, event: JsonObject): RealtimeEvent {
  const known = CLIENT_EVENTS.map((name) => `'${name}'`).join(', ');
  const message = `Invalid value: '${type}'. Supported values are: ${known}.`;
  return toError('invalid_value', message, 'type', event);
}

/** An error event. It names the client's event when that has an id. */
function toError(code: string, message: string, param: string, cause: JsonObject): RealtimeEvent {
  const event_id = textField(cause, 'event_id') ?? null;
  return {
    type: 'error',
    error: { type: 'invalid_request_error', code, message, param, event_id },
  };
}
