// Runs one call to the Responses API, over HTTP or a WebSocket, and stores its result.
import type { DeploymentCall } from '../operation/operation.ts';
import { Refusal } from '../answers/refusal.ts';
import { tokenId } from '../text/token-id.ts';
import { runHostedTools } from './output/hosted-tools.ts';
import { addToConversation } from './items/conversations.ts';
import { composeOutput } from './output/output.ts';
import { responsesOf, type KeptResponse } from './items/response-store.ts';
import {
  closedResponse,
  openResponse,
  usageOfParts,
  type ResponseParts,
} from './output/response-body.ts';
import { readResponseRequest } from './request/response-request.ts';
import { responseStream } from './output/response-stream.ts';

/** A response that was made. */
export interface RunResponse {
  readonly parts: ResponseParts;
  /** What a caller sees first: queued when it runs in the background. */
  readonly body: object;
  readonly kept: KeptResponse;
}

/** How a call is run where it is not an ordinary one. */
interface RunOptions {
  /** Finds a response that is not kept: the last one of a WebSocket. */
  readonly recall?: (id: string) => KeptResponse | undefined;
  /** Reads the request and writes nothing (Microsoft Learn, "Responses over WebSocket"). */
  readonly isWarmUp?: boolean;
  /** False: nothing remembers it, whatever the request says. */
  readonly isKept?: boolean;
}

/** Runs the call. */
export function runResponse(
  call: DeploymentCall,
  { recall = () => undefined, isWarmUp = false, isKept = true }: RunOptions = {},
): RunResponse | Refusal {
  const { body, memory } = call;
  const store = responsesOf(memory);
  const source = store.nextSource();
  const request = readResponseRequest(call, source, recall);
  if (request instanceof Refusal) return request;
  const hosted = runHostedTools(call, request.question.userText, source);
  if (hosted instanceof Refusal) return hosted;
  const outputs = isWarmUp ? [] : composeOutput(request, body, call.pace, source, hosted);
  const parts = { id: tokenId('resp_', source), call, request, outputs };
  call.charge(usageOfParts(parts));
  const closed = closedResponse(parts);
  const isWaiting = body['background'] === true && body['stream'] !== true;
  const shown = isWaiting ? openResponse(parts, 'queued') : closed;
  const { earlier, input, conversationId } = request.context;
  const output = outputs.map(({ done }) => done);
  const kept: KeptResponse = {
    id: parts.id,
    body: shown,
    inputItems: input,
    context: [...earlier, ...input, ...output],
    stream: (after) => responseStream(parts, after),
    // Two looks at it, so that a client has to come back.
    ...(isWaiting ? { pending: [openResponse(parts, 'in_progress'), closed] as const } : {}),
  };
  if (!isKept) return { parts, body: shown, kept };
  if (request.stored) store.put(kept);
  if (conversationId !== undefined) {
    addToConversation(memory, conversationId, [...input, ...output]);
  }
  return { parts, body: shown, kept };
}
