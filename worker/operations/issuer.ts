// The gateway as an OpenID Connect issuer: the two documents that Microsoft Entra reads before it trusts
// what the gateway signs. https://openid.net/specs/openid-connect-discovery-1_0.html; members as in
// https://azure.github.io/azure-workload-identity/docs/installation/self-managed-clusters/oidc-issuer/discovery-document.html

import type { EntraBinding } from '../contract/env.ts';
import { RequestFailure } from '../contract/failure.ts';
import { JSON_TYPE } from '../http/media-type.ts';
import type { Reply } from '../http/reply.ts';

const DISCOVERY = '.well-known/openid-configuration';
const KEYS = '.well-known/jwks.json';

/** A new key is published a day before it signs. */
const HEADERS = { 'content-type': JSON_TYPE, 'cache-control': 'public, max-age=3600' };

/** The path of a document, without a leading slash. */
export type IssuerPath = typeof DISCOVERY | typeof KEYS;

export function isIssuerPath(path: string): path is IssuerPath {
  return path === DISCOVERY || path === KEYS;
}

/**
 * Answers with a document.
 *
 * @param url of the request: only the issuer's own host has documents
 * @throws RequestFailure where there is none
 */
export function answerIssuer(
  path: IssuerPath,
  url: string,
  entra: EntraBinding | undefined,
): Reply {
  if (entra === undefined || new URL(url).hostname !== new URL(entra.issuer).hostname) {
    throw new RequestFailure({
      kind: 'unknown_url',
      method: 'GET',
      path: `/${path}`,
      advice:
        'This host name is not an issuer, so it has no OpenID Connect documents. The issuer of a keyless gateway has them.',
    });
  }
  const value = path === KEYS ? keySet(entra) : discovery(entra);
  return { status: 200, headers: HEADERS, body: JSON.stringify(value) };
}

function discovery({ issuer }: EntraBinding) {
  return {
    issuer,
    jwks_uri: `${issuer}/${KEYS}`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
}

/** https://www.rfc-editor.org/rfc/rfc7517#section-5 */
function keySet({ keys }: EntraBinding) {
  return {
    keys: keys.map(({ kid, n, e }) => ({ use: 'sig', kty: 'RSA', kid, alg: 'RS256', n, e })),
  };
}
