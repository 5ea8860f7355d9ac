// The tokens of an answer. They are near its end, so a few KB of it are looked at and nothing is
// parsed.

import type { Usage } from '../contract/log.ts';
import { concat, decode } from '../formats/bytes.ts';

/** How near the end the tokens are: after them a response has only 16 short pairs. */
const MAX_TAIL_BYTES = 16 * 1024;

/** The last bytes of what passes, as the chunks that they came in: nothing is copied. */
export class Tail {
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes - (this.#chunks[0]?.length ?? this.#bytes) >= MAX_TAIL_BYTES) {
      this.#bytes -= this.#chunks.shift()?.length ?? 0;
    }
  }

  /** The tokens that they report. */
  usage(): Usage {
    return readUsage(decode(concat(this.#chunks).subarray(-MAX_TAIL_BYTES)));
  }
}

/**
 * The counts in the last `usage` of a text. A text inside it has a backslash in front of its quotes;
 * chunks without tokens have `"usage":null`. The `^` keeps it from being tried at every character.
 */
function readUsage(text: string): Usage {
  const usage = /^.*"usage"\s*:\s*\{(.*)/s.exec(text)?.[1] ?? '';
  return {
    inputTokens: countIn(usage, 'prompt|input'),
    outputTokens: countIn(usage, 'completion|output'),
    cachedTokens: countIn(usage, 'cached'),
  };
}

function countIn(usage: string, name: string): number | undefined {
  const digits = new RegExp(`"(?:${name})_tokens"\\s*:\\s*(\\d+)`).exec(usage)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
