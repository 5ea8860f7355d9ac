// Who may call. Reads CHIT_USERS into a directory that finds a user by key in constant time,
// however many there are.

import { isList } from '../formats/json.ts';
import { decodeStrictly, encode } from '../formats/bytes.ts';
import type { Catalog } from '../models/catalog.ts';
import type { Typewriter, UserBinding } from '../contract/env.ts';
import { err, ok, type Result } from '../contract/result.ts';
import {
  faultyMember,
  fits,
  isFilled,
  isText,
  isTextLike,
  mayBeFlag,
  mayBeTexts,
  mayBeTypewriter,
  optional,
  type Shape,
} from '../formats/json-checks.ts';

const USER: Shape<UserBinding> = {
  name: isText,
  key: optional(isFilled),
  sha256: optional(isTextLike(/^[0-9a-f]{64}$/i)),
  accountData: mayBeFlag,
  models: mayBeTexts,
  expires: optional((value) => typeof value === 'number' && value >= 0 && value < Infinity),
  disabled: mayBeFlag,
  typewriter: mayBeTypewriter,
};

/** Someone who holds a key, and what comes with that key. */
export interface User {
  readonly name: string;
  /** May use what all users of the Azure account share. */
  readonly accountData: boolean;
  /** Gives what the user may use, under all its names; undefined: everything. */
  readonly models: (() => Catalog) | undefined;
  /** Unix seconds from which the key is refused. */
  readonly expires?: number | undefined;
  readonly disabled?: boolean;
  /** Unless it is that of the gateway. */
  readonly typewriter?: Typewriter | undefined;
}

/** A user and the key, or its digest, under which the user stands. */
export interface Holder {
  readonly secret: string;
  readonly user: User;
}

/**
 * Users by key. The tables are hash tables: finding nobody takes as long as finding somebody, and
 * tells nothing about how much of a key was right.
 */
export interface UserDirectory {
  readonly byKey: ReadonlyMap<string, Holder>;
  /** By lower-case hex SHA-256 of the key. Empty: no digest is ever computed. */
  readonly bySha256: ReadonlyMap<string, Holder>;
}

/**
 * Parses `CHIT_USERS`: base64 of a JSON array of `UserBinding` in UTF-8.
 *
 * @param catalog what the allow-lists name; other names in them allow nothing
 * @returns the directory, or what is wrong with the value, in words that hold none of it
 */
export function parseUsers(base64: string, catalog: Catalog): Result<UserDirectory, string> {
  const list = decodeUsers(base64);
  if (!list) return err('CHIT_USERS is not base64 of a JSON array in UTF-8');
  if (!list.length) return err('CHIT_USERS lists no user');

  const byKey = new Map<string, Holder>();
  const bySha256 = new Map<string, Holder>();
  const shared = new Map<string, Catalog>();
  for (const [index, entry] of list.entries()) {
    const at = `CHIT_USERS entry ${index + 1}`;
    if (!fits(USER, entry)) return err(`${at} has no valid \`${faultyMember(USER, entry)}\``);
    const { key, sha256, models, ...rest } = entry;
    if (!key === !sha256) {
      return err(`${at} needs either a \`key\` or a \`sha256\` (64 hex digits)`);
    }
    const table = key ? byKey : bySha256;
    const secret = key ?? sha256?.toLowerCase() ?? '';
    if (table.has(secret)) return err(`${at} repeats a key`);
    const open = models && openTo(models, catalog, shared);
    table.set(secret, {
      secret,
      user: { accountData: false, ...rest, models: open },
    });
  }
  return ok({ byKey, bySha256 });
}

/**
 * The part of the catalog that a list allows, made when it is first asked for. Users with equal
 * lists share one.
 */
function openTo(
  names: readonly string[],
  catalog: Catalog,
  shared: Map<string, Catalog>,
): () => Catalog {
  const list = names.join('\n');
  return () => {
    let open = shared.get(list);
    if (!open) {
      const models = new Set(names.map((name) => catalog.get(name)));
      open = new Map([...catalog].filter(([, model]) => models.has(model)));
      shared.set(list, open);
    }
    return open;
  };
}

/** The user who holds this key, if any. */
export async function findUser(users: UserDirectory, key: string): Promise<User | undefined> {
  const user = lookUp(users.byKey, key);
  if (user || !users.bySha256.size) return user;
  const digest = await crypto.subtle.digest('SHA-256', encode(key));
  return lookUp(users.bySha256, new Uint8Array(digest).toHex());
}

function lookUp(table: ReadonlyMap<string, Holder>, secret: string): User | undefined {
  const holder = table.get(secret);
  return holder && isSame(holder.secret, secret) ? holder.user : undefined;
}

/** Takes as long wherever they differ. Not `timingSafeEqual`, which only one of our runtimes has. */
function isSame(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return !difference;
}

/** The entries of `CHIT_USERS`, whatever they are; undefined where it is no such text. */
export function decodeUsers(base64: string): readonly unknown[] | undefined {
  try {
    const standard = base64.replaceAll('-', '+').replaceAll('_', '/');
    // Not atob(), which would make mojibake of every name outside ASCII.
    const list: unknown = JSON.parse(decodeStrictly(Uint8Array.fromBase64(standard)));
    return isList(list) ? list : undefined;
  } catch {
    return undefined;
  }
}
