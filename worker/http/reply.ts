// An answer that is ready to be sent, and the one place where it becomes a `Response`: each
// header operation on a `Response` costs as much as a step of the gateway, so it is built once.

import { toJson } from '../formats/json.ts';
import { errorBody, toWireError, type GatewayError } from '../contract/errors.ts';
import type { StreamOutcome } from '../stream/relay-stream.ts';

/** Names in lower case. */
export type HeaderRecord = Record<string, string>;

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<HeaderRecord>;
  readonly body: BodyInit | null;
  /** The client's end of a socket, with status 101. */
  readonly webSocket?: WebSocket;
  /** How the body's stream ended, where the gateway could watch. */
  readonly outcome?: Promise<StreamOutcome>;
}

export const JSON_TYPE = 'application/json';

const JSON_HEADERS = { 'content-type': JSON_TYPE };

/** An answer of the gateway's own, in JSON. */
export function jsonReply(value: unknown): Reply {
  return {
    status: 200,
    headers: JSON_HEADERS,
    body: toJson(value),
  };
}

/** The answer to a failure. */
export function errorReply(error: GatewayError): Reply {
  const wire = toWireError(error);
  const headers: HeaderRecord = { ...JSON_HEADERS, ...wire.headers };
  return { status: wire.status, headers, body: errorBody(wire.error) };
}

/** The response, with the headers that every one carries. */
export function toResponse(
  { status, headers, body, webSocket }: Reply,
  cors: HeaderRecord,
  requestId: string,
): Response {
  const all = { ...cors, ...headers, 'x-request-id': requestId };
  return new Response(body, { status, headers: all, ...(webSocket && { webSocket }) });
}
