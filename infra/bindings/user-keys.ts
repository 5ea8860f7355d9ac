// Creates the users' random keys. A key depends only on its user's name and its generation, so adding,
// removing or reordering users does not change the keys of others.
import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import type { KeySettings, UserSettings } from '../settings/user-settings.ts';
import type { KeyBinding, UserDetails } from './user-bindings.ts';
import { KEY_PREFIX, keyPlaceholder, RANDOM_LENGTH } from './user-bindings.ts';

/** A user with one key. A user with several keys has several of these. */
export interface UserKey extends UserDetails {
  /** The key, a secret, or its hash. */
  readonly secret: pulumi.Output<KeyBinding>;
  /** A text as long as the secret, known before it. */
  readonly placeholder: KeyBinding;
}

/** A user; default for `keys`: one random key. */
export type UserArgs = UserDetails & Partial<Pick<UserSettings, 'keys'>>;

const ONE_RANDOM_KEY: readonly KeySettings[] = [{ kind: 'random', generation: 1 }];

/**
 * Registers a random password for each generation of a random key. Newer keys come last.
 *
 * @param users with unique names, in the order of the Worker's binding
 * @param prefix begins the resources' names, for a program that calls this function more than once
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

/** Keys as stack outputs: the newest of each user, and older ones that are still valid. */
export interface KeyOutputs {
  /** User name -> newest key. Without users whose newest key is given as a hash. */
  readonly users: Readonly<Record<string, string>>;
  /** User name -> older keys, to be removed. */
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
    // A user's keys follow one another. If the newest is a hash, an older key is still not the newest.
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
  // The two prefixes differ, so no user's name can make two resources' names equal.
  const name = generation === 1 ? `user-${userName}` : `key-${generation}-of-${userName}`;
  const password = withoutTraces(
    () => new RandomPassword(`${prefix}${name}`, { length: RANDOM_LENGTH, special: false }),
  );
  return password.result.apply((text) => `${KEY_PREFIX}${text}`);
}

/**
 * The SDK records four stack traces for each output of a resource, to report leaks. For thousands of keys
 * this would take minutes:
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
