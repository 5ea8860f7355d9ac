// The tokens of an answer. They are near its end, so a few KB of it are looked at and nothing is
// parsed.

import type { Usage } from '../contract/log.ts';
import { ByteBuffer, decode, type Hold } from '../formats/bytes.ts';
import { isObject, parseObject, type JsonObject } from '../formats/json.ts';

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

  /** What they report. */
  usage(): Usage {
    return readUsage(decode(this.#buffer.view().subarray(-MAX_TAIL_BYTES)));
  }
}

/** A `usage` has some twenty short members. */
const MAX_USAGE_LENGTH = 2000;

/** So many objects with this name are compared: a client's schema, which an answer repeats, may have one. */
const MAX_CANDIDATES = 8;

/**
 * The counts in the `usage` of a text; of several, in the one that counts most. A text inside it has a
 * backslash in front of its quotes; chunks without tokens have `"usage":null`.
 */
export function readUsage(text: string): Usage {
  const places = [...text.matchAll(/"usage"\s*:\s*(?=\{)/g)].slice(-MAX_CANDIDATES);
  let most: Usage = {};
  for (const { 0: name, index } of places) {
    const start = index + name.length;
    const object = parseObject(objectAt(text.slice(start, start + MAX_USAGE_LENGTH)));
    const usage = object && toUsage(object);
    if (usage !== undefined && sumOf(usage) >= sumOf(most)) most = usage;
  }
  return most;
}

/** The object at the beginning of a text, which has no braces in its strings. */
function objectAt(text: string): string {
  let depth = 0;
  for (const { 0: brace, index } of text.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth === 0) return text.slice(0, index + 1);
  }
  return '';
}

/**
 * Chat and completions count `prompt` and `completion`, all others `input` and `output`. Transcriptions
 * name their details without an s, and whisper counts seconds.
 * https://platform.openai.com/docs/api-reference/chat/object,
 * https://platform.openai.com/docs/api-reference/audio/json-object
 */
function toUsage(usage: JsonObject): Usage {
  const input = detailsOf(usage, ['prompt', 'input']);
  const output = detailsOf(usage, ['completion', 'output']);
  const seconds = usage['type'] === 'duration' ? usage['seconds'] : undefined;
  const inputTokens = countIn(usage, 'prompt_tokens') ?? countIn(usage, 'input_tokens');
  const written = countIn(usage, 'completion_tokens') ?? countIn(usage, 'output_tokens');
  // Some makers leave reasoning out of the output, and not out of the total: vercel/ai#12425.
  const rest = (countIn(usage, 'total_tokens') ?? 0) - (inputTokens ?? 0);
  return withoutAbsent({
    inputTokens,
    outputTokens: written === undefined ? undefined : Math.max(written, rest),
    cachedTokens: countIn(input, 'cached_tokens'),
    cacheWriteTokens: countIn(input, 'cache_write_tokens'),
    inputAudioTokens: partIn(input, 'audio_tokens'),
    inputImageTokens: partIn(input, 'image_tokens'),
    outputAudioTokens: partIn(output, 'audio_tokens'),
    outputImageTokens: partIn(output, 'image_tokens'),
    audioSeconds: typeof seconds === 'number' ? Math.ceil(seconds) : undefined,
  });
}

function detailsOf(usage: JsonObject, names: readonly string[]): JsonObject {
  const details = names.flatMap((name) => [
    usage[`${name}_tokens_details`],
    usage[`${name}_token_details`],
  ]);
  return details.find(isObject) ?? {};
}

function countIn(counts: JsonObject, name: string): number | undefined {
  const count = counts[name];
  return Number.isSafeInteger(count) && Number(count) >= 0 ? Number(count) : undefined;
}

/** A part of the tokens; undefined where there is none. */
function partIn(details: JsonObject, name: string): number | undefined {
  const count = countIn(details, name);
  return count === 0 ? undefined : count;
}

function withoutAbsent(usage: Usage): Usage {
  return Object.fromEntries(Object.entries(usage).filter(([, count]) => count !== undefined));
}

function sumOf({ inputTokens = 0, outputTokens = 0, audioSeconds = 0 }: Usage): number {
  return inputTokens + outputTokens + audioSeconds;
}
