// The text of the CHIT_USERS binding. Pure; knows nothing of Pulumi, and never checks what a
// name or key may be (settings.ts does).
import type { UserBinding } from '../../worker/contract/env.ts';

/**
 * Base64 of the UTF-8 bytes of the users' JSON. Names may be in any script.
 *
 * @param users names must be well-formed Unicode, or they would come back changed
 */
export function encodeUsers(users: readonly UserBinding[]): string {
  return Buffer.from(JSON.stringify(users), 'utf8').toString('base64');
}

/** How many characters `encodeUsers` gives, without encoding: base64 makes 4 of every 3 bytes. */
export function encodedUsersLength(users: readonly UserBinding[]): number {
  return Math.ceil(Buffer.byteLength(JSON.stringify(users), 'utf8') / 3) * 4;
}
