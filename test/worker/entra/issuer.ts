// An issuer of the unit tests: a key pair, and the binding with its public half.
import type { EntraBinding } from '../../../worker/contract/env.ts';

const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

export const PAIR = (await crypto.subtle.generateKey(ALGORITHM, true, [
  'sign',
  'verify',
])) as CryptoKeyPair;

const { n = '', e = '' } = (await crypto.subtle.exportKey('jwk', PAIR.publicKey)) as JsonWebKey;

export const ENTRA: EntraBinding = {
  tenantId: '3f0d1c9e-1111-4222-8333-444455556666',
  clientId: '7a0d1c9e-1111-4222-8333-444455556666',
  issuer: 'https://gateway.example.org',
  keys: [
    { kid: 'signs', n, e },
    { kid: 'next', n: 'n', e: 'AQAB' },
  ],
};
