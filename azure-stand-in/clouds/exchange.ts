// A request to one of the clouds' management APIs and its answer, without HTTP.
import { isObject, type JsonObject } from '../reading/json-value.ts';

/** JSON objects as they travel. */
export type Json = JsonObject;

export interface CloudRequest {
  readonly method: string;
  /** Without host, prefix and query. */
  readonly path: string;
  readonly query?: URLSearchParams;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

export interface CloudReply {
  readonly status: number;
  /** JSON, or the text of another media type. */
  readonly body: Json | string;
  /** Besides the content type. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default application/json. */
  readonly contentType?: string;
}

/** The body as a JSON object; an empty one for no body. */
export function readJson({ body }: CloudRequest): Json {
  if (body.length === 0) return {};
  const value: unknown = JSON.parse(new TextDecoder().decode(body));
  return toJson(value);
}

export function toJson(value: unknown): Json {
  return isObject(value) ? value : {};
}
