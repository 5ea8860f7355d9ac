// One answer of a realtime session as its events, from `response.created` to `response.done`, in both
// versions of the protocol (https://platform.openai.com/docs/api-reference/realtime-server-events).
// Answers are text: no audio comes out, whatever the session asks for.
import { generatePieces, type Pace } from '../faults/pace.ts';
import type { JsonObject } from '../reading/json-value.ts';
import { tokenId } from '../text/token-id.ts';
import { countTokens, splitTokens } from '../text/tokens.ts';
import { usageOf, type UsageDirective } from '../usage/usage-directive.ts';
import type { Usage } from '../usage/usage.ts';
import type { Dialect } from './dialect.ts';

/** An event without its id. */
export type RealtimeEvent = JsonObject & { readonly type: string };

/** What an answer is made from. */
interface AnswerParts {
  readonly dialect: Dialect;
  /** The last thing that the user said. */
  readonly said: string;
  readonly pace: Pace;
  /** What ids are made from, different for each answer. */
  readonly source: string;
  readonly directive: UsageDirective;
  /** Called with what the answer used. */
  readonly charge: (usage: Usage) => void;
}

/** Composes the answer. */
export function answerEvents({
  dialect,
  said,
  pace,
  source,
  directive,
  charge,
}: AnswerParts): readonly RealtimeEvent[] {
  const pieces =
    pace.events === undefined
      ? splitTokens(`You said: ${said}`)
      : generatePieces(pace.events, pace.size);
  const written = { input: countTokens(said), output: pieces.length, limit: Infinity };
  const used = usageOf(written, directive);
  charge(used);
  const text = pieces.join('');
  const response_id = tokenId('resp_', source);
  const item_id = tokenId('item_', source);
  const item = { id: item_id, object: 'realtime.item', type: 'message', role: 'assistant' };
  const begun = { ...item, status: 'in_progress', content: [] };
  const done = { ...item, status: 'completed', content: [{ type: dialect.textPart, text }] };
  const response = { object: 'realtime.response', id: response_id, status_details: null };
  const at = { response_id, output_index: 0 };
  const place = { ...at, item_id, content_index: 0 };
  const [itemBegun, itemDone] = dialect.itemEvents;
  const usage = directive.isOmitted ? null : toUsage(used);
  return [
    {
      type: 'response.created',
      response: { ...response, status: 'in_progress', output: [], usage: null },
    },
    { type: 'response.output_item.added', ...at, item: begun },
    { type: itemBegun, item: begun },
    // A part is called `text` here in both versions.
    { type: 'response.content_part.added', ...place, part: { type: 'text', text: '' } },
    ...pieces.map((delta) => ({ type: `${dialect.text}.delta`, ...place, delta })),
    { type: `${dialect.text}.done`, ...place, text },
    { type: 'response.content_part.done', ...place, part: { type: 'text', text } },
    { type: 'response.output_item.done', ...at, item: done },
    ...(itemDone === undefined ? [] : [{ type: itemDone, item: done }]),
    {
      type: 'response.done',
      response: { ...response, status: 'completed', output: [done], usage },
    },
  ];
}

/** https://platform.openai.com/docs/api-reference/realtime-server-events/response/done */
function toUsage({ input, inputAudio, cached, output, outputAudio }: Usage): object {
  return {
    total_tokens: input + output,
    input_tokens: input,
    output_tokens: output,
    input_token_details: {
      text_tokens: input - inputAudio,
      audio_tokens: inputAudio,
      cached_tokens: cached,
    },
    output_token_details: { text_tokens: output - outputAudio, audio_tokens: outputAudio },
  };
}
