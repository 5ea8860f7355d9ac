// Encodes the CHIT_USERS binding.
import type { UserBinding } from '../../worker/contract/env.ts';

/**
 * Base64 of the UTF-8 bytes of the users' JSON. Names may be in any script.
 *
 * @param users names must be well-formed Unicode, or decoding would return other names
 */
export function encodeUsers(users: readonly UserBinding[]): string {
  return Buffer.from(JSON.stringify(users), 'utf8').toString('base64');
}

/** The length of `encodeUsers`' result. Base64 turns every 3 bytes into 4 characters. */
export function encodedUsersLength(users: readonly UserBinding[]): number {
  return Math.ceil(Buffer.byteLength(JSON.stringify(users), 'utf8') / 3) * 4;
}
