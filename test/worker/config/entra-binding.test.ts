import { expect, test } from 'vitest';
import { checkSigningKey } from '../../../worker/config/entra-binding.ts';
import { parseConfig } from '../../../worker/config/parse-config.ts';
import type { Env } from '../../../worker/contract/env.ts';
import { configOf, STACK_ENV } from '../gateway-under-test.ts';

const ENTRA = {
  tenantId: '3f0d1c9e-1111-4222-8333-444455556666',
  clientId: '7A0d1c9e-1111-4222-8333-444455556666',
  issuer: 'https://gateway.example.org',
  keys: [{ kid: 'k1', n: 'abc-_9', e: 'AQAB' }],
};

const KEYLESS: Env = {
  ...STACK_ENV,
  BACKENDS: JSON.stringify([
    { name: 'swedencentral', endpoint: 'https://acc.openai.azure.com', auth: 'entra' },
  ]),
  ENTRA: JSON.stringify(ENTRA),
};
delete KEYLESS.BACKEND_KEYS;

function faults(env: Env): readonly string[] {
  const config = parseConfig(env);
  return config.ok ? [] : config.error;
}

test('an account with tokens needs no key', () => {
  const config = configOf(KEYLESS);
  expect(config.accounts.map(({ backend }) => backend.credential)).toEqual([{ kind: 'token' }]);
  expect(config.entra).toEqual(ENTRA);
});

test('an account with a key may stand beside it', () => {
  const config = configOf({
    ...KEYLESS,
    BACKENDS: JSON.stringify([
      { name: 'swedencentral', endpoint: 'https://acc.openai.azure.com', auth: 'entra' },
      { name: 'eastus2', endpoint: 'https://other.openai.azure.com' },
    ]),
    BACKEND_KEYS: '{"eastus2":"k"}',
  });
  expect(config.accounts.map(({ backend }) => backend.credential)).toEqual([
    { kind: 'token' },
    { kind: 'key', key: 'k' },
  ]);
});

test('without ENTRA nothing can sign in', () => {
  const { ENTRA: _, ...rest } = KEYLESS;
  expect(faults(rest)).toEqual(["ENTRA is missing. A backend of BACKENDS has `auth: 'entra'`"]);
});

test('a key for an account with tokens is a fault', () => {
  expect(faults({ ...KEYLESS, BACKEND_KEYS: '{"swedencentral":"secret"}' })).toEqual([
    'BACKEND_KEYS has a member that is not a backend of BACKENDS with a key',
  ]);
});

test.each<[what: string, value: unknown, fault: string]>([
  ['no object', 'secret', 'ENTRA is not a JSON object'],
  ['a tenant that is a name', { ...ENTRA, tenantId: 'contoso' }, 'ENTRA has no valid `tenantId`'],
  ['a client that leads on', { ...ENTRA, clientId: '../x' }, 'ENTRA has no valid `clientId`'],
  ['a slash', { ...ENTRA, issuer: 'https://a.b/' }, 'ENTRA has no valid `issuer`'],
  ['capitals', { ...ENTRA, issuer: 'https://A.b' }, 'ENTRA has no valid `issuer`'],
  ['http', { ...ENTRA, issuer: 'http://a.b' }, 'ENTRA has no valid `issuer`'],
  [
    'more than 600 characters',
    { ...ENTRA, issuer: `https://${'a'.repeat(593)}` },
    'ENTRA has no valid `issuer`',
  ],
  ['no keys', { ...ENTRA, keys: [] }, 'ENTRA has no valid `keys`'],
  [
    'a private part',
    { ...ENTRA, keys: [{ kid: 'k', n: 'a', e: 'b', d: 'secret' }] },
    'ENTRA has no valid `keys`',
  ],
])('ENTRA with %s is a fault that shows nothing of it', (_, value, fault) => {
  expect(faults({ ...KEYLESS, ENTRA: JSON.stringify(value) })).toEqual([fault]);
});

test('the signing key must be there and sign as Entra expects', async () => {
  const generate = async (name: string, hash = 'SHA-256', extractable = false) => {
    const algorithm = { name, hash, modulusLength: 2048, publicExponent: EXPONENT };
    return (await crypto.subtle.generateKey(algorithm, extractable, [
      'sign',
      'verify',
    ])) as CryptoKeyPair;
  };
  const pair = await generate('RSASSA-PKCS1-v1_5');
  const pss = await generate('RSA-PSS');
  const wrong =
    'ENTRA_KEY is not a secret_key binding of a private key that signs with RSASSA-PKCS1-v1_5 and SHA-256';
  expect(checkSigningKey(pair.privateKey)).toBeUndefined();
  expect(checkSigningKey(undefined)).toBe(
    'ENTRA_KEY is missing. With ENTRA, the gateway signs with it',
  );
  expect(checkSigningKey('-----BEGIN PRIVATE KEY-----')).toBe(wrong);
  expect(checkSigningKey(pair.publicKey)).toBe(wrong);
  expect(checkSigningKey(pss.privateKey)).toBe(wrong);
  const longHash = await generate('RSASSA-PKCS1-v1_5', 'SHA-512');
  expect(checkSigningKey(longHash.privateKey)).toBe(wrong);
  const readable = await generate('RSASSA-PKCS1-v1_5', 'SHA-256', true);
  expect(checkSigningKey(readable.privateKey)).toBe(wrong);
});

const EXPONENT = new Uint8Array([1, 0, 1]);
