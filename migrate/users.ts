// Turns CHIT_USERS, as the Worker reads it, into the users of a stack, or lists every fault. A fault names
// the entry's position only, because any value may be a key.
import type { Env } from '../worker/contract/env.ts';
import type { KeyBinding } from '../infra/bindings/user-bindings.ts';
import { readBinding } from '../worker/config/read-binding.ts';
import { err, ok, type Result } from '../worker/contract/result.ts';
import { decodeUsers } from '../worker/config/decode-users.ts';
import { asObject } from '../command-line/as-object.ts';

/** One user with all its keys. */
export interface MigratedUser {
  readonly name: string;
  /** Empty: the program is to create a random key. */
  readonly keys: readonly KeyBinding[];
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
  const decoded = decodeUsers(text);
  if (!decoded.ok) return err([decoded.error]);
  const entries = decoded.value;
  if (entries.length === 0) return err(['CHIT_USERS contains no users']);

  const faults: string[] = [];
  const users = new Map<string, MigratedUser>();
  const places = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const at = `CHIT_USERS entry ${index + 1}`;
    const read = readEntry(asObject(entry), at, faults);
    if (read === undefined) continue;
    const id = JSON.stringify(read.key);
    const earlier = places.get(id);
    if (earlier !== undefined) {
      faults.push(`${at} has the same key as entry ${earlier}`);
      continue;
    }
    places.set(id, index + 1);
    addEntry(users, read, at, faults);
  }
  return faults.length > 0 ? err(faults) : ok([...users.values()]);
}

/** One key of a user. */
interface Entry {
  readonly name: string;
  readonly key: KeyBinding;
  readonly rights: MigratedUser['rights'];
}

/** Adds to the faults, and returns undefined, if the name or the key is missing or wrong. */
function readEntry(
  { name, key, sha256, ...members }: Readonly<Record<string, unknown>>,
  at: string,
  faults: string[],
): Entry | undefined {
  const named = typeof name === 'string' ? name.normalize('NFC').trim() : '';
  const read = readKey(key, sha256);
  if (named === '') faults.push(`${at} has no name`);
  if (read === undefined) {
    faults.push(`${at} has no key; expected a \`key\`, or a \`sha256\` of 64 hexadecimal digits`);
  }
  if (named === '' || read === undefined) return undefined;
  if (Object.keys(members).some((member) => !RIGHTS.includes(member))) {
    faults.push(
      `${at} has an unknown member; expected name, key, sha256, ${RIGHTS.join(', ')}. A misspelt one ` +
        'could leave a limit out',
    );
  }
  return { name: named, key: read, rights: readRights(members) };
}

/** Entries with the same name are one user with several keys. */
function addEntry(
  users: Map<string, MigratedUser>,
  { name, key, rights }: Entry,
  at: string,
  faults: string[],
): void {
  const before = users.get(name);
  users.set(name, {
    name,
    keys: [...(before?.keys ?? []), key],
    rights: { ...before?.rights, ...rights },
  });
  if (before !== undefined && JSON.stringify(before.rights) !== JSON.stringify(rights)) {
    faults.push(`${at} has the name of an earlier entry and other rights; expected another name`);
  }
}

function readKey(key: unknown, sha256: unknown): KeyBinding | undefined {
  if (typeof key === 'string' && key !== '' && sha256 === undefined) return { key };
  const isHash = typeof sha256 === 'string' && /^[0-9a-f]{64}$/i.test(sha256);
  return isHash && key === undefined ? { sha256: sha256.toLowerCase() } : undefined;
}

/** What an entry may set for its user. */
const RIGHTS = [
  ...['accountData', 'models', 'disabled', 'expires', 'typewriter'],
  ...['team', 'limits', 'admin'],
];

/** Keeps everything that the entry sets for the user. The stack's settings check the form of the values. */
function readRights({
  accountData,
  models,
  disabled,
  expires,
  typewriter,
  team,
  limits,
  admin,
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    ...(accountData !== undefined && { accountData }),
    ...(models !== undefined && { models }),
    ...(disabled !== undefined && { disabled }),
    ...(expires !== undefined && { expires: toTime(expires) }),
    ...(typewriter !== undefined && { typewriter }),
    ...(team !== undefined && { team }),
    ...toLimits(limits),
    ...(admin !== undefined && { admin }),
  };
}

/** Turns limits, which are integers in the Worker's bindings, into members of the user in the settings. */
function toLimits(limits: unknown): Readonly<Record<string, unknown>> {
  const { budget, ...others } = asObject(limits);
  if (!Array.isArray(budget)) return { ...others, ...(budget !== undefined && { budget }) };
  return { ...others, budget: budget.map(toBudget) };
}

/** Nano-dollars become dollars; the shortest text of such a number has all decimals. */
function toBudget(value: unknown): unknown {
  const { amount, ...span } = asObject(value);
  return { amount: typeof amount === 'number' ? amount / 1e9 : amount, ...span };
}

/** Turns Unix seconds, as in the Worker's bindings, into a time, as in the settings. */
function toTime(expires: unknown): unknown {
  const date = typeof expires === 'number' ? new Date(expires * 1000) : undefined;
  if (date === undefined || Number.isNaN(date.getTime())) return expires;
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
