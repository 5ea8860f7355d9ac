// The conversation of a realtime session: its items, and the client's events that change them.
import { isObject, textField, type JsonObject } from '../reading/json-value.ts';
import type { Item } from '../responses/item.ts';
import type { Dialect } from './dialect.ts';
import type { RealtimeEvent } from './realtime-answer.ts';
import { realtimeError } from './realtime-error.ts';
import { toRealtimeItem } from './realtime-item.ts';

/** Every method that takes a client's event returns the events that answer it. */
export class RealtimeConversation {
  readonly #dialect: Dialect;
  readonly #newId: () => string;
  #items: readonly Item[] = [];

  /** @param newId makes ids for items that come without one */
  constructor(dialect: Dialect, newId: () => string) {
    this.#dialect = dialect;
    this.#newId = newId;
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  get lastId(): string | null {
    return this.#items.at(-1)?.id ?? null;
  }

  /** Adds an item that the client is told of elsewhere. */
  append(item: Item): void {
    this.#items = [...this.#items, item];
  }

  add(item: Item): readonly RealtimeEvent[] {
    const told = { previous_item_id: this.lastId, item };
    this.append(item);
    const { itemBegun, itemDone } = this.#dialect;
    const types = itemDone === undefined ? [itemBegun] : [itemBegun, itemDone];
    return types.map((type) => ({ type, ...told }));
  }

  create(event: JsonObject): readonly RealtimeEvent[] {
    const given = isObject(event['item']) ? event['item'] : {};
    return this.add(toRealtimeItem(given, textField(given, 'id') ?? this.#newId()));
  }

  retrieve(event: JsonObject): readonly RealtimeEvent[] {
    const item = this.#find(event);
    return [item === undefined ? missing(event) : { type: 'conversation.item.retrieved', item }];
  }

  delete(event: JsonObject): readonly RealtimeEvent[] {
    const item = this.#find(event);
    if (item === undefined) return [missing(event)];
    this.#items = this.#items.filter((kept) => kept !== item);
    return [{ type: 'conversation.item.deleted', item_id: item.id }];
  }

  #find(event: JsonObject): Item | undefined {
    return this.#items.find(({ id }) => id === event['item_id']);
  }
}

function missing(event: JsonObject): RealtimeEvent {
  const id = textField(event, 'item_id') ?? '';
  const message = `Item with item_id '${id}' not found.`;
  return realtimeError({ code: 'item_not_found', message, param: 'item_id' }, event);
}
