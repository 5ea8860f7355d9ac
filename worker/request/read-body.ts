// Reading a request's body where it must be read: bounded, checked, and kept as the bytes that
// came.

import { JSON_TYPE } from '../http/reply.ts';
import { decodeStrictly, readExactly, readUpTo } from '../formats/bytes.ts';
import { CLIENT_LEFT, type GatewayError } from '../contract/errors.ts';
import { readObject, type JsonText } from '../formats/json-object.ts';
import {
  MAX_FORM_BODY_BYTES,
  MAX_JSON_BODY_BYTES,
  MAX_MEMBERS,
  MAX_RESENT_BODY_BYTES,
} from '../contract/limits.ts';
import { parseForm, type Form } from './form.ts';
import type { BodyKind } from '../operations/table.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { piecesOf } from '../formats/text-pieces.ts';

/** A JSON object as it came. */
export interface JsonBody {
  readonly kind: 'json';
  readonly bytes: Uint8Array;
  readonly root: JsonText;
}

export interface FormBody extends Form {
  readonly kind: 'form';
}

/** A body that nobody here looks into. */
export interface OpaqueBody {
  readonly kind: 'opaque';
  /** Goes up once. */
  readonly stream: ReadableStream<Uint8Array> | null;
  /** In its place: held, so that they can go up again. */
  readonly bytes?: Uint8Array;
}

export type RequestBody = JsonBody | FormBody | OpaqueBody;

const TYPES: Readonly<Record<BodyKind, string>> = {
  json: JSON_TYPE,
  form: 'multipart/form-data',
  sdp: 'application/sdp',
};

/** The kind of body that a Content-Type announces, if it is one of `kinds`. None means JSON. */
export function bodyKind(
  contentType: string | null,
  kinds: readonly BodyKind[],
): BodyKind | undefined {
  const [given = ''] = (contentType ?? TYPES.json).split(';');
  // https://www.rfc-editor.org/rfc/rfc6839#section-3.1
  const type = given
    .trim()
    .toLowerCase()
    .replace(/^application\/[\w.-]+\+json$/, TYPES.json);
  return kinds.find((kind) => TYPES[kind] === type);
}

/**
 * Reads a body of one of the kinds; none: it is passed on as it is. Never reads on past the limit.
 */
export async function readBody(
  request: Request,
  kinds: readonly BodyKind[],
): Promise<Result<RequestBody, GatewayError>> {
  // Some HTTP libraries put a body on GET, which fetch refuses to send.
  if (request.method === 'GET') return ok({ kind: 'opaque', stream: null });
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  const type = request.headers.get('content-type');
  const kind = bodyKind(type, kinds);
  if (encoding !== 'identity' || (!kind && kinds.length > 0)) {
    const allowed = kinds.map((allowedKind) => TYPES[allowedKind]).join(' or ') || 'any body';
    return err({ kind: 'unsupported_media_type', allowed: `${allowed}, uncompressed` });
  }
  if (!kind || kind === 'sdp') return takeOpaque(request, type);

  const limit = kind === 'json' ? MAX_JSON_BODY_BYTES : MAX_FORM_BODY_BYTES;
  const bytes = await readBytes(request, limit);
  if (!bytes.ok) return bytes;
  if (kind === 'json') return parseJson(bytes.value);
  const form = parseForm(bytes.value, type ?? '');
  return form.ok ? ok({ kind, ...form.value }) : form;
}

/** Short JSON is held, whatever is in it; all else stays a stream. */
async function takeOpaque(
  request: Request,
  type: string | null,
): Promise<Result<OpaqueBody, GatewayError>> {
  const length = declaredLength(request);
  const isHeld = bodyKind(type, ['json']) && length <= MAX_RESENT_BODY_BYTES;
  // The runtime makes a stream of an empty body as well, which could go up once only.
  if (length === 0 || !isHeld) {
    return ok({ kind: 'opaque', stream: length === 0 ? null : request.body });
  }
  const bytes = await readBytes(request, MAX_RESENT_BODY_BYTES);
  return bytes.ok ? ok({ kind: 'opaque', stream: null, bytes: bytes.value }) : bytes;
}

function parseJson(bytes: Uint8Array): Result<JsonBody, GatewayError> {
  try {
    const root = readObject(piecesOf(bytes), MAX_MEMBERS);
    if (root) return ok({ kind: 'json', bytes, root });
    JSON.parse(decodeStrictly(bytes));
    return err({ kind: 'invalid_json', parsed: true });
  } catch {
    return err({ kind: 'invalid_json' });
  }
}

/** In bytes; Infinity: not told. */
export function declaredLength({ headers }: Request): number {
  return Number(headers.get('content-length') ?? Infinity);
}

const LONG_BODY_BYTES = 64 * 1024;

async function readBytes(
  request: Request,
  limitBytes: number,
): Promise<Result<Uint8Array, GatewayError>> {
  const tooLarge = err({ kind: 'request_too_large', limitBytes } as const);
  const length = declaredLength(request);
  try {
    if (length < Infinity) {
      // HTTP itself holds the body to its declared length.
      if (length > limitBytes) return tooLarge;
      // Measured: for a long body a tenth of the CPU, for a short one no gain.
      const long: ReadableStream<Uint8Array> | null =
        length >= LONG_BODY_BYTES ? request.body : null;
      return ok(
        long ? await readExactly(long, length) : new Uint8Array(await request.arrayBuffer()),
      );
    }
    const bytes = await readUpTo(request.body, limitBytes);
    return bytes ? ok(bytes) : tooLarge;
  } catch {
    // A body that cannot be read to its end is a connection that is gone.
    return CLIENT_LEFT;
  }
}
