// Owns: reading a JSON body: bounded, checked, and kept as the bytes that came.

import type { GatewayError } from './errors.ts';
import { MAX_JSON_BODY_BYTES } from './limits.ts';
import { err, ok, type Result } from './result.ts';

/** A JSON object as it came. */
export interface JsonBody {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Reads a JSON object of at most `MAX_JSON_BODY_BYTES`, without reading on past the limit. */
export async function readJsonBody(request: Request): Promise<Result<JsonBody, GatewayError>> {
  const type = request.headers.get('content-type');
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if ((type !== null && !isJson(type)) || encoding !== 'identity') {
    return err({ kind: 'unsupported_media_type', allowed: 'application/json, uncompressed' });
  }
  const bytes = await readBytes(request, MAX_JSON_BODY_BYTES);
  if (!bytes.ok) return bytes;

  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes.value);
    value = JSON.parse(text);
  } catch {
    return err({ kind: 'invalid_json' });
  }
  if (!isObject(value)) return err({ kind: 'not_an_object' });
  return ok({ bytes: bytes.value, text, value });
}

async function readBytes(
  request: Request,
  limitBytes: number,
): Promise<Result<Uint8Array, GatewayError>> {
  const tooLarge = err({ kind: 'body_too_large', limitBytes } as const);
  const declared = request.headers.get('content-length');
  try {
    if (declared !== null) {
      // HTTP itself holds the body to its declared length.
      if (Number(declared) > limitBytes) return tooLarge;
      return ok(new Uint8Array(await request.arrayBuffer()));
    }
    const chunks: Uint8Array[] = [];
    let length = 0;
    const body: ReadableStream<Uint8Array> | null = request.body;
    for await (const chunk of body ?? []) {
      length += chunk.byteLength;
      if (length > limitBytes) return tooLarge;
      chunks.push(chunk);
    }
    return ok(concat(chunks, length));
  } catch {
    // A body that cannot be read to its end is a connection that is gone.
    return err({ kind: 'client_left' });
  }
}

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** `application/json` and its like (`application/merge-patch+json`), with any parameters. */
function isJson(type: string): boolean {
  return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type.trim());
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
