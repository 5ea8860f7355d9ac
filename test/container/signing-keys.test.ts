// Which PEM texts are taken as the keys of a keyless gateway.
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseSigningKeys } from '../../container/signing-keys.ts';

type Encoding = 'pkcs1' | 'pkcs8';

function rsaPem(type: Encoding = 'pkcs8', modulusLength = 2048): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength });
  return privateKey.export({ type, format: 'pem' });
}

let first: string;
let second: string;
beforeAll(() => {
  first = rsaPem();
  second = rsaPem('pkcs1');
});

function parsed(text: string) {
  const keys = parseSigningKeys(text);
  if (!keys.ok) throw new Error(keys.error);
  return keys.value;
}

function derOf(pem: string): string {
  return createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' }).toString('base64');
}

test('takes PKCS#8 and PKCS#1, and signs with the first of several', () => {
  const keys = parsed(`${first}\n${second}`);
  expect(keys.pkcs8).toBe(derOf(first));
  expect(keys.published.map(({ n, e }) => ({ n, e }))).toEqual(
    [first, second].map((pem) => {
      const { n, e } = createPublicKey(pem).export({ format: 'jwk' });
      return { n, e };
    }),
  );
  expect(parsed(second).pkcs8).toBe(derOf(second));
});

test.each<[string, (pem: string) => string]>([
  ['its line ends written as two characters', (pem) => pem.replaceAll('\n', String.raw`\n`)],
  ['line ends of Windows', (pem) => pem.replaceAll('\n', '\r\n')],
  ['text around it, as openssl writes', (pem) => `Bag Attributes\n  friendlyName: k\n${pem}\nend`],
  ['no line end at its end', (pem) => pem.trim()],
])('takes a key with %s', (_, change) => {
  expect(parsed(change(first))).toEqual(parsed(first));
});

test("a key's id is the thumbprint of RFC 7638", () => {
  const { kid, n, e } = parsed(first).published[0] ?? { kid: '', n: '', e: '' };
  const text = new TextEncoder().encode(`{"e":"${e}","kty":"RSA","n":"${n}"}`);
  return expect(
    crypto.subtle.digest('SHA-256', text).then((hash) => Buffer.from(hash).toString('base64url')),
  ).resolves.toBe(kid);
});

describe('refuses', () => {
  const MADE = 'openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 writes one that fits';
  const encrypt = { cipher: 'aes-256-cbc', passphrase: 'secret' };
  const encrypted = (type: Encoding) =>
    createPrivateKey(first).export({ type, format: 'pem', ...encrypt });
  const publicPem = (type: Encoding) =>
    createPublicKey(first).export({ type: type === 'pkcs8' ? 'spki' : type, format: 'pem' });
  const ecPem = (type: 'sec1' | 'pkcs8') =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type, format: 'pem' });
  const PASSPHRASE = 'is protected by a passphrase. openssl pkey -in <file> writes it without one';

  test.each<[string, () => string, string]>([
    ['other text', () => 'CANARY', `has no PEM text of a private RSA key; ${MADE}`],
    [
      'a key that is cut, as the first line of a file is',
      () => first.split('\n')[0] ?? '',
      String.raw`has a key without its end (-----END …-----). Write line ends as \n where the value must be one line`,
    ],
    [
      'two keys of which the second is cut',
      () => `${first}${second.slice(0, 300)}`,
      String.raw`has a key without its end (-----END …-----). Write line ends as \n where the value must be one line`,
    ],
    [
      'a key with a part left out',
      () => first.replace(/(?<=KEY-----\n)(?:.+\n){3}/, ''),
      'is not a readable private key. Copy all of it, with its line ends',
    ],
    ['a protected key in PKCS#8', () => encrypted('pkcs8'), PASSPHRASE],
    ['a protected key in PKCS#1', () => encrypted('pkcs1'), PASSPHRASE],
    ['a public key', () => publicPem('pkcs8'), 'is a public key. The private key is needed'],
    [
      'a public key in PKCS#1',
      () => publicPem('pkcs1'),
      'is a public key. The private key is needed',
    ],
    [
      'a certificate',
      () => '-----BEGIN CERTIFICATE-----\nCANARY\n-----END CERTIFICATE-----',
      'is a certificate. Its private key is needed',
    ],
    ['an elliptic key', () => ecPem('pkcs8'), `is not an RSA key; ${MADE}`],
    ['an elliptic key in SEC1', () => ecPem('sec1'), `is not an RSA key; ${MADE}`],
    [
      'a key of OpenSSH',
      () => '-----BEGIN OPENSSH PRIVATE KEY-----\nCANARY\n-----END OPENSSH PRIVATE KEY-----',
      "has OpenSSH's own format. ssh-keygen -p -m PKCS8 -f <file> changes the file to PKCS#8",
    ],
    [
      'a short key',
      () => rsaPem('pkcs8', 1024),
      `is an RSA key of 1024 bits. At least 2048 are needed; ${MADE}`,
    ],
    [
      'a second key that is short',
      () => `${first}${rsaPem('pkcs1', 1024)}`,
      `key 2 is an RSA key of 1024 bits. At least 2048 are needed; ${MADE}`,
    ],
    ['the same key twice', () => `${first}${first}`, 'has the same key twice'],
  ])('%s', (_, text, error) => {
    expect(parseSigningKeys(text())).toEqual({ ok: false, error });
  });
});
