// Owns: one key per user, random or given. A key hangs on its user's name alone, so adding, removing
// or reordering users changes nobody else's.
import * as pulumi from '@pulumi/pulumi';
import * as random from '@pulumi/random';
import type { UserSettings } from './settings.ts';
import { KEY_PREFIX, RANDOM_LENGTH } from './user-key.ts';

/** A user whose key is a Pulumi secret. */
export interface UserKey extends Omit<UserSettings, 'key'> {
  readonly key: pulumi.Output<string>;
}

/** Registers a random password for each user that has no key. */
export function createUserKeys(users: readonly UserSettings[]): readonly UserKey[] {
  return users.map((user) => ({
    ...user,
    key: pulumi.secret(user.key ?? randomKey(user.name)),
  }));
}

function randomKey(userName: string): pulumi.Output<string> {
  const password = new random.RandomPassword(`user-${userName}`, {
    length: RANDOM_LENGTH,
    special: false,
  });
  return pulumi.interpolate`${KEY_PREFIX}${password.result}`;
}
