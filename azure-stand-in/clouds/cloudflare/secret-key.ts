// Bindings of the type `secret_key`: a key that the Worker gets as a CryptoKey.
// https://developers.cloudflare.com/api/resources/workers/subresources/scripts/methods/update/
import { toJson, type Json } from '../exchange.ts';

type KeyUsage = Parameters<typeof crypto.subtle.importKey>[4][number];

/**
 * Why the runtime could not import the key; undefined: it can, or the binding is of another type. That
 * Cloudflare refuses such a key at the upload was not tried; the words are the runtime's.
 */
export async function keyFault(binding: Json): Promise<string | undefined> {
  if (binding['type'] !== 'secret_key') return undefined;
  const { format, algorithm, usages } = binding;
  const data = format === 'jwk' ? binding['key_jwk'] : decode(binding['key_base64']);
  if (data === undefined || !Array.isArray(usages)) return 'the key or its usages are missing';
  try {
    await crypto.subtle.importKey(
      format as 'pkcs8',
      data as Uint8Array<ArrayBuffer>,
      toJson(algorithm) as unknown as { name: string; hash: string },
      false,
      usages as KeyUsage[],
    );
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function decode(text: unknown): Uint8Array | undefined {
  return typeof text === 'string' ? Uint8Array.from(Buffer.from(text, 'base64')) : undefined;
}
