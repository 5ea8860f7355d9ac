// Access tokens of Microsoft Entra for Azure's APIs, version 1.0, signed by a key of the stand-in's own.
// https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
import { randomUUID } from 'node:crypto';
import { decodeJwt, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import type { ManagedIdentity } from './entra-options.ts';

/** What Azure reads of a token. */
export interface TokenHolder {
  readonly principalId: string;
  readonly audience: string;
}

export class AccessTokens {
  readonly #issuer: string;
  readonly #tenantId: string;
  readonly #keys = generateKeyPair('RS256');
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(tenantId: string, now: () => number) {
    this.#tenantId = tenantId;
    this.#issuer = `https://sts.windows.net/${tenantId}/`;
    this.#now = now;
  }

  /** @param audience the resource, as the scope named it */
  async issue(identity: ManagedIdentity, audience: string, lifetimeS: number): Promise<string> {
    const { privateKey } = await this.#keys;
    const now = Math.floor(this.#now() / 1000);
    const { clientId, principalId } = identity;
    const claims = {
      appid: clientId,
      // 2: the client proved itself by an assertion.
      appidacr: '2',
      idp: this.#issuer,
      idtyp: 'app',
      oid: principalId,
      tid: this.#tenantId,
      uti: randomUUID(),
      ver: '1.0',
    };
    return new SignJWT(claims)
      .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: 'stand-in' })
      .setIssuer(this.#issuer)
      .setSubject(principalId)
      .setAudience(audience)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + lifetimeS)
      .sign(privateKey);
  }

  /** undefined: not a token of this tenant, or expired. */
  async read(token: string): Promise<TokenHolder | undefined> {
    const { publicKey } = await this.#keys;
    try {
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: ['RS256'],
        issuer: this.#issuer,
        currentDate: new Date(this.#now()),
      });
      return { principalId: String(payload['oid']), audience: String(payload.aud) };
    } catch {
      return undefined;
    }
  }
}

/** Whether a text has the form of a token, and so is not a key. */
export function isJwt(text: string): boolean {
  try {
    return decodeJwt(text).iss !== undefined;
  } catch {
    return false;
  }
}
