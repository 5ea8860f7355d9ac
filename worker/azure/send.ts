// Sending a request to one account: with its credential, its headers and its time limits.

import type { AzureCall, RequestContext } from '../context.ts';
import type { Failure } from '../contract/failure.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { headersToAzure, type HeaderRecord } from '../http/headers.ts';
import { isEventStream, JSON_TYPE } from '../http/media-type.ts';
import type { Destination } from '../models/destination.ts';
import { timeoutsOf } from '../models/timeouts.ts';
import { callAuthorized } from './authorized-call.ts';
import { awaitFirstBytes, type StartedStream } from './first-bytes.ts';

/** Azure's answer. */
export interface AzureAnswer {
  readonly response: Response;
  /** Of a stream of events, which is being read. */
  readonly stream?: StartedStream;
}

/** What goes to the account, as far as it depends on the operation. */
export interface Outgoing {
  readonly url: string;
  readonly body: BodyInit | null;
  /** For a WebSocket, with the subprotocol to offer. */
  readonly socket?: { readonly protocol: string | undefined };
}

/**
 * Sends a request.
 *
 * @param signal ends it
 * @returns the failure as a value, since another account may be tried
 */
export async function send(
  context: RequestContext,
  { caller, operation }: AzureCall,
  { route, model, imageDeployment }: Destination,
  { url, body, socket }: Outgoing,
  signal: AbortSignal | null,
): Promise<Result<AzureAnswer, Failure>> {
  const { request } = context;
  const headers = headersToAzure(request.headers, imageDeployment);
  // A body that was read and has no type is JSON; Azure insists on the header.
  if (body !== null && !(body instanceof ReadableStream)) headers['content-type'] ??= JSON_TYPE;
  if (socket !== undefined) addUpgrade(headers, socket.protocol);

  const { headersMs, firstByteMs } = timeoutsOf(model);
  const { method } = request;
  const answer = await callAuthorized(context, route.backend, caller.key, {
    url,
    method,
    headers,
    body,
    timeoutMs: headersMs,
    signal,
  });
  if (!answer.ok) return answer;
  const response = answer.value;
  if (response.status >= 300 || !isEventStream(response)) return ok({ response });
  const mayBeEmpty = operation.stream === 'other';
  const stream = await awaitFirstBytes(response.body, firstByteMs, mayBeEmpty, context);
  return stream.ok ? ok({ response, stream: stream.value }) : err(stream.error);
}

function addUpgrade(headers: HeaderRecord, protocol: string | undefined): void {
  headers['upgrade'] = 'websocket';
  if (protocol !== undefined) headers['sec-websocket-protocol'] = protocol;
}
