// Log probabilities of an answer's tokens (https://platform.openai.com/docs/api-reference/chat/object). The
// numbers are made up: every token is nearly certain, its alternatives are not.

/** One token, as chat answers have it. Responses leave out `bytes` of nothing, too. */
export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
  readonly bytes: readonly number[];
  readonly top_logprobs: readonly Omit<TokenLogprob, 'top_logprobs'>[];
}

/**
 * The tokens with `top` alternatives each, the token itself among them.
 *
 * @param top undefined when the request wants no log probabilities: the result is null
 */
export function logprobsOf(
  pieces: readonly string[],
  top: number | undefined,
): { readonly content: readonly TokenLogprob[]; readonly refusal: null } | null {
  if (top === undefined) return null;
  return { content: pieces.map((piece) => tokenLogprob(piece, top)), refusal: null };
}

/** One token with its alternatives. */
export function tokenLogprob(piece: string, top: number): TokenLogprob {
  const alternatives = Array.from({ length: top }, (_, rank) => rank);
  return {
    ...describe(piece, 0),
    top_logprobs: alternatives.map((rank) =>
      describe(rank === 0 ? piece : `${piece}${rank}`, rank),
    ),
  };
}

function describe(token: string, rank: number): Omit<TokenLogprob, 'top_logprobs'> {
  return { token, logprob: -0.01 - 4 * rank, bytes: [...Buffer.from(token)] };
}
