// The responses of one realtime session: that there is one at a time, how it is asked for, and
// how it is cancelled.
import type { Pace } from '../faults/pace.ts';
import { isObject, type JsonObject } from '../reading/json-value.ts';
import { Refusal } from '../answers/refusal.ts';
import type { Outbox } from '../sockets/session.ts';
import type { Dialect } from './dialect.ts';
import { composeAnswer, type RealtimeAnswer, type RealtimeEvent } from './realtime-answer.ts';
import type { RealtimeConversation } from './realtime-conversation.ts';
import { realtimeError } from './realtime-error.ts';
import { countRealtimeTokens, toQuestion, toRealtimeItem } from './realtime-item.ts';
import { mergeConfig } from './session-config.ts';

/** The session that the responses are part of. */
interface Room {
  readonly dialect: Dialect;
  readonly conversation: RealtimeConversation;
  readonly conversationId: string;
  readonly pace: Pace;
  readonly newId: (prefix: string) => string;
  /** Gives an event its id. */
  readonly stamp: (event: RealtimeEvent) => object;
}

/** The responses of one session. */
export class Turns {
  readonly #room: Room;
  #active: RealtimeAnswer | undefined;

  constructor(room: Room) {
    this.#room = room;
  }

  /** Answers `response.create`. */
  respond(event: JsonObject, config: JsonObject, outbox: Outbox): void {
    const { stamp } = this.#room;
    if (this.#active !== undefined) {
      const message =
        `Conversation already has an active response in progress: ${this.#active.id}. Wait until ` +
        'the response is finished before creating a new one.';
      const code = 'conversation_already_has_active_response';
      outbox.sendNow(stamp(realtimeError({ code, message, param: null }, event)));
      return;
    }
    const answer = this.#compose(config, isObject(event['response']) ? event['response'] : {});
    if (answer instanceof Refusal) {
      const message = "Invalid 'response.tool_choice': it names no tool of this session.";
      const error = { code: 'invalid_value', message, param: 'response.tool_choice' };
      outbox.send([stamp(realtimeError(error, event))]);
      return;
    }
    this.#active = answer;
    outbox.send(answer.events.map(stamp), () => {
      this.#active = undefined;
    });
  }

  /** Answers `response.cancel`. */
  cancel(event: JsonObject, outbox: Outbox): void {
    const { stamp } = this.#room;
    if (this.#active === undefined) {
      const message = 'Cancellation failed: no active response found';
      const code = 'response_cancel_not_active';
      outbox.send([stamp(realtimeError({ code, message, param: null }, event))]);
      return;
    }
    outbox.drop();
    outbox.sendNow(stamp(this.#active.cancelled));
    this.#active = undefined;
  }

  #compose(session: JsonObject, own: JsonObject): RealtimeAnswer | Refusal {
    const { dialect, conversation, conversationId, pace, newId } = this.#room;
    const config = mergeConfig(session, own);
    const isApart = own['conversation'] === 'none';
    const given = own['input'];
    const items = Array.isArray(given)
      ? given.filter(isObject).map((item) => toRealtimeItem(item, newId('item_')))
      : conversation.items;
    const question = toQuestion(config, items);
    if (question instanceof Refusal) return question;
    const answer = composeAnswer({
      dialect,
      config,
      question,
      pace,
      source: newId(''),
      conversationId: isApart ? null : conversationId,
      previousItemId: conversation.lastId,
      inputTokens: countRealtimeTokens(config, items),
    });
    if (!isApart) conversation.append(answer.item);
    return answer;
  }
}
