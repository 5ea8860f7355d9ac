// The users' keys, random or given. A random key hangs on its user's name and its generation
// alone, so adding, removing or reordering users changes nobody else's.
import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import type { KeySettings, UserSettings } from '../settings/user-settings.ts';
import type { KeyBinding, UserFacts } from './user-bindings.ts';
import { KEY_PREFIX, keyPlaceholder, RANDOM_LENGTH } from './user-bindings.ts';

/** A user with one key; a user with several keys is there several times. */
export interface UserKey extends UserFacts {
  /** The key, a secret, or its hash. */
  readonly secret: pulumi.Output<KeyBinding>;
  /** A text as long as the secret, known before it. */
  readonly placeholder: KeyBinding;
}

/** A user; without `keys`, with one random key. */
export type UserArgs = UserFacts & Partial<Pick<UserSettings, 'keys'>>;

const ONE_RANDOM_KEY: readonly KeySettings[] = [{ kind: 'random', generation: 1 }];

/**
 * Registers a random password for each generation of a random key. Newer keys come last.
 *
 * @param users in the order in which the Worker is told of them; no name twice
 * @param prefix what the resources' names begin with, for a program that does this more than once
 */
export function createUserKeys(users: readonly UserArgs[], prefix = ''): readonly UserKey[] {
  return users.flatMap(({ keys = ONE_RANDOM_KEY, ...user }) =>
    keys.map((key) => ({
      ...user,
      secret: pulumi.secret(toSecret(user.name, key, prefix)),
      placeholder: keyPlaceholder(key),
    })),
  );
}

/** What a stack says of its keys: the newest of each user, and older ones that still work. */
export interface KeyOutputs {
  /** User name -> newest key. Where that is a hash the user is missing: nobody here knows the key. */
  readonly users: Readonly<Record<string, string>>;
  /** User name -> keys that are to go. */
  readonly retiringKeys: Readonly<Record<string, readonly string[]>>;
}

/** The keys as stack outputs, secret as a whole. */
export function toKeyOutputs(keys: readonly UserKey[]): pulumi.Output<KeyOutputs> {
  const known = pulumi.all(
    keys.map(({ name, secret }) =>
      secret.apply((key) => ({ name, key: 'key' in key ? key.key : undefined })),
    ),
  );
  return pulumi.secret(known.apply(splitKeys));
}

function splitKeys(
  keys: readonly { readonly name: string; readonly key: string | undefined }[],
): KeyOutputs {
  const users = new Map<string, string>();
  const retiringKeys = new Map<string, string[]>();
  for (const [index, { name, key }] of keys.entries()) {
    if (key === undefined) continue;
    // A user's keys stand together. An older one is not the newest because that is only a hash.
    if (keys[index + 1]?.name !== name) users.set(name, key);
    else retiringKeys.set(name, [...(retiringKeys.get(name) ?? []), key]);
  }
  return {
    users: Object.fromEntries(users),
    retiringKeys: Object.fromEntries(retiringKeys),
  };
}

function toSecret(userName: string, key: KeySettings, prefix: string): pulumi.Input<KeyBinding> {
  switch (key.kind) {
    case 'given':
      return { key: key.key };
    case 'hashed':
      return { sha256: key.sha256 };
    case 'random':
      return randomKey(userName, key.generation, prefix).apply((text) => ({ key: text }));
  }
}

function randomKey(userName: string, generation: number, prefix: string): pulumi.Output<string> {
  // No user's name can make the two forms meet.
  const name = generation === 1 ? `user-${userName}` : `key-${generation}-of-${userName}`;
  const password = withoutTraces(
    () => new RandomPassword(`${prefix}${name}`, { length: RANDOM_LENGTH, special: false }),
  );
  return password.result.apply((text) => `${KEY_PREFIX}${text}`);
}

/**
 * For each of a resource's outputs the SDK notes four stack traces, in case it leaks. For thousands of
 * keys they would take minutes:
 * https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/debuggable.ts
 */
function withoutTraces<T>(make: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
