// From Azure's response to the client's. Bodies are passed on as streams; only error bodies are read.

import { cancelQuietly } from '../azure/first-bytes.ts';
import { toOpenAIErrorBody } from '../azure/error-body.ts';
import type { AccountAnswer } from '../accounts/failover.ts';
import type { RequestContext } from '../context.ts';
import { RequestFailure, type Failure } from '../contract/failure.ts';
import { retryHeaders } from '../contract/retry-headers.ts';
import { headersToClient } from '../http/headers.ts';
import { isDecoded } from '../http/content-encoding.ts';
import { isJson, JSON_TYPE } from '../http/media-type.ts';
import type { Credential } from '../models/backend.ts';
import type { Reply } from '../http/reply.ts';
import type { StreamPlan } from '../stream/plan.ts';
import { relayCounted, relayStream, type RelayOptions } from '../stream/relay-stream.ts';

/**
 * Brings an account's answer into the client's form.
 *
 * @throws RequestFailure for an answer that must not reach the client
 */
export async function relayAnswer(
  context: RequestContext,
  answer: AccountAnswer,
  plan: StreamPlan,
): Promise<Reply> {
  const { response, destination, retryAfterMs } = answer;
  const { status } = response;
  const failure = refusalOf(response, destination.route.backend.credential);
  if (failure !== undefined) {
    await cancelQuietly(response.body);
    throw new RequestFailure(failure, { upstreamStatus: status });
  }

  const headers = headersToClient(response.headers);
  if (status >= 400) {
    headers['content-type'] = JSON_TYPE;
    const body = await toOpenAIErrorBody(response, context);
    const retry = retryAfterMs === undefined ? {} : retryHeaders(retryAfterMs);
    return { status, headers: { ...headers, ...retry }, body };
  }
  return { status, headers, ...relayBody(context, answer, plan) };
}

/** Why an answer must not reach the client. */
function refusalOf(response: Response, credential: Credential): Failure | undefined {
  const { status } = response;
  // Redirects would lead the client past the gateway. Of the others no HTTP response can be made.
  if ((status >= 300 && status < 400) || status < 200 || status > 599) {
    return { kind: 'upstream_invalid_response' };
  }
  if (status < 400 && !isDecoded(response)) return { kind: 'upstream_invalid_response' };
  // The gateway's key is refused: that must not look as if the user's key were wrong.
  const isRefused = status === 401 || status === 403;
  return credential.kind === 'key' && isRefused
    ? { kind: 'upstream_credentials_rejected' }
    : undefined;
}

function relayBody(
  { request, elapsedMs, instance, held }: RequestContext,
  { response, stream: started }: AccountAnswer,
  plan: StreamPlan,
): Pick<Reply, 'body' | 'ending'> {
  const body: ReadableStream<Uint8Array> | null = response.body;
  const isCounted = plan.isFollowed || (plan.countTokens && isJson(response));
  if (body === null || (started === undefined && !isCounted)) return { body };
  // Native on both ends, so that bytes pass without a copy in JavaScript.
  const { readable, writable } = new IdentityTransformStream();
  const options: RelayOptions = {
    plan,
    client: request.signal,
    started,
    hold: held.add,
    elapsedMs,
    now: instance.now,
  };
  const relay = started === undefined ? relayCounted : relayStream;
  return { body: readable, ending: relay(body, writable, options) };
}
