import type { UserDirectory } from './user-directory.ts';

/** How callers are identified. */
export type Access =
  | { readonly kind: 'users'; readonly users: UserDirectory }
  /** haibbo's contract: the caller's key is the Azure key, so Azure decides. */
  | { readonly kind: 'azure-key' };
