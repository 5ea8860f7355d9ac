// The keys of an OpenID Connect issuer, read over HTTP as Microsoft Entra reads them.
import { request } from 'node:http';
import { importJWK, type CryptoKey, type JWK } from 'jose';
import { isObject, type JsonObject } from '../reading/json-value.ts';
import { entraError, type EntraError } from './entra-errors.ts';

export type IssuerKeys = ReadonlyMap<string, CryptoKey>;

/** Finds where an issuer, or the origin of its `jwks_uri`, is reached. */
export type FindOrigin = (issuer: string) => URL | undefined;

/**
 * "only the first 100 signing keys":
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
const MAX_KEYS = 100;
/** The stand-in's own limits; Entra's are not documented. */
const MAX_BYTES = 1_048_576;
const TIMEOUT_MS = 10_000;

/**
 * Reads the discovery document, then the keys that it names:
 * https://azure.github.io/azure-workload-identity/docs/installation/self-managed-clusters/oidc-issuer.html
 */
export async function readIssuerKeys(
  issuer: string,
  findOrigin: FindOrigin,
): Promise<IssuerKeys | EntraError> {
  const base = issuer.replace(/\/$/, '');
  const discovery = await readJson(`${base}/.well-known/openid-configuration`, issuer, findOrigin);
  const keysUrl = discovery?.['jwks_uri'];
  // OpenID Connect Discovery 1.0, section 4.3: the issuer must be the one that was asked.
  if (typeof keysUrl !== 'string' || discovery?.['issuer'] !== issuer) return entraError(50_166);
  const url = URL.parse(keysUrl);
  if (url?.protocol !== 'https:') return entraError(50_166);
  const place = base === url.origin ? issuer : url.origin;
  const document = await readJson(keysUrl, place, findOrigin);
  if (document === undefined) return entraError(50_166);
  const list = document['keys'];
  if (!Array.isArray(list)) return entraError(900_612);
  return importKeys(list.slice(0, MAX_KEYS));
}

async function importKeys(list: readonly unknown[]): Promise<IssuerKeys | EntraError> {
  const keys = new Map<string, CryptoKey>();
  for (const key of list) {
    if (!isObject(key) || typeof key['kid'] !== 'string') return entraError(900_612);
    if (key['use'] !== undefined && key['use'] !== 'sig') continue;
    // "RS256 only": workload-identity-federation-considerations.md in github MicrosoftDocs/entra-docs
    if (key['kty'] !== 'RSA' || (key['alg'] ?? 'RS256') !== 'RS256') continue;
    const { kid, n, e } = key;
    try {
      const imported = await importJWK({ kty: 'RSA', n, e } as JWK, 'RS256');
      if (!(imported instanceof Uint8Array)) keys.set(kid, imported);
    } catch {
      return entraError(900_612);
    }
  }
  return keys;
}

/** The document as a JSON object; undefined when it cannot be had. Redirects are not followed. */
async function readJson(
  url: string,
  issuer: string,
  findOrigin: FindOrigin,
): Promise<JsonObject | undefined> {
  const wanted = URL.parse(url);
  const origin = wanted === null ? undefined : findOrigin(issuer);
  if (wanted === null || origin === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(await get(origin, wanted));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `fetch` cannot set the Host header. */
async function get(origin: URL, { host, pathname, search }: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(origin, { path: pathname + search, headers: { host }, agent: false });
    sent.setTimeout(TIMEOUT_MS, () => sent.destroy(new Error('the issuer is too slow')));
    sent.once('error', reject);
    sent.once('response', (response) => {
      const pieces: Buffer[] = [];
      let length = 0;
      response.on('data', (piece: Buffer) => {
        pieces.push(piece);
        length += piece.length;
        if (length > MAX_BYTES) sent.destroy(new Error('the document is too long'));
      });
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(pieces).toString());
        else reject(new Error(`the issuer answered ${response.statusCode ?? 0}`));
      });
    });
    sent.end();
  });
}
