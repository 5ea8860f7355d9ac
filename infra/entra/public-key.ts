// The public half of a signing key as the gateway publishes it. The container uses this file too.
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import type { PublicKeyBinding } from '../../worker/contract/env.ts';

/**
 * The public half, named by its thumbprint.
 *
 * @param key an RSA key: a private one, or either half in PEM
 */
export function toPublicKey(key: string | KeyObject): PublicKeyBinding {
  const { n = '', e = '' } = createPublicKey(key).export({ format: 'jwk' });
  // RFC 7638, section 3: the required members in the order of their names, without white space.
  const canonical = JSON.stringify({ e, kty: 'RSA', n });
  return { kid: createHash('sha256').update(canonical).digest('base64url'), n, e };
}
