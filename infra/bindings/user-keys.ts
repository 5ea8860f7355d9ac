// Creates the users' keys. A key depends only on its user's name and its generation, so adding, removing or
// reordering users does not change the keys of others.
import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import type { KeySettings, UserSettings } from '../settings/user-settings.ts';
import { deriveKey } from './derive-key.ts';
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

/** Letters and digits: 381 bits. */
const SEED_LENGTH = 64;

const ONE_RANDOM_KEY: readonly KeySettings[] = [{ kind: 'random', generation: 1 }];

/** How keys are made that the stack file does not give. */
export interface KeySource {
  /** Begins the resources' names, for a program that calls `createUserKeys` more than once. */
  readonly prefix?: string;
  /** Derive keys from one secret instead of making a resource for each. */
  readonly derived?: boolean;
  /** Names of the keys' resources that stay although keys are derived: users have these keys already. */
  readonly kept?: ReadonlySet<string>;
}

/**
 * The key of each generation: a random password of its own, or derived from one that all share. Newer keys
 * come last.
 *
 * @param users with unique names, in the order of the Worker's binding
 */
export function createUserKeys(
  users: readonly UserArgs[],
  { prefix = '', derived = false, kept = new Set() }: KeySource = {},
): readonly UserKey[] {
  const seed = derived ? createSeed(prefix) : undefined;
  // One `apply` for each key: with thousands of users the SDK's outputs take most of the time.
  const madeKey = (userName: string, generation: number) => {
    const name = `${prefix}${resourceName(userName, generation)}`;
    return seed === undefined || kept.has(name)
      ? createPassword(name, RANDOM_LENGTH).apply(toKey)
      : seed.apply((text) => toKey(deriveKey(text, userName, generation)));
  };
  return users.flatMap(({ keys = ONE_RANDOM_KEY, ...user }) =>
    keys.map((key) => ({
      ...user,
      secret: pulumi.secret(toSecret(user.name, key, madeKey)),
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
  const secrets = pulumi.all(keys.map(({ secret }) => secret));
  const names = keys.map(({ name }) => name);
  return pulumi.secret(secrets.apply((known) => splitKeys(names, known)));
}

function splitKeys(names: readonly string[], known: readonly KeyBinding[]): KeyOutputs {
  const users = new Map<string, string>();
  const retiringKeys = new Map<string, string[]>();
  for (const [index, name] of names.entries()) {
    const entry = known[index];
    if (entry === undefined || !('key' in entry)) continue;
    const { key } = entry;
    // A user's keys follow one another. If the newest is a hash, an older key is still not the newest.
    if (names[index + 1] !== name) users.set(name, key);
    else retiringKeys.set(name, [...(retiringKeys.get(name) ?? []), key]);
  }
  return {
    users: Object.fromEntries(users),
    retiringKeys: Object.fromEntries(retiringKeys),
  };
}

function toSecret(
  userName: string,
  key: KeySettings,
  madeKey: (userName: string, generation: number) => pulumi.Output<KeyBinding>,
): pulumi.Input<KeyBinding> {
  switch (key.kind) {
    case 'given':
      return { key: key.key };
    case 'hashed':
      return { sha256: key.sha256 };
    case 'random':
      return madeKey(userName, key.generation);
  }
}

function toKey(text: string): KeyBinding {
  return { key: `${KEY_PREFIX}${text}` };
}

/** The two beginnings differ, so no user's name can make two resources' names equal. */
function resourceName(userName: string, generation: number): string {
  return generation === 1 ? `user-${userName}` : `key-${generation}-of-${userName}`;
}

/** Neither beginning of a key's resource. */
function createSeed(prefix: string): pulumi.Output<string> {
  return createPassword(`${prefix}seed-of-user-keys`, SEED_LENGTH);
}

function createPassword(name: string, length: number): pulumi.Output<string> {
  return withoutTraces(() => new RandomPassword(name, { length, special: false })).result;
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
