// A chat answer as one JSON body.
import type { ChatChoice } from './chat-answer.ts';
import type { ChatRequest } from './chat-request.ts';
import { FILTERED_RESULTS, promptResults, SAFE_RESULTS } from '../text/content-filter.ts';
import { logprobsOf } from './logprobs.ts';
import { tokenId } from '../text/token-id.ts';
import type { Usage } from '../usage/usage.ts';

/** What a chat answer says about itself, whole or streamed. */
export interface ChatHead {
  readonly id: string;
  /** Unix time in seconds. */
  readonly created: number;
  /** The dated snapshot that the deployment serves. */
  readonly model: string;
}

/** The body of an answer that is not streamed. `usage` is what it reports, if it does. */
export function chatBody(
  head: ChatHead,
  request: ChatRequest,
  choices: readonly ChatChoice[],
  usage: Usage | undefined,
): object {
  return {
    choices: choices.map((choice, index) => ({
      content_filter_results: filterResults(choice),
      finish_reason: finishReason(choice),
      index,
      logprobs: choice.kind === 'text' ? logprobsOf(choice.pieces, request.topLogprobs) : null,
      message: messageOf(choice, head.id, index),
    })),
    ...head,
    object: 'chat.completion',
    prompt_filter_results: [promptResults(0)],
    system_fingerprint: null,
    ...(usage === undefined ? {} : { usage: chatUsage(usage) }),
  };
}

/** Azure annotates text; a tool call carries an empty annotation. */
export function filterResults(choice: ChatChoice): object {
  if (choice.kind === 'tool') return {};
  return choice.end === 'content_filter' ? FILTERED_RESULTS : SAFE_RESULTS;
}

/** OpenAI's word for why the choice ends. */
export function finishReason(choice: ChatChoice): string {
  if (choice.kind === 'text') return choice.end;
  return choice.isCut ? 'length' : 'tool_calls';
}

/** The tool call of a choice. The opening of a stream has it without arguments. */
export function toolCall(
  choice: Extract<ChatChoice, { kind: 'tool' }>,
  id: string,
  index: number,
  text: string,
): object {
  const { type, name } = choice.tool;
  const called = type === 'custom' ? { name, input: text } : { name, arguments: text };
  return { id: tokenId('call_', `${id} ${index}`), type, [type]: called };
}

/** Tokens used, in the shape chat answers have. */
export function chatUsage(usage: Usage): object {
  return {
    completion_tokens: usage.output,
    completion_tokens_details: {
      accepted_prediction_tokens: 0,
      audio_tokens: usage.outputAudio,
      reasoning_tokens: usage.reasoning,
      rejected_prediction_tokens: 0,
    },
    prompt_tokens: usage.input,
    // https://learn.microsoft.com/azure/foundry/openai/how-to/prompt-caching; nothing is cached here,
    // unless the request says so.
    prompt_tokens_details: {
      audio_tokens: usage.inputAudio,
      cache_write_tokens: usage.cacheWrite,
      cached_tokens: usage.cached,
    },
    total_tokens: usage.input + usage.output,
  };
}

function messageOf(choice: ChatChoice, id: string, index: number): object {
  const text = choice.pieces.join('');
  return choice.kind === 'tool'
    ? {
        annotations: [],
        content: null,
        refusal: null,
        role: 'assistant',
        tool_calls: [toolCall(choice, id, index, text)],
      }
    : { annotations: [], content: text, refusal: null, role: 'assistant' };
}
