// The operations of the Responses API over HTTP that use a model: create, compact, count.
import { RATE_LIMIT } from '../delivery/stream-failure.ts';
import { isSet, numberField, textField, type JsonObject } from '../reading/json-value.ts';
import type { Answer } from '../answers/answer.ts';
import type { DeploymentCall } from '../operation/operation.ts';
import { Refusal } from '../answers/refusal.ts';
import { tokenId } from '../text/token-id.ts';
import { countTokens } from '../text/tokens.ts';
import { checkVersion } from './api-version.ts';
import { expandCompactions, packItems, readContext } from './items/context.ts';
import { countItemTokens, newItemId, toItems } from './items/item.ts';
import { responsesOf } from './items/response-store.ts';
import { usageOf } from '../usage/usage-directive.ts';
import { toUsage } from './output/response-body.ts';
import { countInputTokens } from './request/response-request.ts';
import { responseStream } from './output/response-stream.ts';
import { runResponse } from './run-response.ts';

/** `POST responses`, whole or streamed. */
export function answerResponse(call: DeploymentCall): Answer {
  const result = checkVersion(call) ?? runResponse(call);
  if (result instanceof Refusal) return result;
  if (call.body['stream'] !== true) return { kind: 'json', body: result.body };
  return responseStream(result.parts);
}

/** The first events of a response that is then refused: `response.created`, `response.in_progress`. */
const EVENTS_BEFORE_LIMIT = 2;

/**
 * A streamed call beyond the quota: it begins with status 200, and its third event is the refusal
 * (github earendil-works/pi#1458, on Azure). A call that is not streamed gets a 429.
 */
export function limitStream(call: DeploymentCall, waitS: number): Answer | undefined {
  if (call.body['stream'] !== true) return undefined;
  const result = checkVersion(call) ?? runResponse(call, { isKept: false });
  if (result instanceof Refusal) return result;
  const { kind, frames, failureFrames } = responseStream(result.parts);
  return {
    kind,
    headers: { 'retry-after': String(waitS), 'retry-after-ms': String(waitS * 1000) },
    frames: [
      ...frames.slice(0, EVENTS_BEFORE_LIMIT),
      ...failureFrames(RATE_LIMIT, EVENTS_BEFORE_LIMIT),
    ],
  };
}

/**
 * `POST responses/compact`: the user's own messages unchanged, everything else in one opaque item
 * (https://learn.microsoft.com/azure/foundry/openai/how-to/responses, "Compact a response").
 */
export function answerCompaction(call: DeploymentCall): Answer {
  const source = responsesOf(call.memory).nextSource();
  const context = checkVersion(call) ?? readContext(call, source, () => undefined);
  if (context instanceof Refusal) return context;
  const items = expandCompactions([...context.earlier, ...context.input]);
  const said = items.filter((item) => item['role'] === 'user');
  const others = items.filter((item) => item['role'] !== 'user');
  const written = { input: countInputTokens(call.body, context), output: countItemTokens(said) };
  const usage = usageOf({ ...written, limit: Infinity }, call.usage);
  call.charge(usage);
  const compaction = {
    id: newItemId('compaction', source),
    type: 'compaction',
    encrypted_content: packItems(others),
  };
  return {
    kind: 'json',
    body: {
      id: tokenId('resp_', source),
      object: 'response.compaction',
      created_at: call.createdS,
      output: [...said, compaction],
      usage: toUsage(usage),
    },
  };
}

/** `POST responses/input_tokens`. */
export function answerInputTokens(call: DeploymentCall): Answer {
  const source = responsesOf(call.memory).nextSource();
  const context = checkVersion(call) ?? readContext(call, source, () => undefined);
  if (context instanceof Refusal) return context;
  const inputTokens = countInputTokens(call.body, context);
  return { kind: 'json', body: { object: 'response.input_tokens', input_tokens: inputTokens } };
}

/** Input of this call, and the longest output; what came before it is not known here. */
export function estimateResponseTokens(body: JsonObject): number {
  const items = isSet(body, 'input') ? toItems(body['input'], '') : [];
  const instructions = countTokens(textField(body, 'instructions') ?? '');
  return countItemTokens(items) + instructions + (numberField(body, 'max_output_tokens') ?? 16);
}
