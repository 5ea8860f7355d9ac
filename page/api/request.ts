// Sends requests to the gateway that the page came from. The key is in a header and nowhere else.
import { ApiFailure, isAbort } from './failure.ts';
import { nullable, object, text, type Shape } from './shape.ts';

export interface ApiRequest {
  /** Below the gateway's address: `/v1/me`. */
  readonly path: string;
  /** undefined: the request needs none. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON by POST. */
  readonly body?: object;
  readonly signal?: AbortSignal | undefined;
}

const ERROR = object({ error: object({ message: text, code: nullable(text) }) });

/**
 * Sends it, and resolves when the headers of a successful answer have arrived.
 *
 * @throws ApiFailure, or the abort of the signal
 */
export async function send(request: ApiRequest): Promise<Response> {
  const response = await fetch(urlOf(request), {
    method: request.body === undefined ? 'GET' : 'POST',
    headers: headersOf(request),
    body: request.body === undefined ? null : JSON.stringify(request.body),
    signal: request.signal ?? null,
    cache: 'no-store',
    credentials: 'omit',
  }).catch((error: unknown) => {
    throw isAbort(error) ? error : new ApiFailure('unreachable');
  });
  if (response.ok) return response;
  throw await readRefusal(response);
}

/**
 * Sends it and reads the JSON of the answer.
 *
 * @throws ApiFailure, or the abort of the signal
 */
export async function sendForJson<T>(request: ApiRequest, shape: Shape<T>): Promise<T> {
  const response = await send(request);
  try {
    return shape(await response.json());
  } catch (error) {
    throw isAbort(error) ? error : new ApiFailure('unreadable', '', response);
  }
}

function urlOf({ path, query = {} }: ApiRequest): string {
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
}

function headersOf({ key, body }: ApiRequest): Headers {
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (key !== undefined) {
    // What no header can carry would be reported as a failure of the network.
    if (!/^[\x21-\x7e]+$/.test(key)) throw new ApiFailure('key');
    headers.set('authorization', `Bearer ${key}`);
  }
  return headers;
}

async function readRefusal(response: Response): Promise<ApiFailure> {
  try {
    const { error } = ERROR(await response.json());
    return new ApiFailure('refused', error.message, response);
  } catch (error) {
    if (isAbort(error)) throw error;
    return new ApiFailure('unreadable', '', response);
  }
}
