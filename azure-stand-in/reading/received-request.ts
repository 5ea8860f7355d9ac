// One complete request, and how it ended.
import type { IncomingMessage } from 'node:http';

/**
 * How a request ended. `fault`: the request's `x-ms-fault` ended it. `client-left`: the connection
 * closed before the whole response was written, because the client left or the server was closed.
 */
export type RequestEnd = 'complete' | 'client-left' | 'fault';

/** A request as tests look at it. */
export interface ReceivedRequest {
  readonly host: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Names in lower case; repeated ones joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** True for a request to upgrade to a WebSocket, also when it was refused. */
  readonly upgrade?: true;
  /** Resolves when its response has ended. */
  readonly ended: Promise<RequestEnd>;
}

/**
 * Reads the whole request.
 *
 * @throws when the client leaves before its body is complete
 */
export async function readRequest(
  request: IncomingMessage,
  ended: Promise<RequestEnd>,
): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return describeRequest(request, Buffer.concat(chunks), ended);
}

/** A request whose body is known. */
export function describeRequest(
  request: IncomingMessage,
  body: Buffer,
  ended: Promise<RequestEnd>,
): ReceivedRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    host: request.headers.host ?? '',
    method: request.method ?? '',
    path: request.url ?? '',
    headers,
    body,
    ended,
  };
}
