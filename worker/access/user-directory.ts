// The users of the gateway, found by key in constant time, however many there are.

import type { Typewriter } from '../contract/env.ts';
import { encode } from '../formats/bytes.ts';
import type { Catalog } from '../models/catalog.ts';
import type { LedgerPlan } from './ledger-plan.ts';

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
  /** May see what all users used. */
  readonly admin: boolean;
  readonly team: string | undefined;
  /** How the ledger counts what the user uses; undefined: it does not. */
  readonly plan: LedgerPlan | undefined;
}

/** A user and the key, or its digest, under which the directory finds the user. */
export interface Holder {
  readonly secret: string;
  readonly user: User;
}

/**
 * Users by key. The tables are hash tables: an unknown key takes as long as a known one, and reveals
 * nothing about how much of it was right.
 */
export interface UserDirectory {
  readonly byKey: ReadonlyMap<string, Holder>;
  /** By lower-case hex SHA-256 of the key. Empty: no digest is ever computed. */
  readonly bySha256: ReadonlyMap<string, Holder>;
}

/** One entry for each name: the first one that is counted, or else the first one. */
export function namedUsers(users: UserDirectory | undefined): readonly User[] {
  const named = new Map<string, User>();
  if (users === undefined) return [];
  for (const { user } of [...users.byKey.values(), ...users.bySha256.values()]) {
    const known = named.get(user.name);
    if (known === undefined || (known.plan === undefined && user.plan !== undefined)) {
      named.set(user.name, user);
    }
  }
  return [...named.values()];
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

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', encode(text));
  return new Uint8Array(digest).toHex();
}
