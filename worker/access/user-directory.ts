// The users of the gateway: reads CHIT_USERS into a directory that finds a user by key in constant
// time, however many there are.

import type { Typewriter, UserBinding } from '../contract/env.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { decodeStrictly, encode } from '../formats/bytes.ts';
import {
  faultyMember,
  isAmount,
  isFlag,
  isNonEmptyText,
  isText,
  isTexts,
  isTypewriter,
  matches,
  optional,
  type Shape,
} from '../formats/json-checks.ts';
import { isList } from '../formats/json.ts';
import type { Catalog } from '../models/catalog.ts';

const USER: Shape<UserBinding> = {
  name: isText,
  key: optional(isNonEmptyText),
  sha256: optional((value) => isText(value) && /^[0-9a-f]{64}$/i.test(value)),
  accountData: optional(isFlag),
  models: optional(isTexts),
  expires: optional(isAmount),
  disabled: optional(isFlag),
  typewriter: optional(isTypewriter),
};

/** A holder of a key, and what comes with that key. */
export interface User {
  readonly name: string;
  /** May use what all users of the Azure account share. */
  readonly accountData: boolean;
  /** Gives what the user may use, under all its names; undefined: everything. */
  readonly models: (() => Catalog) | undefined;
  /** Unix seconds from which the key is refused. */
  readonly expires: number | undefined;
  readonly disabled: boolean;
  /** undefined: that of the gateway. */
  readonly typewriter: Typewriter | undefined;
}

/** A user and the key, or its digest, under which the directory finds the user. */
export interface Holder {
  readonly secret: string;
  readonly user: User;
}

/**
 * Users by key. The tables are hash tables: an unknown key takes as long as a known one, and tells
 * nothing about how much of it was right.
 */
export interface UserDirectory {
  readonly byKey: ReadonlyMap<string, Holder>;
  /** By lower-case hex SHA-256 of the key. Empty: no digest is ever computed. */
  readonly bySha256: ReadonlyMap<string, Holder>;
}

/**
 * Parses `CHIT_USERS`: base64 of a JSON array of `UserBinding` in UTF-8.
 *
 * @param catalog what the users' `models` name; other names in them allow nothing
 * @returns the directory, or what is wrong with the value, in words that hold none of it
 */
export function parseUsers(base64: string, catalog: Catalog): Result<UserDirectory, string> {
  const list = decodeUsers(base64);
  if (list === undefined) return err('CHIT_USERS is not base64 of a JSON array in UTF-8');
  if (list.length === 0) return err('CHIT_USERS lists no user');

  const byKey = new Map<string, Holder>();
  const bySha256 = new Map<string, Holder>();
  const allowed = allowedModels(catalog);
  for (const [index, entry] of list.entries()) {
    const at = `CHIT_USERS entry ${index + 1}`;
    if (!matches(USER, entry)) {
      return err(`${at} has no valid \`${faultyMember(USER, entry) ?? 'name'}\``);
    }
    const user = toUser(entry, allowed);
    const { key, sha256 } = entry;
    if (key !== undefined && sha256 === undefined) {
      if (byKey.has(key)) return err(`${at} repeats a key`);
      byKey.set(key, { secret: key, user });
    } else if (sha256 !== undefined && key === undefined) {
      const digest = sha256.toLowerCase();
      if (bySha256.has(digest)) return err(`${at} repeats a key`);
      bySha256.set(digest, { secret: digest, user });
    } else {
      return err(`${at} needs either a \`key\` or a \`sha256\` (64 hex digits)`);
    }
  }
  return ok({ byKey, bySha256 });
}

function toUser(entry: UserBinding, allowed: AllowedModels): User {
  return {
    name: entry.name,
    accountData: entry.accountData ?? false,
    models: entry.models && allowed(entry.models),
    expires: entry.expires,
    disabled: entry.disabled ?? false,
    typewriter: entry.typewriter,
  };
}

type AllowedModels = (names: readonly string[]) => () => Catalog;

/**
 * Gives the part of the catalog that a list of names allows, under all its names. It is computed at
 * its first use, and users with equal lists share it.
 */
function allowedModels(catalog: Catalog): AllowedModels {
  const shared = new Map<string, Catalog>();
  return (names) => () => {
    const list = names.join('\n');
    const known = shared.get(list);
    if (known !== undefined) return known;
    const models = new Set(names.map((name) => catalog.get(name)));
    const part = new Map([...catalog].filter(([, model]) => models.has(model)));
    shared.set(list, part);
    return part;
  };
}

/** The user who holds this key, if any. */
export async function findUser(users: UserDirectory, key: string): Promise<User | undefined> {
  const user = lookUp(users.byKey, key);
  if (user !== undefined || users.bySha256.size === 0) return user;
  return lookUp(users.bySha256, await sha256Hex(key));
}

function lookUp(table: ReadonlyMap<string, Holder>, secret: string): User | undefined {
  const holder = table.get(secret);
  return holder !== undefined && isSame(holder.secret, secret) ? holder.user : undefined;
}

/**
 * Takes as long wherever the texts differ. `timingSafeEqual` would do, but only one of the runtimes
 * that run this has it.
 */
function isSame(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}

/** The entries of `CHIT_USERS`, not checked; undefined for a text that is not such a list. */
export function decodeUsers(base64: string): readonly unknown[] | undefined {
  try {
    const standard = base64.replaceAll('-', '+').replaceAll('_', '/');
    // Not atob(), which would garble every name outside ASCII.
    const list: unknown = JSON.parse(decodeStrictly(Uint8Array.fromBase64(standard)));
    return isList(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', encode(text));
  return new Uint8Array(digest).toHex();
}
