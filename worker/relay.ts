// Owns: Azure's response -> the client's response. Bodies are passed on as streams; only error
// bodies are read.

import type { GatewayError } from './errors.ts';
import { headersDown } from './headers.ts';
import { err, ok, type Result } from './result.ts';
import { relayStream, type RelayOptions, type StreamOutcome } from './stream.ts';
import { toOpenAIErrorBody } from './upstream-error.ts';

/** A response, and how its stream ended where the gateway could watch. */
export interface Relayed {
  readonly response: Response;
  readonly outcome: Promise<StreamOutcome> | undefined;
}

export interface RelayContext extends RelayOptions {
  /** The key was the gateway's: Azure's 401 or 403 is about us and must not look like the user's. */
  readonly ownKey: boolean;
}

/** Builds the client's response. */
export async function relay(
  upstream: Response,
  context: RelayContext,
): Promise<Result<Relayed, GatewayError>> {
  const { status } = upstream;
  if (context.ownKey && (status === 401 || status === 403)) {
    await upstream.body?.cancel();
    return err({ kind: 'upstream_credentials' });
  }
  if (status >= 300 && status < 400) {
    await upstream.body?.cancel();
    return err({ kind: 'upstream_invalid_response' });
  }

  const headers = headersDown(upstream.headers);
  if (status >= 400) {
    headers.set('content-type', 'application/json');
    const response = new Response(await toOpenAIErrorBody(upstream), { status, headers });
    return ok({ response, outcome: undefined });
  }
  const body: ReadableStream<Uint8Array> | null = upstream.body;
  if (body === null || !isEventStream(headers)) {
    return ok({ response: new Response(body, { status, headers }), outcome: undefined });
  }
  // Native on both ends, so that bytes pass without a copy in JavaScript.
  const { readable, writable } = new IdentityTransformStream();
  const outcome = relayStream(body, writable, context);
  return ok({ response: new Response(readable, { status, headers }), outcome });
}

function isEventStream(headers: Headers): boolean {
  return headers.get('content-type')?.toLowerCase().startsWith('text/event-stream') === true;
}

/** A response that no stream of Azure's feeds. */
export function immediate(response: Result<Response, GatewayError>): Result<Relayed, GatewayError> {
  return response.ok ? ok({ response: response.value, outcome: undefined }) : response;
}
