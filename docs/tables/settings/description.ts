// The form of the descriptions of settings.
import type { Words } from '../language.ts';

/** The description of one setting or member. */
export interface Description extends Words {
  /** What holds if it is not set, where the schema has no default of its own. */
  readonly unset?: Words;
  /** Where to read more, as a link. */
  readonly see?: Words;
}

/** One description for each member of an object schema. */
export type Descriptions<Shape extends object> = { readonly [Name in keyof Shape]: Description };
