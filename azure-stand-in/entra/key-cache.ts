// Issuers' keys between requests. How long Entra keeps them is not documented; Microsoft advises those who
// rely on its own keys to keep them for a day and to read them again when a `kid` is unknown: github
// MicrosoftDocs/entra-docs#1219.
import type { CryptoKey } from 'jose';
import { EntraError, entraError } from './entra-errors.ts';
import { readIssuerKeys, type FindOrigin, type IssuerKeys } from './issuer-keys.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

interface Kept {
  readonly keys: IssuerKeys;
  readonly readAtMs: number;
}

export interface KeyCacheOptions {
  readonly findOrigin: FindOrigin;
  readonly refetchesUnknownKeys: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class KeyCache {
  readonly #kept = new Map<string, Kept>();
  readonly #options: KeyCacheOptions;

  constructor(options: KeyCacheOptions) {
    this.#options = options;
  }

  /** The issuer's key of that id, or why there is none. */
  async find(issuer: string, kid: string): Promise<CryptoKey | EntraError> {
    const { now, refetchesUnknownKeys } = this.#options;
    const kept = this.#kept.get(issuer);
    const isFresh = kept !== undefined && now() - kept.readAtMs < DAY_MS;
    const known = isFresh ? kept.keys.get(kid) : undefined;
    if (known !== undefined) return known;
    if (isFresh && !refetchesUnknownKeys) return unknownKey(issuer, kid);
    const keys = await readIssuerKeys(issuer, this.#options.findOrigin);
    if (keys instanceof EntraError) return isFresh ? unknownKey(issuer, kid) : keys;
    this.#kept.set(issuer, { keys, readAtMs: now() });
    return keys.get(kid) ?? unknownKey(issuer, kid);
  }
}

function unknownKey(issuer: string, kid: string): EntraError {
  return entraError(7_000_272, Buffer.from(kid, 'base64url').toString('hex').toUpperCase(), issuer);
}
