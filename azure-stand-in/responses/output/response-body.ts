// The response object, in each of its states, with what Azure adds: `content_filters`, null until
// the end (github Azure/azure-rest-api-specs#42141).
import { FILTERED_RESULTS, SAFE_RESULTS } from '../../text/content-filter.ts';
import { isObject, type JsonObject } from '../../reading/json-value.ts';
import type { DeploymentCall } from '../../operation/operation.ts';
import { itemText } from '../items/item.ts';
import { usageOf } from '../../usage/usage-directive.ts';
import type { Usage } from '../../usage/usage.ts';
import { countOutputTokens } from './output.ts';
import type { Output } from './output-item.ts';
import type { ResponseRequest } from '../request/response-request.ts';

/** What a response is made from. */
export interface ResponseParts {
  readonly id: string;
  readonly call: DeploymentCall;
  readonly request: ResponseRequest;
  readonly outputs: readonly Output[];
}

/** The response before its output. */
export function openResponse(parts: ResponseParts, status: 'queued' | 'in_progress'): object {
  return build(parts, { status, service_tier: 'auto' });
}

/** The response with its output. */
export function closedResponse(parts: ResponseParts): object {
  const { call, request, outputs } = parts;
  const cut = outputs.find((output) => output.cut !== undefined)?.cut;
  return build(parts, {
    status: cut === undefined ? 'completed' : 'incomplete',
    completed_at: cut === undefined ? call.createdS : null,
    content_filters: contentFilters(request, outputs),
    incomplete_details: cut === undefined ? null : { reason: cut },
    output: outputs.map(({ done }) => done),
    usage: call.usage.isOmitted ? null : toUsage(usageOfParts(parts)),
  });
}

/** What the response used. */
export function usageOfParts({ call, request, outputs }: ResponseParts): Usage {
  const { inputTokens: input, reasoningTokens: reasoning, question } = request;
  const output = countOutputTokens(outputs);
  const usage = usageOf({ input, output, reasoning, limit: question.maxTokens }, call.usage);
  return { ...usage, toolCalls: outputs.filter(({ steps }) => steps !== undefined).length };
}

/** Tokens used, in the shape Responses have. */
export function toUsage({ input, cached, cacheWrite, output, reasoning }: Usage): object {
  return {
    input_tokens: input,
    input_tokens_details: { cache_write_tokens: cacheWrite, cached_tokens: cached },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  };
}

function build({ id, call, request }: ResponseParts, state: object): object {
  const { body, model } = call;
  const { conversationId } = request.context;
  const reasoning = isObject(body['reasoning']) ? body['reasoning'] : {};
  return {
    id,
    object: 'response',
    created_at: call.createdS,
    status: 'in_progress',
    background: body['background'] === true,
    completed_at: null,
    content_filters: null,
    ...(conversationId === undefined ? {} : { conversation: { id: conversationId } }),
    error: null,
    incomplete_details: null,
    instructions: body['instructions'] ?? null,
    max_output_tokens: body['max_output_tokens'] ?? null,
    max_tool_calls: body['max_tool_calls'] ?? null,
    model: model.servedName,
    output: [],
    parallel_tool_calls: body['parallel_tool_calls'] ?? true,
    previous_response_id: body['previous_response_id'] ?? null,
    prompt_cache_key: body['prompt_cache_key'] ?? null,
    reasoning: { effort: null, summary: null, ...reasoning },
    safety_identifier: body['safety_identifier'] ?? null,
    service_tier: 'default',
    store: request.stored,
    temperature: body['temperature'] ?? 1,
    text: { format: { type: 'text' }, verbosity: 'medium', ...textOptions(body) },
    tool_choice: body['tool_choice'] ?? 'auto',
    tools: body['tools'] ?? [],
    top_logprobs: body['top_logprobs'] ?? 0,
    top_p: body['top_p'] ?? 1,
    truncation: body['truncation'] ?? 'disabled',
    usage: null,
    user: body['user'] ?? null,
    metadata: body['metadata'] ?? {},
    ...state,
  };
}

function textOptions(body: JsonObject): JsonObject {
  return isObject(body['text']) ? body['text'] : {};
}

function contentFilters(request: ResponseRequest, outputs: readonly Output[]): readonly object[] {
  const isBlocked = outputs.some(({ cut }) => cut === 'content_filter');
  const written = outputs.map(({ done }) => itemText(done)).join('');
  const jailbreak = { filtered: false, detected: false };
  return [
    toFilter('prompt', { ...SAFE_RESULTS, jailbreak }, request.question.allText.length),
    {
      ...toFilter('completion', isBlocked ? FILTERED_RESULTS : SAFE_RESULTS, written.length),
      blocked: isBlocked,
    },
  ];
}

function toFilter(source: 'prompt' | 'completion', results: object, end: number): object {
  return {
    blocked: false,
    source_type: source,
    content_filter_raw: [],
    content_filter_results: results,
    content_filter_offsets: { start_offset: 0, end_offset: end, check_offset: 0 },
  };
}
