// A session of GPT-Live, which Azure serves at `live/sessions` (github livekit/agents#7325). Its events are
// OpenAI's (https://developers.openai.com/api/reference/resources/live; openai-node 7.57.0,
// resources/live). It starts with `session.start`, which names the deployment; it hears and says nothing.
import type { Refusal } from '../answers/refusal.ts';
import { deploymentNotFound, operationNotSupported } from '../answers/refusal.ts';
import { describeModel } from '../models/model-facts.ts';
import { isObject, textField, type JsonObject } from '../reading/json-value.ts';
import type { Outbox, Session, SocketCall } from '../sockets/session.ts';
import { tokenId } from '../text/token-id.ts';
import { splitTokens } from '../text/tokens.ts';
import { readEvent } from './read-event.ts';
import { realtimeOf } from './realtime-store.ts';
import { mergeConfig } from './session-config.ts';

/** https://learn.microsoft.com/azure/foundry/openai/realtime-audio-reference: 30 minutes. */
const LIFE_S = 1800;

/** What the session answers to events that only need a word that they came. */
const ANSWERS: Readonly<Record<string, string>> = {
  'session.instructions.append': 'session.instructions.appended',
  'session.thinking.append': 'session.thinking.appended',
  'session.input_audio.mute': 'session.input_audio.muted',
  'session.input_audio.unmute': 'session.input_audio.unmuted',
};

/** A session over a WebSocket. */
export class LiveSession implements Session {
  readonly greeting = [];
  readonly #call: SocketCall;
  readonly #source: string;
  #config: JsonObject | undefined;
  #made = 0;

  constructor(call: SocketCall) {
    this.#call = call;
    this.#source = realtimeOf(call.memory).nextSource();
  }

  receive(message: string, outbox: Outbox): void {
    const event = readEvent(message);
    outbox.send(this.#answer(event).map((answer) => this.#complete(answer, event)));
  }

  #answer(event: JsonObject): readonly JsonObject[] {
    const type = textField(event, 'type') ?? '';
    const given = isObject(event['session']) ? event['session'] : {};
    if (type === 'session.start') return [this.#start(given)];
    if (this.#config === undefined) return [toError('The session has not been started.')];
    switch (type) {
      case 'session.update':
        this.#config = mergeConfig(this.#config, given);
        return [{ type: 'session.updated', session: this.#config }];
      case 'session.commentary.append':
        return [{ type: 'session.commentary.appended' }, ...this.#say(event)];
      case 'session.input_audio.append':
        return [];
      case 'session.close':
        return [{ type: 'session.closed', reason: 'close_requested', session: this.#config }];
      default:
        return ANSWERS[type] === undefined
          ? [toError(`Invalid value: '${type}'.`)]
          : [{ type: ANSWERS[type], start_ms: 0, end_ms: 0 }];
    }
  }

  #start(given: JsonObject): JsonObject {
    const name = textField(given, 'model');
    const deployment = this.#call.account.deployments.find((known) => known.name === name);
    if (deployment === undefined) return refusal(deploymentNotFound());
    const model = describeModel(deployment.model, deployment.version);
    if (!model.capabilities.includes('live')) {
      return refusal(operationNotSupported('live', model.name));
    }
    const expires_at = Math.floor(this.#call.now() / 1000) + LIFE_S;
    const id = tokenId('live_', this.#source);
    this.#config = { ...given, id, model: model.servedName, status: 'active', expires_at };
    return { type: 'session.started', session: this.#config };
  }

  #say(event: JsonObject): readonly JsonObject[] {
    const text = textField(event, 'text') ?? textField(event, 'content') ?? '';
    return splitTokens(`You said: ${text}`).map((delta, index) => ({
      type: 'session.output_transcript.delta',
      delta,
      start_ms: index,
      end_ms: index + 1,
    }));
  }

  #complete(answer: JsonObject, cause: JsonObject): object {
    this.#made += 1;
    const id = textField(cause, 'event_id');
    return {
      ...answer,
      event_id: tokenId('event_', `${this.#source} ${this.#made}`),
      ...(id === undefined ? {} : { client_event_id: id }),
    };
  }
}

function toError(message: string): JsonObject {
  return {
    type: 'error',
    error: { type: 'invalid_request_error', code: 'invalid_value', message },
  };
}

function refusal({ body }: Refusal): JsonObject {
  return { type: 'error', ...(isObject(body) ? { error: body['error'] } : {}) };
}
