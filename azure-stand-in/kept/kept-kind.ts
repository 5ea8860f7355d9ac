// What a kind of kept resource is: the parts in which files, batches, vector stores and the like
// differ. What they have in common is in kept-operations.ts.
import type { Refusal } from '../answers/refusal.ts';
import type { Surface } from '../answers/surface.ts';
import type { AccountMemory } from '../operation/account-memory.ts';
import type { Call, Operation } from '../operation/operation.ts';
import type { ResourceStore } from '../operation/resource-store.ts';
import type { JsonObject } from '../reading/json-value.ts';

/** One kept resource. */
export interface KeptItem {
  readonly id: string;
  /** What is answered: with `id`, `object` and `created_at`. */
  readonly body: JsonObject;
  /** The bytes of a file. */
  readonly content?: Buffer;
  /** By the name of the child, such as `items`; the oldest first. */
  readonly children: Readonly<Record<string, readonly JsonObject[]>>;
}

/** A resource that is about to be kept. */
export interface NewItem {
  /** All of its body but `id`, `object` and `created_at`. */
  readonly fields: JsonObject;
  readonly content?: Buffer;
  readonly children?: KeptItem['children'];
  /** In place of `children`, for those that name what holds them. */
  readonly childrenOf?: (id: string) => KeptItem['children'];
  /** In place of the kind's own. */
  readonly idPrefix?: string;
}

/** What a resource holds, such as the items of a conversation. */
export interface KeptChild {
  /** The new children that a request adds; absent when clients cannot add any. */
  readonly read?: (call: Call, parent: KeptItem) => readonly JsonObject[] | Refusal;
  /** Answer `POST` with a list; default with the only new child. */
  readonly isAddedAsList?: true;
  readonly missing: (id: string, parentId: string) => Refusal;
  /** The `object` of a deleted child; absent: the parent is the answer. */
  readonly deletedAs?: string;
}

/** One kind of kept resource. */
export interface KeptKind {
  /** Below `/openai/v1/`: `vector_stores`. */
  readonly path: string;
  /** The only surface that has it; both when absent. */
  readonly surface?: Surface;
  readonly object: string;
  readonly idPrefix: string;
  readonly storeOf: (memory: AccountMemory) => ResourceStore<KeptItem>;
  readonly read: (call: Call) => NewItem | Refusal;
  readonly missing: (id: string) => Refusal;
  /** True: `GET path` lists all of them. */
  readonly isListed?: true;
  /** A field by which that list can be filtered. */
  readonly filteredBy?: string;
  /** The fields that `POST path/{id}` may change; absent: the operation does not exist. */
  readonly changeable?: readonly string[];
  /** The `object` of a deleted one; absent: it cannot be deleted. */
  readonly deletedAs?: string;
  /** The status that `POST path/{id}/cancel` sets; absent, as `cancel`: the operation does not exist. */
  readonly cancelledAs?: string;
  /** The body after `POST path/{id}/cancel`, where that is more than a status. */
  readonly cancel?: (call: Call, item: KeptItem) => JsonObject | Refusal;
  /** The body that `GET path/{id}` finds, for a resource that changes over time. */
  readonly look?: (call: Call, item: KeptItem) => JsonObject;
  /** The body in the words of a surface. */
  readonly show?: (body: JsonObject, surface: Surface) => JsonObject;
  readonly children?: Readonly<Record<string, KeptChild>>;
  /** Operations that no other kind has. */
  readonly more?: readonly Operation[];
}
