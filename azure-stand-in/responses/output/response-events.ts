// A response as a series of events, the same on HTTP streams and on WebSockets
// (https://platform.openai.com/docs/api-reference/responses-streaming).
import { objectsField, type JsonObject } from '../../reading/json-value.ts';
import { itemText } from '../items/item.ts';
import { textPart } from './output.ts';
import type { Output } from './output-item.ts';
import { closedResponse, openResponse, type ResponseParts } from './response-body.ts';

/** One event, numbered. */
export interface ResponseEvent {
  readonly type: string;
  readonly sequence_number: number;
  readonly [field: string]: unknown;
}

/** All events of a response, from `response.created` to its end. */
export function responseEvents(parts: ResponseParts): readonly ResponseEvent[] {
  const { outputs } = parts;
  const isQueued = parts.call.body['background'] === true;
  const created = openResponse(parts, isQueued ? 'queued' : 'in_progress');
  const isCut = outputs.some(({ cut }) => cut !== undefined);
  const events = [
    { type: 'response.created', response: created },
    ...(isQueued ? [{ type: 'response.queued', response: created }] : []),
    { type: 'response.in_progress', response: openResponse(parts, 'in_progress') },
    ...outputs.flatMap(itemEvents),
    {
      type: isCut ? 'response.incomplete' : 'response.completed',
      response: closedResponse(parts),
    },
  ];
  return events.map(({ type, ...rest }, index) => ({ type, sequence_number: index, ...rest }));
}

type Unnumbered = JsonObject & { readonly type: string };

function itemEvents(output: Output, index: number): readonly Unnumbered[] {
  const item = (item: object): object => ({ output_index: index, item });
  return [
    { type: 'response.output_item.added', ...item(output.begun) },
    ...writingEvents(output, { item_id: output.done.id, output_index: index }),
    { type: 'response.output_item.done', ...item(output.done) },
  ];
}

function writingEvents({ done, pieces, steps }: Output, at: object): readonly Unnumbered[] {
  if (done.type === 'reasoning') return [];
  if (steps !== undefined)
    return steps.map((step) => ({ type: `response.${done.type}.${step}`, ...at }));
  if (done.type !== 'message') {
    const isCustom = done.type === 'custom_tool_call';
    const name = isCustom ? 'custom_tool_call_input' : 'function_call_arguments';
    const field = isCustom ? 'input' : 'arguments';
    return [
      ...pieces.map((delta) => ({ type: `response.${name}.delta`, ...at, delta })),
      { type: `response.${name}.done`, ...at, [field]: pieces.join('') },
    ];
  }
  const text = itemText(done);
  const part = { ...at, content_index: 0 };
  const [written = textPart(text)] = objectsField(done, 'content');
  return [
    { type: 'response.content_part.added', ...part, part: textPart('') },
    ...pieces.map((delta) => ({
      type: 'response.output_text.delta',
      ...part,
      delta,
      logprobs: [],
    })),
    { type: 'response.output_text.done', ...part, text, logprobs: [] },
    ...objectsField(written, 'annotations').map((annotation, index) => ({
      type: 'response.output_text.annotation.added',
      ...part,
      annotation_index: index,
      annotation,
    })),
    { type: 'response.content_part.done', ...part, part: written },
  ];
}
