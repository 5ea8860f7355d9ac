// Owns: the form of a generated user key. Pure, so that the size of CHIT_USERS is known before the
// keys are.
import type { UserBinding } from '../worker/env.ts';
import type { UserSettings } from './settings.ts';

/** Random letters and digits after the prefix: 48 of 62 are 285 bits. */
export const RANDOM_LENGTH = 48;

/** What OpenAI's keys begin with; some clients check it. */
export const KEY_PREFIX = 'sk-';

/** What the Worker is told of a user. */
export function toUserBinding(user: Omit<UserSettings, 'key'>, key: string): UserBinding {
  return { name: user.name, key, ...(user.accountData === true && { accountData: true }) };
}

/** The user with a key of the right length: the given one, or a stand-in for a random one. */
export function bindingPlaceholder(user: UserSettings): UserBinding {
  return toUserBinding(user, user.key ?? KEY_PREFIX + '0'.repeat(RANDOM_LENGTH));
}
