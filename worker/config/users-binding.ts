// The binding CHIT_USERS as a directory of users.

import { planFor } from '../access/ledger-plan.ts';
import type { User, UserDirectory, Holder } from '../access/user-directory.ts';
import type { LimitsBinding } from '../contract/budgets.ts';
import { TYPEWRITERS, type UserBinding } from '../contract/env.ts';
import { err, ok, type Result } from '../contract/result.ts';
import {
  describeFault,
  isAmount,
  isFlag,
  isNonEmptyText,
  isOneOf,
  isText,
  isTextLike,
  isTexts,
  matches,
  optional,
  type Shape,
} from '../formats/json-checks.ts';
import type { Catalog } from '../models/catalog.ts';
import { decodeUsers } from './decode-users.ts';
import { isLimitSet } from './limits-binding.ts';

const USER: Shape<UserBinding> = {
  name: isText,
  key: optional(isNonEmptyText),
  sha256: optional(isTextLike(/^[0-9a-f]{64}$/i)),
  accountData: optional(isFlag),
  models: optional(isTexts),
  expires: optional(isAmount),
  disabled: optional(isFlag),
  typewriter: optional(isOneOf(...TYPEWRITERS)),
  team: optional(isNonEmptyText),
  limits: optional(isLimitSet),
  admin: optional(isFlag),
};

/** What the entries of users refer to. */
export interface UserSurroundings {
  /** What the users' `models` name; other names in them allow nothing. */
  readonly catalog: Catalog;
  /** undefined: there are no limits. */
  readonly limits: LimitsBinding | undefined;
  /** Whether what users without limits use is recorded as well. */
  readonly recordsAll: boolean;
}

/**
 * Parses `CHIT_USERS`: base64 of a JSON array of `UserBinding` in UTF-8.
 *
 * @returns the directory, or what is wrong with the value, in words that hold none of it
 */
export function parseUsers(
  base64: string,
  surroundings: UserSurroundings,
): Result<UserDirectory, string> {
  const { catalog, limits } = surroundings;
  const decoded = decodeUsers(base64);
  if (!decoded.ok) return decoded;
  const list = decoded.value;
  if (list.length === 0) return err('CHIT_USERS lists no user');

  const byKey = new Map<string, Holder>();
  const bySha256 = new Map<string, Holder>();
  const allowed = allowedModels(catalog);
  for (const [index, entry] of list.entries()) {
    const at = `CHIT_USERS entry ${index + 1}`;
    if (!matches(USER, entry)) return err(`${at} ${describeFault(USER, entry)}`);
    const { key, sha256, team } = entry;
    if (entry.limits !== undefined && limits === undefined)
      return err(`${at} has limits, and LIMITS is missing`);
    if (team !== undefined && !Object.hasOwn(limits?.teams ?? {}, team)) {
      return err(`${at} has a team that LIMITS does not have`);
    }
    const user = toUser(entry, allowed, surroundings);
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

function toUser(
  entry: UserBinding,
  allowed: AllowedModels,
  { limits, recordsAll }: UserSurroundings,
): User {
  const { name, team } = entry;
  const plan = limits && planFor({ name, team, limits: entry.limits }, limits);
  const isCounted = plan !== undefined && (plan.limits.length > 0 || recordsAll);
  return {
    name,
    accountData: entry.accountData ?? false,
    models: entry.models && allowed(entry.models),
    expires: entry.expires,
    disabled: entry.disabled ?? false,
    typewriter: entry.typewriter,
    admin: entry.admin ?? false,
    team,
    plan: isCounted ? plan : undefined,
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
