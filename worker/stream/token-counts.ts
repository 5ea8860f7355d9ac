// The tokens of an answer. They are near its end, so a few KB of it are looked at and nothing is
// parsed.

import type { Usage } from '../contract/log.ts';
import { ByteBuffer, decode, type Hold } from '../formats/bytes.ts';

/** How near the end the tokens are: after them a response has only 16 short pairs. */
const MAX_TAIL_BYTES = 16 * 1024;

/** The last bytes of what passes. Copied, because a chunk can be a small view of a large buffer. */
export class Tail {
  readonly #buffer: ByteBuffer;

  /** @param hold counts the memory; without room for it nothing is counted */
  constructor(hold?: Hold) {
    this.#buffer = new ByteBuffer(hold);
  }

  add(chunk: Uint8Array): void {
    const last = chunk.subarray(-MAX_TAIL_BYTES);
    // Twice as much is kept, so that bytes are moved once in a while only.
    const excess = this.#buffer.length + last.length - 2 * MAX_TAIL_BYTES;
    if (excess > 0) this.#buffer.drop(Math.max(this.#buffer.length - MAX_TAIL_BYTES, excess));
    if (!this.#buffer.add(last)) this.#buffer.clear();
  }

  /** The tokens that they report. */
  usage(): Usage {
    return readUsage(decode(this.#buffer.view().subarray(-MAX_TAIL_BYTES)));
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
