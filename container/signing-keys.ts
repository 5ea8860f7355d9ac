// The keys with which a keyless gateway signs, as PEM text. Messages never show a part of the text.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { toPublicKey } from '../infra/entra/public-key.ts';
import type { PublicKeyBinding } from '../worker/contract/env.ts';
import { err, ok, type Result } from '../worker/contract/result.ts';

/** What a gateway signs with, and what it publishes. */
export interface SigningKeys {
  /** The first key: base64 of its PKCS#8 form (DER). */
  readonly pkcs8: string;
  /** The public half of every key, in the order of the text. */
  readonly published: readonly PublicKeyBinding[];
}

/** RFC 7518, section 3.3: a key of 2048 bits or larger must be used with RS256. */
const MIN_BITS = 2048;

const HOW_TO_MAKE =
  'openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 writes one that fits';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/** Labels of blocks that are not what is needed (RFC 7468), and what they are. */
const OTHER_LABELS: Readonly<Record<string, string>> = {
  'ENCRYPTED PRIVATE KEY':
    'is protected by a passphrase. openssl pkey -in <file> writes it without one',
  'PUBLIC KEY': 'is a public key. The private key is needed',
  'RSA PUBLIC KEY': 'is a public key. The private key is needed',
  CERTIFICATE: 'is a certificate. Its private key is needed',
  'EC PARAMETERS': `is not an RSA key; ${HOW_TO_MAKE}`,
  'EC PRIVATE KEY': `is not an RSA key; ${HOW_TO_MAKE}`,
  'OPENSSH PRIVATE KEY':
    "has OpenSSH's own format. ssh-keygen -p -m PKCS8 -f <file> changes the file to PKCS#8",
};

/**
 * Reads PEM blocks, PKCS#8 or PKCS#1, one after another. `\n` may be written as two characters, because a
 * line of an env file is one value.
 *
 * @returns the keys, or the end of a sentence that begins with the variable's name
 */
export function parseSigningKeys(text: string): Result<SigningKeys, string> {
  const pem = text.replaceAll(String.raw`\n`, '\n');
  const blocks = [...pem.matchAll(BLOCK)];
  const begun = pem.split('-----BEGIN ').length - 1;
  if (begun === 0) return err(`has no PEM text of a private RSA key; ${HOW_TO_MAKE}`);
  if (begun !== blocks.length) {
    const hint = String.raw`Write line ends as \n where the value must be one line`;
    return err(`has a key without its end (-----END …-----). ${hint}`);
  }
  const keys: KeyObject[] = [];
  for (const [index, [block, label = '']] of blocks.entries()) {
    const key = readKey(block, label);
    if (!key.ok) return err(blocks.length === 1 ? key.error : `key ${index + 1} ${key.error}`);
    keys.push(key.value);
  }
  const published = keys.map(toPublicKey);
  const [first] = keys;
  if (first === undefined || new Set(published.map(({ kid }) => kid)).size < keys.length) {
    return err('has the same key twice');
  }
  const pkcs8 = first.export({ type: 'pkcs8', format: 'der' }).toString('base64');
  return ok({ pkcs8, published });
}

function readKey(block: string, label: string): Result<KeyObject, string> {
  // PKCS#1 says inside of the block that it is encrypted.
  const isEncrypted = block.includes('Proc-Type: 4,ENCRYPTED');
  const other = OTHER_LABELS[isEncrypted ? 'ENCRYPTED PRIVATE KEY' : label];
  if (other !== undefined) return err(other);
  let key: KeyObject;
  try {
    key = createPrivateKey(block);
  } catch {
    return err('is not a readable private key. Copy all of it, with its line ends');
  }
  if (key.asymmetricKeyType !== 'rsa') return err(`is not an RSA key; ${HOW_TO_MAKE}`);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < MIN_BITS
    ? err(`is an RSA key of ${bits} bits. At least ${MIN_BITS} are needed; ${HOW_TO_MAKE}`)
    : ok(key);
}
