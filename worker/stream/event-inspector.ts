// What is looked for in the events of a stream: chunks that Azure streams and OpenAI never does
// (openers without choices, and annotations without a `delta`, which clients crash on), and the event
// that ends it. Works on whole events, as bytes; only those that may be one of these are parsed.

import { COLON } from '../formats/ascii.ts';
import { containing } from '../formats/byte-search.ts';
import { decode, encode } from '../formats/bytes.ts';
import { isList, isObject, parseObject, type JsonObject } from '../formats/json.ts';
import type { StreamKind } from '../operations/operation.ts';
import { eventData } from './server-sent-events.ts';

// Nearly all events of each kind contain this, and others do not: they pass by their bytes alone.
const hasDelta = containing(encode('"delta":'));
const hasText = containing(encode('"text":'));
const hasDeltaType = containing(encode('.delta'));
const hasOffsets = containing(encode('"content_filter_offsets"'));

/** The type of a Responses event is at its very front, where no content is. */
const FRONT_BYTES = 100;

/** Events that end a stream of Responses, or report an error. */
const LAST_OF_RESPONSE =
  /^((event: ?|data: ?\{"type": ?")(response\.(completed|incomplete|failed)|error)\b|data: ?\{"error": ?\{)/m;

/** Those of them that report an error. */
const FAILURE_OF_RESPONSE =
  /^((event: ?|data: ?\{"type": ?")(response\.failed|error)\b|data: ?\{"error")/m;

export interface Inspection {
  readonly kind: StreamKind;
  /** The chunk with the tokens is left out. */
  readonly dropUsage: boolean;
}

/** Looks at the events of one stream. */
export class EventInspector {
  readonly #kind: StreamKind;
  readonly #dropUsage: boolean;
  #hasBegun = false;
  #hasEnded = false;
  #hasFailed = false;

  constructor({ kind, dropUsage }: Inspection) {
    this.#kind = kind;
    this.#dropUsage = dropUsage;
  }

  /** An event with data has been passed on. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** The event with which every whole stream ends has passed, or one that reports an error. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** An event that reports an error has passed. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Whether what passed was a whole stream. How other streams end is not known. */
  get isWhole(): boolean {
    return this.#hasEnded || this.#kind === 'other';
  }

  /** What becomes of one event: itself, another one in its place, or undefined: nothing. */
  inspect(event: Uint8Array): Uint8Array | undefined {
    const shown = this.#keep(event);
    // Comments begin with a colon, empty lines with a lower byte, fields with a higher one.
    if (shown !== undefined && (shown[0] ?? COLON) > COLON) this.#hasBegun = true;
    return shown;
  }

  #keep(event: Uint8Array): Uint8Array | undefined {
    switch (this.#kind) {
      case 'other':
        return event;
      case 'response':
        this.#lookForEnd(event);
        return event;
      case 'chat':
        if (hasDelta(event) && !hasOffsets(event)) return event;
        return this.#keepUnusual(event);
      case 'text':
        return hasText(event) ? event : this.#keepUnusual(event);
    }
  }

  #lookForEnd(event: Uint8Array): void {
    const bytes = event.subarray(0, FRONT_BYTES);
    if (hasDeltaType(bytes)) return;
    const front = decode(bytes);
    if (!LAST_OF_RESPONSE.test(front)) return;
    this.#hasEnded = true;
    if (FAILURE_OF_RESPONSE.test(front)) this.#hasFailed = true;
  }

  #keepUnusual(event: Uint8Array): Uint8Array | undefined {
    const data = eventData(event);
    const chunk = parseObject(data) ?? {};
    if (isPresent(chunk['error'])) this.#hasFailed = true;
    if (data.trim() === '[DONE]' || 'error' in chunk) this.#hasEnded = true;
    const { choices } = chunk;
    if (!isList(choices)) return event;
    if (isOpener(chunk) || (this.#dropUsage && choices.length === 0)) return undefined;
    return this.#kind === 'chat' ? rewriteChoices(event, chunk, choices) : event;
  }
}

/** The event with choices that clients can read; undefined where none is left. */
function rewriteChoices(
  event: Uint8Array,
  chunk: JsonObject,
  given: readonly unknown[],
): Uint8Array | undefined {
  if (given.every(isReadableChoice)) return event;
  const choices: unknown[] = [];
  for (const choice of given) {
    if (isReadableChoice(choice)) choices.push(choice);
    // The filter's verdict, which ends the answer, is kept:
    // https://learn.microsoft.com/azure/foundry/openai/concepts/content-streaming
    else if (isObject(choice) && isPresent(choice['finish_reason'])) {
      choices.push({ delta: {}, ...choice });
    }
  }
  if (choices.length === 0) return undefined;
  return encode(`data: ${JSON.stringify({ ...chunk, choices })}\n\n`);
}

/** Whether it is a choice as OpenAI streams it, and not an annotation. */
function isReadableChoice(choice: unknown): boolean {
  return !isObject(choice) || 'delta' in choice;
}

/**
 * Whether a chunk only opens the stream with annotations of the prompt (open-webui/open-webui#1759
 * and two dozen like it). A chunk with `usage` is wanted.
 */
function isOpener({ choices, usage, error }: JsonObject): boolean {
  const isEmpty = isList(choices) && choices.length === 0;
  return isEmpty && !isPresent(usage) && error === undefined;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** What the first event of a stream shows. Only an event that may be an opener is parsed. */
export function classifyFirst(event: Uint8Array): 'opener' | 'silent' | 'unannotated' | 'other' {
  const text = decode(event);
  if (!/^data:/m.test(text)) return 'silent';
  if (/"choices"\s*:\s*\[\s*\]/.test(text)) {
    return isOpener(parseObject(eventData(event)) ?? {}) ? 'opener' : 'other';
  }
  // The default filter annotates every choice; the asynchronous one sends annotations by themselves.
  const isAnnotated = text.includes('"content_filter_results"');
  return text.includes('"choices"') && !isAnnotated ? 'unannotated' : 'other';
}
