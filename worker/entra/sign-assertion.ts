// The JSON Web Token with which the gateway proves to Entra who it is.

import { ENTRA_SUBJECT, type EntraBinding, type PublicKeyBinding } from '../contract/env.ts';
import { encode } from '../formats/bytes.ts';

/** The only audience that a federated credential may have. */
const AUDIENCE = 'api://AzureADTokenExchange';

/** RS256: the only algorithm that Entra documents for federated credentials. */
const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/** Entra takes up to 25 hours (AADSTS70023). It is used at once. */
const LIFETIME_S = 600;

/**
 * Signs an assertion: https://learn.microsoft.com/entra/identity-platform/certificate-credentials,
 * with the claims of
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
 *
 * @param key the private half of the first published key
 * @param nowMs milliseconds since 1970
 * @returns undefined where the key is not that half
 */
export async function signAssertion(
  { issuer, keys }: EntraBinding,
  key: CryptoKey,
  nowMs: number,
): Promise<string | undefined> {
  const now = Math.floor(nowMs / 1000);
  const header = { alg: 'RS256', typ: 'JWT', kid: keys[0]?.kid };
  const claims = {
    iss: issuer,
    sub: ENTRA_SUBJECT,
    aud: AUDIENCE,
    iat: now,
    nbf: now,
    exp: now + LIFETIME_S,
    jti: crypto.randomUUID(),
  };
  const signed = `${toBase64Url(toJson(header))}.${toBase64Url(toJson(claims))}`;
  const bytes = encode(signed);
  const signature = await crypto.subtle.sign(ALGORITHM.name, key, bytes);
  if (!(await isSignedBy(keys[0], signature, bytes))) return undefined;
  return `${signed}.${toBase64Url(new Uint8Array(signature))}`;
}

async function isSignedBy(
  published: PublicKeyBinding | undefined,
  signature: ArrayBuffer,
  bytes: ReturnType<typeof encode>,
): Promise<boolean> {
  if (published === undefined) return false;
  const { n, e } = published;
  const key = await crypto.subtle.importKey('jwk', { kty: 'RSA', n, e }, ALGORITHM, false, [
    'verify',
  ]);
  return crypto.subtle.verify(ALGORITHM.name, key, signature, bytes);
}

function toJson(value: object): Uint8Array {
  return encode(JSON.stringify(value));
}

function toBase64Url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
}
