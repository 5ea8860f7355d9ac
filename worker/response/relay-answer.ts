// Azure's response -> the client's response. Bodies are passed on as streams; only error
// bodies are read.

import type { GatewayError } from '../contract/errors.ts';
import { headersDown } from '../http/headers.ts';
import type { Patience } from '../wait.ts';
import { JSON_TYPE, type Reply } from '../http/reply.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { relayStream, type RelayOptions } from '../stream/relay-stream.ts';
import { toOpenAIErrorBody } from '../azure/error-body.ts';

export interface RelayContext extends RelayOptions {
  /** The key was the gateway's: Azure's 401 or 403 is about us and must not look like the user's. */
  readonly ownKey: boolean;
  readonly wait: Patience['wait'];
}

/** Builds the client's answer. */
export async function relay(
  upstream: Response,
  context: RelayContext,
): Promise<Result<Reply, GatewayError>> {
  const { status } = upstream;
  const isRedirect = status >= 300 && status < 400;
  if (isRedirect || (context.ownKey && (status === 401 || status === 403))) {
    await upstream.body?.cancel();
    return err({
      kind: isRedirect ? 'upstream_invalid_response' : 'upstream_credentials_rejected',
    });
  }

  const headers = headersDown(upstream.headers);
  if (status >= 400) {
    headers['content-type'] = JSON_TYPE;
    return ok({ status, headers, body: await toOpenAIErrorBody(upstream, context.wait) });
  }
  const body: ReadableStream<Uint8Array> | null = upstream.body;
  const isEvents = !!context.opening;
  if (!body || !(isEvents || (context.usage && isOfType(JSON_TYPE, upstream)))) {
    return ok({ status, headers, body });
  }
  // Native on both ends, so that bytes pass without a copy in JavaScript.
  const { readable, writable } = new IdentityTransformStream();
  const outcome = relayStream(body, writable, isEvents ? context : { ...context, way: 'counted' });
  return ok({ status, headers, body: readable, outcome });
}

/** Whether an answer is a stream of events. */
export function isEventStream(
  answer: Response,
): answer is Response & { body: ReadableStream<Uint8Array> } {
  return !!answer.body && isOfType('text/event-stream', answer);
}

function isOfType(type: string, { headers }: Response): boolean {
  return headers.get('content-type')?.toLowerCase().startsWith(type) === true;
}
