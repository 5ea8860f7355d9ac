// What is looked for in the events of a stream: chunks that Azure streams and OpenAI never does
// (openers without choices, and annotations without a `delta`, which clients crash on), tokens, and
// the event that ends it. Works on whole events, as bytes; only those that may be one are parsed.

import { COLON } from '../formats/ascii.ts';
import { searchFor } from '../formats/byte-search.ts';
import { decode, encode } from '../formats/bytes.ts';
import { type JsonObject, isList, isObject, parseObject, toJson } from '../formats/json.ts';
import { FRONT_BYTES } from '../contract/limits.ts';
import type { Operation } from '../operations/table.ts';
import { eventData } from './server-sent-events.ts';

/** What nearly all events have, and no other: they pass by their bytes alone. */
const ANSWERS = {
  chat: searchFor(encode('"delta":')),
  text: searchFor(encode('"text":')),
  response: searchFor(encode('.delta')),
  other: undefined,
} as const;
const findOffsets = searchFor(encode('"content_filter_offsets"'));

const LAST =
  /^((event: ?|data: ?\{"type": ?")(response\.(completed|incomplete|failed)|error)\b|data: ?\{"error": ?\{)/m;

export interface Inspection {
  readonly chunks: Operation['chunks'];
  /** The chunk with the tokens was asked for by the gateway alone, and stays here. */
  readonly dropUsage: boolean;
}

export type Inspector = ReturnType<typeof inspectEvents>;

/** Looks at the events of one stream. */
export function inspectEvents({ chunks, dropUsage }: Inspection) {
  const findAnswer = ANSWERS[chunks];
  const isChat = chunks === 'chat';
  const isResponse = chunks === 'response';

  const keep = (event: Uint8Array): Uint8Array | undefined => {
    if (!findAnswer) return event;
    const front = isResponse ? event.subarray(0, FRONT_BYTES) : event;
    if (findAnswer(front) >= 0 && !(isChat && findOffsets(event) >= 0)) return event;
    if (isResponse) {
      seen.ended ||= LAST.test(decode(front));
      return event;
    }
    const data = eventData(event);
    const chunk = parseObject(data) ?? {};
    seen.ended ||= data.trim() === '[DONE]' || 'error' in chunk;
    const given = chunk['choices'];
    if (!isList(given)) return event;
    if (isOpener(chunk) || (dropUsage && !given.length)) return undefined;
    const choices = isChat ? given.flatMap(withDelta) : given;
    if (given.every((choice, index) => choice === choices[index])) return event;
    return choices.length ? encode(`data: ${toJson({ ...chunk, choices })}\n\n`) : undefined;
  };

  const seen = {
    /** More was shown than comments and empty lines. */
    begun: false,
    /** The event with which every whole stream ends was there, or one that tells of an error. */
    ended: false,
    /** What becomes of one event: itself, another in its place, or nothing. */
    inspect(event: Uint8Array): readonly Uint8Array[] {
      const kept = keep(event);
      if (!kept) return [];
      // Comments begin with a colon, empty lines with less, fields with more.
      seen.begun ||= (kept[0] ?? COLON) > COLON;
      return [kept];
    },
  };
  return seen;
}

/**
 * A choice as clients can read it; nothing where it only annotates. The filter's verdict, which ends
 * the answer, is kept: https://learn.microsoft.com/azure/foundry/openai/concepts/content-streaming
 */
function withDelta(choice: unknown): readonly unknown[] {
  return !isObject(choice) || 'delta' in choice
    ? [choice]
    : choice['finish_reason'] == null
      ? []
      : [{ delta: {}, ...choice }];
}

/**
 * Whether a chunk only opens the stream with annotations of the prompt (open-webui/open-webui#1759
 * and two dozen like it). A chunk with `usage` is wanted.
 */
function isOpener({ choices, usage, error }: JsonObject): boolean {
  return isList(choices) && !choices.length && usage == null && error === undefined;
}

/** What the first event of a stream tells of it. Only an event that may be an opener is parsed. */
export function classifyFirst(event: Uint8Array): 'opener' | 'silent' | 'unannotated' | 'other' {
  const text = decode(event);
  if (!/^data:/m.test(text)) return 'silent';
  if (/"choices"\s*:\s*\[\s*\]/.test(text)) {
    return isOpener(parseObject(eventData(event)) ?? {}) ? 'opener' : 'other';
  }
  // The default filter annotates every choice; the asynchronous one sends annotations by themselves.
  return text.includes('"choices"') && !text.includes('"content_filter_results"')
    ? 'unannotated'
    : 'other';
}
