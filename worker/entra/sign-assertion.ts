// The JSON Web Token with which the gateway proves to Entra who it is.

import { ENTRA_SUBJECT, type EntraBinding } from '../contract/env.ts';
import { encode } from '../formats/bytes.ts';

/** The only audience that a federated credential may have. */
const AUDIENCE = 'api://AzureADTokenExchange';

/** Entra takes up to 25 hours (AADSTS70023). It is used at once. */
const LIFETIME_S = 600;

/**
 * Signs an assertion: https://learn.microsoft.com/entra/identity-platform/certificate-credentials,
 * with the claims of
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
 *
 * @param key the private half of the first published key
 * @param nowMs milliseconds since 1970
 */
export async function signAssertion(
  { issuer, keys }: EntraBinding,
  key: CryptoKey,
  nowMs: number,
): Promise<string> {
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
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, encode(signed));
  return `${signed}.${toBase64Url(new Uint8Array(signature))}`;
}

function toJson(value: object): Uint8Array {
  return encode(JSON.stringify(value));
}

function toBase64Url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
}
