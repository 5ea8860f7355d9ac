// A chat answer as Azure streams it: an opener without choices, a role, pieces of content, an
// end for each choice, usage when requested, `[DONE]` (https://learn.microsoft.com/azure/foundry/
// openai/concepts/content-streaming). Choices are interleaved.
import type { ChatChoice } from './chat-answer.ts';
import { chatUsage, finishReason, filterResults, toolCall, type ChatHead } from './chat-body.ts';
import type { ChatRequest } from './chat-request.ts';
import { logprobsOf } from './logprobs.ts';
import { SAFE_RESULTS, streamOpener } from '../text/content-filter.ts';
import { DONE_FRAME, frameTemplate, toFrame } from '../delivery/event-frame.ts';
import type { Fault } from '../faults/fault.ts';
import type { Usage } from '../usage/usage.ts';

/** Content pieces between two annotations of the asynchronous filter. */
const ANNOTATED_PIECES = 4;

/** What is streamed. */
interface Streamed {
  readonly choices: readonly ChatChoice[];
  /** Undefined: not reported. */
  readonly usage: Usage | undefined;
}

/** The frames of a streamed answer. */
export function chatFrames(
  head: ChatHead,
  request: ChatRequest,
  { choices, usage: reported }: Streamed,
  fault: Fault,
): readonly Buffer[] {
  const isAsync = fault['async-filter'] === true;
  // Azure writes `"usage": null` in every other chunk once usage is requested.
  const usage = request.includeUsage ? { usage: null } : {};
  const chunk = (choice: object): object => ({
    choices: [isAsync ? withoutAnnotations(choice) : choice],
    ...head,
    object: 'chat.completion.chunk',
    system_fingerprint: null,
    ...usage,
  });
  const frames: Buffer[] = [];
  if (fault['no-opener'] !== true) frames.push(toFrame(streamOpener(1)));
  const writers = choices.map((choice, index) => {
    frames.push(toFrame(chunk(delta(index, openingDelta(choice, head.id, index)))));
    return pieceWriter(choice, index, chunk, request.topLogprobs);
  });
  const longest = Math.max(...choices.map((choice) => choice.pieces.length));
  for (let at = 0; at < longest; at += 1) {
    for (const [index, choice] of choices.entries()) {
      const piece = choice.pieces[at];
      const write = writers[index];
      if (piece === undefined || write === undefined) continue;
      frames.push(write(piece));
      if (isAsync && at % ANNOTATED_PIECES === ANNOTATED_PIECES - 1) {
        frames.push(annotationFrame(choice, index, at + 1));
      }
    }
  }
  for (const [index, choice] of choices.entries()) {
    const end = { ...delta(index, {}), finish_reason: finishReason(choice) };
    const results = finishReason(choice) === 'content_filter' ? filterResults(choice) : {};
    frames.push(toFrame(chunk({ ...end, content_filter_results: results })));
    // Annotations may trail the end of the choice (github microsoft/autogen#6465).
    if (isAsync) frames.push(annotationFrame(choice, index, choice.pieces.length));
  }
  if (reported !== undefined) frames.push(usageFrame(head, reported));
  frames.push(DONE_FRAME);
  return frames;
}

/**
 * The asynchronous filter checks chunks after they are sent, so only its own chunks are annotated
 *: https://learn.microsoft.com/azure/foundry/openai/concepts/content-streaming
 */
function withoutAnnotations(choice: object): object {
  return Object.fromEntries(
    Object.entries(choice).filter(([name]) => name !== 'content_filter_results'),
  );
}

function delta(index: number, content: object): object {
  return {
    content_filter_results: {},
    delta: content,
    finish_reason: null,
    index,
    logprobs: null,
  };
}

function openingDelta(choice: ChatChoice, id: string, index: number): object {
  return choice.kind === 'tool'
    ? {
        content: null,
        refusal: null,
        role: 'assistant',
        tool_calls: [{ index: 0, ...toolCall(choice, id, index, '') }],
      }
    : { content: '', refusal: null, role: 'assistant' };
}

function pieceWriter(
  choice: ChatChoice,
  index: number,
  chunk: (choice: object) => object,
  topLogprobs: number | undefined,
): (piece: string) => Buffer {
  if (choice.kind === 'text' && topLogprobs !== undefined) {
    return (piece) => {
      const content = delta(index, { content: piece });
      const logprobs = logprobsOf([piece], topLogprobs);
      return toFrame(chunk({ ...content, content_filter_results: SAFE_RESULTS, logprobs }));
    };
  }
  return frameTemplate((mark) => {
    if (choice.kind === 'text') {
      const content = delta(index, { content: mark });
      return chunk({ ...content, content_filter_results: SAFE_RESULTS });
    }
    const { type } = choice.tool;
    const called = type === 'custom' ? { input: mark } : { arguments: mark };
    return chunk(delta(index, { tool_calls: [{ index: 0, [type]: called }] }));
  });
}

/** No `delta`, no id, no model (github openai/openai-python#1677, openai/openai-kotlin#340). */
function annotationFrame(choice: ChatChoice, index: number, pieces: number): Buffer {
  const end = choice.pieces.slice(0, pieces).join('').length;
  return toFrame({
    id: '',
    object: '',
    created: 0,
    model: '',
    choices: [
      {
        index,
        finish_reason: null,
        content_filter_results: SAFE_RESULTS,
        content_filter_offsets: { check_offset: end, start_offset: 0, end_offset: end },
      },
    ],
    usage: null,
  });
}

function usageFrame(head: ChatHead, usage: Usage): Buffer {
  return toFrame({
    choices: [],
    ...head,
    object: 'chat.completion.chunk',
    system_fingerprint: null,
    usage: chatUsage(usage),
  });
}
