// An OpenID Connect issuer for these tests: its keys, the documents that it serves, and the tokens that it
// signs.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { onTestFinished } from 'vitest';
import { NOW_MS } from '../client.ts';

export const ISSUER = 'https://gateway.example.com';
export const SUBJECT = 'gateway';
export const AUDIENCE = 'api://AzureADTokenExchange';

/** A pair of keys, and its public half as an issuer publishes it. */
export interface IssuerKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

export async function makeKey(kid: string): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const { n = '', e = '' } = await exportJWK(publicKey);
  return { privateKey, publicKey, jwk: { use: 'sig', kty: 'RSA', kid, alg: 'RS256', n, e } };
}

/** Made once: a pair of keys takes a tenth of a second. */
export const FIRST = await makeKey('first');
export const SECOND = await makeKey('second');

/** Answers in place of the issuer's own document; undefined: the document itself. */
export type Disturb = (path: string, response: ServerResponse) => true | undefined;

export interface Issuer {
  readonly url: URL;
  /** Host header and path of each request. */
  readonly asked: string[];
  /** What it publishes from now on. */
  publish(...keys: readonly JWK[]): void;
  disturb(change: Disturb): void;
  close(): Promise<void>;
}

/** Starts an issuer that ends with the test. It publishes `FIRST`. */
export async function startIssuer(issuer = ISSUER): Promise<Issuer> {
  const asked: string[] = [];
  let keys: readonly JWK[] = [FIRST.jwk];
  let disturb: Disturb = () => undefined;
  const answer = ({ url = '', headers }: IncomingMessage, response: ServerResponse) => {
    asked.push(`${headers.host ?? ''}${url}`);
    if (disturb(url, response) === true) return;
    const base = issuer.replace(/\/$/, '');
    const documents: Readonly<Record<string, object>> = {
      '/.well-known/openid-configuration': {
        issuer,
        jwks_uri: `${base}/.well-known/jwks.json`,
        response_types_supported: ['id_token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      },
      '/.well-known/jwks.json': { keys },
    };
    response.writeHead(documents[url] === undefined ? 404 : 200);
    response.end(JSON.stringify(documents[url] ?? {}));
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let closed: Promise<void> | undefined;
  const close = () =>
    (closed ??= new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    }));
  onTestFinished(close);
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    asked,
    publish: (...next) => {
      keys = next;
    },
    disturb: (change) => {
      disturb = change;
    },
    close,
  };
}

/** Claims and header of a token; undefined leaves a member out. */
export interface AssertionParts {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly key?: CryptoKey | Uint8Array;
}

const NOW_S = NOW_MS / 1000;

/** A token as a gateway presents it, valid for ten minutes, with some parts changed. */
export async function sign({ header, claims, key }: AssertionParts = {}): Promise<string> {
  const payload = {
    iss: ISSUER,
    sub: SUBJECT,
    aud: AUDIENCE,
    iat: NOW_S,
    nbf: NOW_S,
    exp: NOW_S + 600,
    jti: 'one',
    ...claims,
  };
  const protectedHeader = { alg: 'RS256', typ: 'JWT', kid: 'first', ...header };
  return new SignJWT(payload).setProtectedHeader(protectedHeader).sign(key ?? FIRST.privateKey);
}
