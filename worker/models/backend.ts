/** One Azure OpenAI account, ready to be called. */
export interface Backend {
  readonly name: string;
  /** Origin without a trailing slash. */
  readonly endpoint: string;
  readonly credential: Credential;
}

/** What authenticates a request to an account. */
export type Credential =
  | { readonly kind: 'key'; readonly key: string }
  /** A token of Microsoft Entra. */
  | { readonly kind: 'token' }
  /** The client's own key is Azure's (the oldest seed contract). */
  | { readonly kind: 'client-key' };
