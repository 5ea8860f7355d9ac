// Owns: who may call. Reads CHIT_USERS into a directory that finds a user by key in constant time,
// however many there are.

import { decodeStrictly, encode } from './bytes.ts';
import type { UserBinding } from './env.ts';
import { err, ok, type Result } from './result.ts';

/** Someone who holds a key. */
export interface User {
  readonly name: string;
  /** May use what all users of the Azure account share. */
  readonly accountData: boolean;
}

/**
 * Users by key. The tables are hash tables: finding nobody takes as long as finding somebody, and
 * tells nothing about how much of a key was right.
 */
export interface UserDirectory {
  readonly byKey: ReadonlyMap<string, User>;
  /** By lower-case hex SHA-256 of the key. Empty: no digest is ever computed. */
  readonly bySha256: ReadonlyMap<string, User>;
}

/**
 * Parses `CHIT_USERS`: base64 of a JSON array of `{name, key}` or `{name, sha256}` in UTF-8.
 *
 * @returns the directory, or what is wrong with the value, in words that hold none of it
 */
export function parseUsers(base64: string): Result<UserDirectory, string> {
  const list = decodeList(base64);
  if (list === undefined) {
    return err('CHIT_USERS is not base64 of a JSON array in UTF-8');
  }
  if (list.length === 0) return err('CHIT_USERS lists no user');

  const byKey = new Map<string, User>();
  const bySha256 = new Map<string, User>();
  for (const [index, entry] of list.entries()) {
    if (!isUserBinding(entry)) {
      return err(
        `CHIT_USERS entry ${index + 1} needs a \`name\` and either a \`key\` or a \`sha256\` (64 hex digits)`,
      );
    }
    const table = entry.key === undefined ? bySha256 : byKey;
    const secret = entry.key ?? entry.sha256?.toLowerCase() ?? '';
    if (table.has(secret)) return err(`CHIT_USERS entry ${index + 1} repeats a key`);
    table.set(secret, { name: entry.name, accountData: entry.accountData === true });
  }
  return ok({ byKey, bySha256 });
}

/** The user who holds this key, if any. */
export async function findUser(users: UserDirectory, key: string): Promise<User | undefined> {
  const user = users.byKey.get(key);
  if (user !== undefined || users.bySha256.size === 0) return user;
  return users.bySha256.get(await sha256Hex(key));
}

function decodeList(base64: string): readonly unknown[] | undefined {
  try {
    const standard = base64.replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(standard), (char) => char.charCodeAt(0));
    // atob() alone would turn every name outside ASCII into mojibake.
    const list: unknown = JSON.parse(decodeStrictly(bytes));
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

function isUserBinding(entry: unknown): entry is UserBinding {
  if (typeof entry !== 'object' || entry === null) return false;
  const { name, key, sha256 } = entry as Record<string, unknown>;
  if (typeof name !== 'string') return false;
  if (key !== undefined) return typeof key === 'string' && key !== '' && sha256 === undefined;
  return typeof sha256 === 'string' && /^[0-9a-f]{64}$/i.test(sha256);
}

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
