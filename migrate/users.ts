// Turns CHIT_USERS, as the Worker reads it, into the users of a stack, or lists every fault. A fault names
// the entry's position only, because any value may be a key.
import type { Env } from '../worker/contract/env.ts';
import { readBinding } from '../worker/config/read-binding.ts';
import { err, ok, type Result } from '../worker/contract/result.ts';
import { decodeUsers } from '../worker/config/users-binding.ts';
import { asObject } from '../command-line/as-object.ts';

/** A user's key, or the hash of one. */
export type MigratedKey = { readonly key: string } | { readonly sha256: string };

/** One user with all its keys. */
export interface MigratedUser {
  readonly name: string;
  /** Empty: the program is to create a random key. */
  readonly keys: readonly MigratedKey[];
  /** Everything else in the entry, as the stack's settings call it. */
  readonly rights: Readonly<Record<string, unknown>>;
}

/** Reads the users; undefined when the variable is not set. */
export function readUsers(
  values: Readonly<Record<string, string>>,
): Result<readonly MigratedUser[] | undefined, readonly string[]> {
  const env: Env = values;
  const text = readBinding(env, 'CHIT_USERS');
  if (text === undefined) return ok(undefined);
  const entries = decodeUsers(text);
  if (entries === undefined) {
    return err([
      'CHIT_USERS is not a JSON list in UTF-8, encoded as base64. Check that all its parts are there',
    ]);
  }
  if (entries.length === 0) return err(['CHIT_USERS contains no users']);

  const faults: string[] = [];
  const users = new Map<string, MigratedUser>();
  const places = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const at = `CHIT_USERS entry ${index + 1}`;
    const { name, key, sha256, ...members } = asObject(entry);
    const named = typeof name === 'string' ? name.normalize('NFC').trim() : '';
    const secret = readKey(key, sha256);
    if (named === '') faults.push(`${at} has no name`);
    if (secret === undefined) {
      faults.push(`${at} has no key; expected a \`key\`, or a \`sha256\` of 64 hexadecimal digits`);
    }
    const rights = readRights(members);
    if (named === '' || secret === undefined) continue;
    const id = JSON.stringify(secret);
    const earlier = places.get(id);
    if (earlier !== undefined) {
      faults.push(`${at} has the same key as entry ${earlier}`);
      continue;
    }
    places.set(id, index + 1);
    const before = users.get(named);
    users.set(named, {
      name: named,
      keys: [...(before?.keys ?? []), secret],
      rights: { ...before?.rights, ...rights },
    });
    if (before !== undefined && JSON.stringify(before.rights) !== JSON.stringify(rights)) {
      faults.push(`${at} has the name of an earlier entry and other rights; expected another name`);
    }
  }
  return faults.length > 0 ? err(faults) : ok([...users.values()]);
}

function readKey(key: unknown, sha256: unknown): MigratedKey | undefined {
  if (typeof key === 'string' && key !== '' && sha256 === undefined) return { key };
  const isHash = typeof sha256 === 'string' && /^[0-9a-f]{64}$/i.test(sha256);
  return isHash && key === undefined ? { sha256: sha256.toLowerCase() } : undefined;
}

/** Keeps every restriction of a user. The stack's settings check the form of the values. */
function readRights({
  accountData,
  models,
  disabled,
  expires,
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    ...(accountData !== undefined && { accountData }),
    ...(models !== undefined && { models }),
    ...(disabled !== undefined && { disabled }),
    ...(expires !== undefined && { expires: toTime(expires) }),
  };
}

/** Turns Unix seconds, as in the Worker's bindings, into a time, as in the settings. */
function toTime(expires: unknown): unknown {
  const date = typeof expires === 'number' ? new Date(expires * 1000) : undefined;
  if (date === undefined || Number.isNaN(date.getTime())) return expires;
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
