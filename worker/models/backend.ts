/** One Azure OpenAI account, ready to be called. */
export interface Backend {
  readonly name: string;
  /** Origin without a trailing slash. */
  readonly endpoint: string;
  /** Azure key; undefined where the client's own key is Azure's (the oldest seed contract). */
  readonly key: string | undefined;
}
