// An answer that is ready to be sent, and the one place where it becomes a `Response`. Each header
// operation on a `Response` costs as much as a step of the gateway, so it is built once.

import { errorBody, toWireError } from '../contract/errors.ts';
import type { Failure } from '../contract/failure.ts';
import type { Facts } from '../contract/log.ts';
import type { HeaderRecord } from './headers.ts';
import { JSON_TYPE } from './media-type.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<HeaderRecord>;
  readonly body: BodyInit | null;
  /** The client's end of a WebSocket, with status 101. */
  readonly webSocket?: WebSocket;
  /** What is known when the body's stream has ended. Never rejects. */
  readonly ending?: Promise<Facts>;
}

/**
 * Of the gateway's own answers. They depend on the key, which is in one of several headers, so a cache
 * between the client and the gateway must not keep them.
 */
const JSON_HEADERS = {
  'content-type': JSON_TYPE,
  'cache-control': 'no-store',
  vary: 'authorization, api-key, x-api-key, sec-websocket-protocol',
};

/** A 200 of the gateway's own, in JSON. */
export function jsonReply(value: unknown): Reply {
  return { status: 200, headers: JSON_HEADERS, body: JSON.stringify(value) };
}

/** The answer to a failure. */
export function errorReply(failure: Failure): Reply {
  const { status, headers, error } = toWireError(failure);
  return { status, headers: { ...JSON_HEADERS, ...headers }, body: errorBody(error) };
}

/**
 * The response, with the headers that every response carries.
 *
 * @throws RangeError for a status that a response cannot have
 */
export function toResponse(reply: Reply, cors: HeaderRecord, requestId: string): Response {
  const { status, body, webSocket } = reply;
  const headers: HeaderRecord = { ...cors, ...reply.headers, 'x-request-id': requestId };
  const vary = [cors['vary'], reply.headers['vary']].filter((names) => names !== undefined);
  if (vary.length === 2) headers['vary'] = vary.join(', ');
  if (webSocket !== undefined) return new Response(null, { status, headers, webSocket });
  return new Response(body, { status, headers });
}
