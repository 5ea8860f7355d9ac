// Reading a request's body where it must be read: bounded, checked, and kept as the bytes that came.

import { CLIENT_LEFT, RequestFailure } from '../contract/failure.ts';
import {
  MAX_FORM_BODY_BYTES,
  MAX_JSON_BODY_BYTES,
  MAX_MEMBERS,
  MAX_RESENT_BODY_BYTES,
} from '../contract/limits.ts';
import { decodeStrictly, readExactly, readUpTo } from '../formats/bytes.ts';
import { readObject, type JsonText } from '../formats/json-object.ts';
import { piecesOf } from '../formats/text-pieces.ts';
import { bodyKind, MEDIA_TYPES, type BodyKind } from '../http/media-type.ts';
import { parseForm, type Form } from './form.ts';

/** A JSON object as it came. */
export interface JsonBody {
  readonly kind: 'json';
  readonly bytes: Uint8Array;
  readonly root: JsonText;
}

export interface FormBody extends Form {
  readonly kind: 'form';
}

/** A body that passes unread. */
export interface OpaqueBody {
  readonly kind: 'opaque';
  /** Can be sent once. */
  readonly stream: ReadableStream<Uint8Array> | null;
  /** Held instead of the stream, so that it can be sent again. */
  readonly bytes?: Uint8Array;
}

export type RequestBody = JsonBody | FormBody | OpaqueBody;

/** Whether the body can be sent to a second account. */
export function isResendable(body: RequestBody): boolean {
  return body.kind !== 'opaque' || body.stream === null;
}

/**
 * Reads a body of one of the kinds, never past the limit. Without kinds the body passes unread.
 *
 * @throws RequestFailure for another kind, a body that is too long or broken, or a client that left
 */
export async function readBody(request: Request, kinds: readonly BodyKind[]): Promise<RequestBody> {
  // Some HTTP libraries put a body on GET, which fetch refuses to send.
  if (request.method === 'GET') return { kind: 'opaque', stream: null };
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  const type = request.headers.get('content-type');
  const kind = bodyKind(type, kinds);
  if (encoding !== 'identity' || (kind === undefined && kinds.length > 0)) {
    const allowed = kinds.map((allowedKind) => MEDIA_TYPES[allowedKind]);
    throw new RequestFailure({ kind: 'unsupported_media_type', allowed });
  }
  switch (kind) {
    case 'json':
      return toJsonBody(await readBytes(request, MAX_JSON_BODY_BYTES));
    case 'form':
      return { kind, ...parseForm(await readBytes(request, MAX_FORM_BODY_BYTES), type ?? '') };
    case 'sdp':
    case undefined:
      return takeOpaque(request, type);
  }
}

/** Short JSON is held, whatever is in it. Everything else stays a stream. */
async function takeOpaque(request: Request, type: string | null): Promise<OpaqueBody> {
  const length = declaredLength(request);
  // The runtime makes a stream of an empty body as well, which could be sent only once.
  if (length === 0) return { kind: 'opaque', stream: null };
  const isHeld = bodyKind(type, ['json']) !== undefined && length <= MAX_RESENT_BODY_BYTES;
  if (!isHeld) return { kind: 'opaque', stream: request.body };
  const bytes = await readBytes(request, MAX_RESENT_BODY_BYTES);
  return { kind: 'opaque', stream: null, bytes };
}

function toJsonBody(bytes: Uint8Array): JsonBody {
  const root = readRoot(bytes);
  if (root !== undefined) return { kind: 'json', bytes, root };
  throw new RequestFailure({ kind: isJson(bytes) ? 'unsuitable_json' : 'invalid_json' });
}

function readRoot(bytes: Uint8Array): JsonText | undefined {
  try {
    return readObject(piecesOf(bytes), MAX_MEMBERS);
  } catch {
    // Not UTF-8.
    return undefined;
  }
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(decodeStrictly(bytes));
    return true;
  } catch {
    return false;
  }
}

/** In bytes; Infinity where the client declares none. */
export function declaredLength({ headers }: Request): number {
  const declared = headers.get('content-length');
  const length = declared === null ? NaN : Number(declared);
  return Number.isNaN(length) ? Infinity : length;
}

const LONG_BODY_BYTES = 64 * 1024;

async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  const length = declaredLength(request);
  if (length < Infinity && length > limitBytes) {
    throw new RequestFailure({ kind: 'request_too_large', limitBytes });
  }
  const bytes = await readAll(request, length, limitBytes);
  if (bytes === undefined) throw new RequestFailure({ kind: 'request_too_large', limitBytes });
  return bytes;
}

/** The bytes; undefined where there are more than the limit. */
async function readAll(
  request: Request,
  length: number,
  limitBytes: number,
): Promise<Uint8Array | undefined> {
  try {
    // HTTP itself holds a body to its declared length.
    if (length === Infinity) return await readUpTo(request.body, limitBytes);
    // Measured: for a long body a tenth of the CPU, for a short one no gain.
    const body: ReadableStream<Uint8Array> | null = request.body;
    if (length >= LONG_BODY_BYTES && body !== null) return await readExactly(body, length);
    return new Uint8Array(await request.arrayBuffer());
  } catch {
    // A body that cannot be read to its end is a connection that is gone.
    throw new RequestFailure(CLIENT_LEFT);
  }
}
