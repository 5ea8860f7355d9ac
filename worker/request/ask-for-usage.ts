// The tokens of an answer: asking Azure for them where they are streamed, and finding them.
// They stand at the end of every answer, so a few KB of it are looked at and nothing is parsed.

import { concat, decode } from '../formats/bytes.ts';
import type { Model } from '../models/catalog.ts';
import { setMember, type MemberEdit } from '../formats/json-edit.ts';
import { isObject } from '../formats/json.ts';
import { MAX_TAIL_BYTES } from '../contract/limits.ts';
import type { LogLine } from '../contract/log.ts';
import type { Operation } from '../operations/table.ts';
import type { RequestBody } from './read-body.ts';

/** The tokens that an answer tells of. */
export type Usage = Pick<LogLine, 'inputTokens' | 'outputTokens' | 'cachedTokens'>;

/** The edit of `stream_options` that makes Azure tell a chat stream's tokens; usually none is needed. */
export function usageEdit(
  operation: Operation,
  body: RequestBody,
  model: Model | undefined,
): MemberEdit | undefined {
  if (operation.chunks !== 'chat' || body.kind !== 'json' || !model) return undefined;
  const { get, has, valueText } = body.root;
  const options = get('stream_options');
  // Azure knows it since then: https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle
  const old = model.upstream === 'deployment' && model.apiVersion < '2024-09-01-preview';
  const isGiven = isObject(options);
  // Anything else but an object is Azure's to refuse.
  const isDone = isGiven
    ? options['include_usage'] === true
    : has('stream_options') && options !== null;
  if (get('stream') !== true || old || isDone) return undefined;
  const given = isGiven ? valueText('stream_options') : undefined;
  return { kind: 'set', value: setMember(given ?? '{}', 'include_usage', 'true') };
}

/** Keeps the last bytes of what passes, as the chunks that they came in: nothing is copied. */
export function keepTail() {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  return {
    add: (chunk: Uint8Array): void => {
      chunks.push(chunk);
      bytes += chunk.length;
      while (bytes - (chunks[0]?.length ?? bytes) >= MAX_TAIL_BYTES) {
        bytes -= chunks.shift()?.length ?? 0;
      }
    },
    /** The tokens that they tell of. */
    usage: () => readUsage(decode(concat(chunks).subarray(-MAX_TAIL_BYTES))),
  };
}

/**
 * The counts in the last `usage` of a text. A text inside it has a backslash in front of its quotes;
 * chunks without tokens say `"usage":null`. The `^` keeps it from being tried at every character.
 */
function readUsage(text: string): Usage {
  const usage = /^.*"usage"\s*:\s*\{(.*)/s.exec(text)?.[1] ?? '';
  const count = (name: string) => {
    const digits = new RegExp(`"(?:${name})_tokens"\\s*:\\s*(\\d+)`).exec(usage)?.[1];
    return digits ? Number(digits) : undefined;
  };
  return {
    inputTokens: count('prompt|input'),
    outputTokens: count('completion|output'),
    cachedTokens: count('cached'),
  };
}
