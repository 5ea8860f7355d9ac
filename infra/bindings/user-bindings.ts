// The form of a generated user key, and what the Worker is told of a user. Pure, so that the
// size of CHIT_USERS is known before the keys are.
import type { UserBinding } from '../../worker/contract/env.ts';
import type { KeySettings, UserSettings } from '../settings/user-settings.ts';

/** Random letters and digits after the prefix: 48 of 62 are 285 bits. */
export const RANDOM_LENGTH = 48;

/** What OpenAI's keys begin with; some clients check it. */
export const KEY_PREFIX = 'sk-';

/** A key as the Worker compares it: itself, or its hash. */
export type KeyBinding = Required<Pick<UserBinding, 'key'>> | Required<Pick<UserBinding, 'sha256'>>;

/** All of a user that the Worker is told besides a key. */
export type UserFacts = Omit<UserSettings, 'keys'>;

/** What the Worker is told of a user with one of its keys. What is its own default is left out. */
export function toUserBinding(user: UserFacts, key: KeyBinding): UserBinding {
  const { name, accountData, models, expires, disabled, typewriter } = user;
  return {
    name,
    ...key,
    ...(accountData === true && { accountData: true }),
    ...(models !== undefined && { models }),
    ...(expires !== undefined && { expires }),
    ...(disabled === true && { disabled: true }),
    ...(typewriter !== undefined && { typewriter }),
  };
}

/** The user's entries with keys of the right length: those given, or stand-ins for random ones. */
export function bindingPlaceholders(user: UserSettings): readonly UserBinding[] {
  return user.keys.map((key) => toUserBinding(user, keyPlaceholder(key)));
}

/** The key, or for one that is yet to be made a text of its length. */
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
