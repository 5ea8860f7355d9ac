import type { EventsAnswer } from '../../answers/answer.ts';
import { perAccount, type AccountMemory } from '../../operation/account-memory.ts';
import { ResourceStore } from '../../operation/resource-store.ts';
import type { Item } from './item.ts';

/** One response, with what a later one needs to continue from it. */
export interface KeptResponse {
  readonly id: string;
  readonly body: object;
  /** What `input_items` lists. */
  readonly inputItems: readonly Item[];
  /** The whole conversation so far, its output included. */
  readonly context: readonly Item[];
  /** Its events after number `after`. */
  readonly stream: (after: number) => EventsAnswer;
  /** Only of a background response that is not complete: what each next look at it finds. */
  readonly pending?: readonly [object, ...object[]];
}

/** The stored responses of an account. One with `store: false` is not among them. */
export const responsesOf = perAccount(
  ({ subdomain }) => new ResourceStore<KeptResponse>('response', subdomain),
);

/** An item of any stored response, for `item_reference`. */
export function findStoredItem(memory: AccountMemory, id: string): Item | undefined {
  return responsesOf(memory)
    .all()
    .flatMap(({ context }) => context)
    .find((item) => item.id === id);
}
