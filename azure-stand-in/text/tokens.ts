// This server's token rule, which both counts usage and cuts answers into stream pieces.
// It is not OpenAI's tokenizer: it needs no tables and can be done by hand.

const TOKEN =
  /\s*(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+)|\s+/gu;

/**
 * Cuts text into tokens: each Chinese, Japanese or Korean character is one, each other run of
 * non-space characters is one, spaces belong to the token they precede. Joined, they are the text.
 */
export function splitTokens(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

/** Number of tokens in the text. */
export function countTokens(text: string): number {
  return splitTokens(text).length;
}
