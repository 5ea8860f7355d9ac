// Owns: bindings -> one checked `Config`, once per isolate. Every fault is named, for the operator's
// log, by its variable and never by its value. Where the bindings do not parse there is no config
// at all, so a slip never opens the gateway.

import { readBinding } from './binding.ts';
import type { Catalog } from './catalog.ts';
import type { Env } from './env.ts';
import { err, ok, type Result } from './result.ts';
import { readSeedCatalog } from './seed-catalog.ts';
import { readStackCatalog } from './stack-catalog.ts';
import { parseUsers, type UserDirectory } from './users.ts';

/** How callers are told apart. */
export type Access =
  | { readonly kind: 'users'; readonly users: UserDirectory }
  /** haibbo's contract: the caller's key is the Azure key, so Azure decides. */
  | { readonly kind: 'azure-key' };

export interface Config {
  readonly access: Access;
  readonly catalog: Catalog;
}

/**
 * Checks the bindings.
 *
 * @returns the config, or every fault found
 */
export function parseConfig(env: Env): Result<Config, readonly string[]> {
  const faults: string[] = [];
  const usersText = readBinding(env, 'CHIT_USERS');
  const users = usersText === undefined ? undefined : parseUsers(usersText);
  if (users?.ok === false) faults.push(users.error);

  const catalog =
    readBinding(env, 'BACKENDS') === undefined
      ? readSeedCatalog(env)
      : readStackCatalog({
          models: readBinding(env, 'MODELS'),
          backends: readBinding(env, 'BACKENDS'),
          keys: readBinding(env, 'BACKEND_KEYS'),
        });
  if (!catalog.ok) faults.push(...catalog.error);

  const holdsAzureKey =
    readBinding(env, 'AZURE_AUTHKEY') !== undefined || readBinding(env, 'BACKENDS') !== undefined;
  if (holdsAzureKey && usersText === undefined) {
    faults.push('CHIT_USERS is missing: with the Azure key set, anybody could use it');
  }
  if (!holdsAzureKey && usersText !== undefined) {
    faults.push("AZURE_AUTHKEY is missing: with CHIT_USERS set, users' keys are not Azure's");
  }

  if (faults.length > 0 || !catalog.ok || users?.ok === false) return err(faults);
  const access: Access =
    users === undefined ? { kind: 'azure-key' } : { kind: 'users', users: users.value };
  return ok({ access, catalog: catalog.value });
}
