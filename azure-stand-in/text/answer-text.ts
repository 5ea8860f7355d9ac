// Fitting an answer's text to the request's limits: stop sequences, token limit, content
// filter. The same rule for chat and completions, whole and streamed.
import { FILTER_ANSWER } from './content-filter.ts';
import { splitTokens } from './tokens.ts';

/** Why the text ends. */
type TextEnd = 'stop' | 'length' | 'content_filter';

/** Text in the pieces in which it is streamed; each is one token. */
export interface FittedText {
  readonly pieces: readonly string[];
  readonly end: TextEnd;
}

/** What limits an answer. */
interface TextLimits {
  readonly stop: readonly string[];
  readonly maxTokens: number;
  /** The prompt, which may contain the marker word of the filter. */
  readonly prompt: string;
}

/** Cuts the text at the first stop sequence, then by length. */
export function fitText(text: string, limits: TextLimits): FittedText {
  return fitPieces(splitTokens(cutAtStop(text, limits.stop)), limits);
}

/** As `fitText`, for text that is in pieces already; stop sequences do not apply. */
export function fitPieces(pieces: readonly string[], limits: Omit<TextLimits, 'stop'>): FittedText {
  if (limits.prompt.includes(FILTER_ANSWER)) {
    // The filter reads ahead, so a filtered answer stops in the middle.
    return { pieces: pieces.slice(0, Math.ceil(pieces.length / 2)), end: 'content_filter' };
  }
  return pieces.length > limits.maxTokens
    ? { pieces: pieces.slice(0, limits.maxTokens), end: 'length' }
    : { pieces, end: 'stop' };
}

function cutAtStop(text: string, stop: readonly string[]): string {
  const cuts = stop.map((sequence) => text.indexOf(sequence)).filter((at) => at >= 0);
  return cuts.length === 0 ? text : text.slice(0, Math.min(...cuts));
}
