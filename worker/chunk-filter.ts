// Owns: the chunks that Azure streams and OpenAI never does: openers without choices, and annotations
// without a `delta`, which clients crash on. Works on whole events, as bytes; only suspicious ones
// are parsed.

import { decode, encode } from './bytes.ts';
import { isObject, parseObject, type JsonObject } from './json-value.ts';
import { eventData, eventEnd } from './sse.ts';

const DELTA = encode('"delta":');
const OFFSETS = encode('"content_filter_offsets"');

/** What becomes of one event: itself, another in its place, or nothing. */
export function filterEvent(event: Uint8Array): Uint8Array | undefined {
  // Nearly all events are answers, and are told by their bytes alone.
  if (contains(event, DELTA) && !contains(event, OFFSETS)) return event;
  const chunk = parseChunk(event);
  if (chunk === undefined || !Array.isArray(chunk['choices'])) return event;
  if (isOpener(chunk)) return undefined;
  const given: readonly unknown[] = chunk['choices'];
  const choices = given.flatMap(withDelta);
  if (given.every((choice, index) => choice === choices[index])) return event;
  if (choices.length === 0) return undefined;
  return encode(`data: ${JSON.stringify({ ...chunk, choices })}\n\n`);
}

/**
 * A choice as clients can read it; nothing where it only annotates. The filter's verdict, which ends
 * the answer, is kept: https://learn.microsoft.com/azure/foundry/openai/concepts/content-streaming
 */
function withDelta(choice: unknown): readonly unknown[] {
  if (!isObject(choice) || 'delta' in choice) return [choice];
  return choice['finish_reason'] == null ? [] : [{ delta: {}, ...choice }];
}

/**
 * Whether a chunk only opens the stream with annotations of the prompt (open-webui/open-webui#1759
 * and two dozen like it). A chunk with `usage` is wanted.
 */
function isOpener(chunk: JsonObject): boolean {
  const { choices, usage } = chunk;
  const empty = Array.isArray(choices) && choices.length === 0;
  return empty && (usage === undefined || usage === null) && !('error' in chunk);
}

const EMPTY_CHOICES = /"choices"\s*:\s*\[\s*\]/;

/** What the first event of a stream tells of it. Only an event that may be an opener is parsed. */
export function classifyFirst(event: Uint8Array): 'opener' | 'silent' | 'unannotated' | 'other' {
  const text = decode(event);
  if (!/^data:/m.test(text)) return 'silent';
  if (EMPTY_CHOICES.test(text)) {
    const chunk = parseChunk(event);
    return chunk !== undefined && isOpener(chunk) ? 'opener' : 'other';
  }
  // The default filter annotates every choice; the asynchronous one sends annotations by themselves.
  return text.includes('"choices"') && !text.includes('"content_filter_results"')
    ? 'unannotated'
    : 'other';
}

/** The JSON object that an event carries, if it does. */
function parseChunk(event: Uint8Array): JsonObject | undefined {
  const data = eventData(event);
  return data?.startsWith('{') === true ? parseObject(data) : undefined;
}

/** Splits off the complete events at the front of `bytes`, filtered; the rest is not complete yet. */
export function filterEvents(bytes: Uint8Array): {
  readonly events: readonly Uint8Array[];
  readonly rest: Uint8Array;
} {
  const events: Uint8Array[] = [];
  let rest = bytes;
  for (let end = eventEnd(rest); end !== -1; end = eventEnd(rest)) {
    const kept = filterEvent(rest.subarray(0, end));
    if (kept !== undefined) events.push(kept);
    rest = rest.subarray(end);
  }
  return { events, rest };
}

function contains(bytes: Uint8Array, pattern: Uint8Array): boolean {
  const first = pattern[0] ?? 0;
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    let index = 1;
    while (index < pattern.length && bytes[at + index] === pattern[index]) index++;
    if (index === pattern.length) return true;
  }
  return false;
}
