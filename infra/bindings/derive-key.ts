// A user's key from one secret of the stack. Without state: the same secret, name and generation give the
// same key on every machine.
import { hkdfSync } from 'node:crypto';
import { RANDOM_LENGTH } from './user-bindings.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Part of every key. Another text would give every user another key. */
const SALT = 'cf-openai-azure-proxy user key';

/**
 * So many bytes that 48 of them are used: of 256 values 248 are, a multiple of 62. Fewer than 48 in 96 has
 * a chance below 2^-150.
 */
const BYTES = 96;
const USED_VALUES = 256 - (256 % ALPHABET.length);

/**
 * 48 letters and digits: HKDF-SHA-256 (RFC 5869) of the seed, with the JSON text of [name, generation] as
 * its info. Each byte below 248 gives the character at its value modulo 62, so none is more likely than
 * another; other bytes are skipped.
 *
 * @param seed secret; 64 random letters and digits are 381 bits
 * @param name in Unicode's normal form C, as the settings have it
 * @param generation 1 or more
 */
export function deriveKey(seed: string, name: string, generation: number): string {
  const info = JSON.stringify([name, generation]);
  const bytes = new Uint8Array(hkdfSync('sha256', seed, SALT, info, BYTES));
  return [...bytes]
    .filter((byte) => byte < USED_VALUES)
    .slice(0, RANDOM_LENGTH)
    .map((byte) => ALPHABET[byte % ALPHABET.length])
    .join('');
}
