// The binding ENTRA: the identity with which the gateway signs in, and its published keys.

import type { EntraBinding, Env, PublicKeyBinding } from '../contract/env.ts';
import { err, ok, type Result } from '../contract/result.ts';
import {
  describeFault,
  isListOf,
  isNonEmptyText,
  isTextLike,
  matches,
  type Shape,
} from '../formats/json-checks.ts';
import { isObject, parseJson } from '../formats/json.ts';
import { readBinding } from './read-binding.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const BASE64URL = /^[\w-]+$/;

const PUBLIC_KEY: Shape<PublicKeyBinding> = {
  kid: isNonEmptyText,
  n: isTextLike(BASE64URL),
  e: isTextLike(BASE64URL),
};

const ENTRA: Shape<EntraBinding> = {
  // It becomes a part of the token endpoint's path.
  tenantId: isTextLike(UUID),
  clientId: isTextLike(UUID),
  // Entra compares it letter for letter, and takes at most 600 characters.
  issuer: isTextLike(/^https:\/\/[a-z0-9.-]{1,592}$/),
  keys: isKeys,
};

function isKeys(value: unknown): value is readonly PublicKeyBinding[] {
  return (
    isListOf((item): item is PublicKeyBinding => matches(PUBLIC_KEY, item), value) &&
    value.length > 0
  );
}

/** Reads the binding; undefined where there is none. The fault has nothing of its value. */
export function readEntra(env: Env): Result<EntraBinding | undefined, string> {
  const text = readBinding(env, 'ENTRA');
  if (text === undefined) return ok(undefined);
  const value = parseJson(text);
  return matches(ENTRA, value) ? ok(value) : err(`ENTRA ${describeFault(ENTRA, value)}`);
}

/** What is wrong with the binding ENTRA_KEY; undefined: nothing. Whether it fits ENTRA shows when it signs. */
export function checkSigningKey(key: unknown): string | undefined {
  if (key === undefined) return 'ENTRA_KEY is missing. With ENTRA, the gateway signs with it';
  const isRight =
    key instanceof CryptoKey &&
    key.type === 'private' &&
    !key.extractable &&
    key.algorithm.name === 'RSASSA-PKCS1-v1_5' &&
    isSha256(key.algorithm) &&
    key.usages.includes('sign');
  if (isRight) return undefined;
  return 'ENTRA_KEY is not a secret_key binding of a private key that signs with RSASSA-PKCS1-v1_5 and SHA-256';
}

function isSha256(algorithm: object): boolean {
  return 'hash' in algorithm && isObject(algorithm.hash) && algorithm.hash['name'] === 'SHA-256';
}
