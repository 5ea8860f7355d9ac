import type { Item } from '../items/item.ts';

/** One item: as it begins, as it ends, and what is written in between. */
export interface Output {
  readonly begun: Item;
  readonly done: Item;
  readonly pieces: readonly string[];
  /** Of a hosted tool: the names of the events in between. */
  readonly steps?: readonly string[];
  /** Undefined when it was written to its end. */
  readonly cut: 'max_output_tokens' | 'content_filter' | undefined;
}
