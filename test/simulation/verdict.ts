/** What a check says about a run. */
export type Verdict =
  | { readonly kind: 'held' }
  /** Nothing happened that the invariant is about. */
  | { readonly kind: 'not judged' }
  | { readonly kind: 'broken'; readonly found: string };

export const HELD: Verdict = { kind: 'held' };
export const NOT_JUDGED: Verdict = { kind: 'not judged' };

export function broken(found: string): Verdict {
  return { kind: 'broken', found };
}
