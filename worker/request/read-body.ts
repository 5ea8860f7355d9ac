// Reading a request's body where it must be read: bounded, checked, and kept as the bytes that came.

import { CLIENT_LEFT, RequestFailure } from '../contract/failure.ts';
import {
  MAX_FORM_BODY_BYTES,
  MAX_JSON_BODY_BYTES,
  MAX_MEMBERS,
  MAX_RESENT_BODY_BYTES,
} from '../contract/limits.ts';
import type { Hold } from '../formats/bytes.ts';
import { readUpTo } from '../formats/read-stream.ts';
import { findJsonFault } from '../formats/json-fault.ts';
import { readObject, type JsonText } from '../formats/json-object.ts';
import { KEYS_INSIDE } from '../models/named-inside.ts';
import { bodyKind, isReadable, MEDIA_TYPES } from '../http/media-type.ts';
import type { Operation } from '../operations/operation.ts';
import { fieldValue, parseForm, type Form } from './form.ts';
import { lazySession, type LazySession } from './session.ts';

/** A JSON object as it came. */
export interface JsonBody {
  readonly kind: 'json';
  readonly bytes: Uint8Array;
  readonly root: JsonText;
  readonly session: LazySession;
}

export interface FormBody extends Form {
  readonly kind: 'form';
  readonly session: LazySession;
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
 * Reads a body of one of the kinds that the operation takes, never past the limit. Where it takes none,
 * the body passes unread. Only one that names no model may be empty.
 *
 * @param hold counts the memory that it takes
 * @throws RequestFailure for another kind, a body that is too long or broken, or a client that left
 */
export async function readBody(
  request: Request,
  { takes: kinds, modelIn }: Pick<Operation, 'takes' | 'modelIn'>,
  hold: Hold,
): Promise<RequestBody> {
  // Some HTTP libraries put a body on GET, which fetch refuses to send. No DELETE of the API has one.
  if (request.method !== 'POST') return { kind: 'opaque', stream: null };
  // `curl -d ''` sends a type for a body that it does not have.
  if (modelIn === 'none' && declaredLength(request) === 0) return { kind: 'opaque', stream: null };
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  const type = request.headers.get('content-type');
  const kind = bodyKind(type, kinds);
  const fits = kind === undefined ? kinds.length === 0 : isReadable(type, kind);
  if (encoding !== 'identity' || !fits) {
    const allowed = kinds.map((allowedKind) => MEDIA_TYPES[allowedKind]);
    throw new RequestFailure({ kind: 'unsupported_media_type', allowed });
  }
  switch (kind) {
    case 'json': {
      const bytes = await readBytes(request, MAX_JSON_BODY_BYTES, hold);
      const isAbsent = bytes.length === 0 && modelIn === 'none';
      return isAbsent ? { kind: 'opaque', stream: null } : toJsonBody(bytes);
    }
    case 'form': {
      const bytes = await readBytes(request, MAX_FORM_BODY_BYTES, hold);
      const parsed = parseForm(bytes, type ?? '');
      return { kind, ...parsed, session: lazySession(() => fieldValue(parsed, 'session')) };
    }
    case 'sdp':
    case undefined:
      return takeOpaque(request, type, hold);
  }
}

/** Short JSON is held, whatever is in it. Everything else stays a stream. */
async function takeOpaque(request: Request, type: string | null, hold: Hold): Promise<OpaqueBody> {
  const length = declaredLength(request);
  // The runtime makes a stream of an empty body as well, which could be sent only once.
  if (length === 0) return { kind: 'opaque', stream: null };
  const isHeld = bodyKind(type, ['json']) !== undefined && length <= MAX_RESENT_BODY_BYTES;
  if (!isHeld) return { kind: 'opaque', stream: request.body };
  const bytes = await readBytes(request, MAX_RESENT_BODY_BYTES, hold);
  return { kind: 'opaque', stream: null, bytes };
}

function toJsonBody(bytes: Uint8Array): JsonBody {
  const root = readObject(bytes, { most: MAX_MEMBERS, watch: KEYS_INSIDE });
  if (root !== undefined) {
    return { kind: 'json', bytes, root, session: lazySession(() => root.valueOf('session')) };
  }
  throw new RequestFailure({ kind: 'invalid_json', place: findJsonFault(bytes) });
}

/** In bytes; Infinity where the client declares none. */
export function declaredLength({ headers }: Request): number {
  const declared = headers.get('content-length');
  const length = declared === null ? NaN : Number(declared);
  return Number.isNaN(length) ? Infinity : length;
}

/** The runtime reads shorter ones as fast, and takes memory as they arrive. */
const LONG_BODY_BYTES = 64 * 1024;

async function readBytes(request: Request, limitBytes: number, hold: Hold): Promise<Uint8Array> {
  const declaredBytes = declaredLength(request);
  if (declaredBytes < Infinity && declaredBytes > limitBytes) {
    throw new RequestFailure({ kind: 'request_too_large', limitBytes });
  }
  const read = await readAll(request, declaredBytes, limitBytes, hold);
  if (read === 'too_long') throw new RequestFailure({ kind: 'request_too_large', limitBytes });
  if (read === 'no_room') throw new RequestFailure({ kind: 'gateway_overloaded' });
  return read;
}

async function readAll(
  request: Request,
  declaredBytes: number,
  limitBytes: number,
  hold: Hold,
): ReturnType<typeof readUpTo> {
  try {
    if (declaredBytes >= LONG_BODY_BYTES) {
      return await readUpTo(request.body, { limitBytes, declaredBytes, hold });
    }
    const bytes = new Uint8Array(await request.arrayBuffer());
    return hold(bytes.length) ? bytes : 'no_room';
  } catch {
    // A body that cannot be read to its end is a connection that is gone.
    throw new RequestFailure(CLIENT_LEFT);
  }
}
