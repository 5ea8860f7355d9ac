// An entry of the CHIT_USERS binding. Placeholders of the keys' length tell the size of the binding
// before the keys exist.
import type { UserBinding } from '../../worker/contract/env.ts';
import type { KeySettings, UserSettings } from '../settings/user-settings.ts';

/** Length of the random part of a key: 48 letters and digits are 285 bits. */
export const RANDOM_LENGTH = 48;

/** Prefix of OpenAI's keys; some clients check it. */
export const KEY_PREFIX = 'sk-';

/** A key as the Worker compares it: itself, or its hash. */
export type KeyBinding = Required<Pick<UserBinding, 'key'>> | Required<Pick<UserBinding, 'sha256'>>;

/** A user without keys. */
export type UserDetails = Omit<UserSettings, 'keys'>;

/** A user with one of its keys. Defaults of the Worker are left out. */
export function toUserBinding(user: UserDetails, key: KeyBinding): UserBinding {
  const { name, accountData, models, expires, disabled, typewriter, team, limits, admin } = user;
  return {
    name,
    ...key,
    ...(accountData === true && { accountData: true }),
    ...(models !== undefined && { models }),
    ...(expires !== undefined && { expires }),
    ...(disabled === true && { disabled: true }),
    ...(typewriter !== undefined && { typewriter }),
    ...(team !== undefined && { team }),
    ...(limits !== undefined && { limits }),
    ...(admin === true && { admin: true }),
  };
}

/** The user's entries, with a placeholder for each random key. */
export function bindingPlaceholders(user: UserSettings): readonly UserBinding[] {
  return user.keys.map((key) => toUserBinding(user, keyPlaceholder(key)));
}

/** The key itself; for a random key, which does not exist yet, a text of its length. */
export function keyPlaceholder(key: KeySettings): KeyBinding {
  switch (key.kind) {
    case 'given':
      return { key: key.key };
    case 'hashed':
      return { sha256: key.sha256 };
    case 'random':
      return { key: KEY_PREFIX + '0'.repeat(RANDOM_LENGTH) };
  }
}
