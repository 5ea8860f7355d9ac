// Bindings -> one checked `Config`, once per isolate. Every fault is named, for the operator's
// log, by its variable and never by its value. Where the bindings do not parse there is no config
// at all, so a slip never opens the gateway.

import { readBinding } from './read-binding.ts';
import type { Catalog, Upstreams } from '../models/catalog.ts';
import type { Env } from '../contract/env.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { readSeedCatalog } from './seed-variables.ts';
import { readSettings, type Settings } from './settings.ts';
import { readStackCatalog } from './stack-bindings.ts';
import { parseUsers, type UserDirectory } from '../access/user-directory.ts';

/** How callers are told apart. */
export type Access =
  | { readonly kind: 'users'; readonly users: UserDirectory }
  /** haibbo's contract: the caller's key is the Azure key, so Azure decides. */
  | { readonly kind: 'azure-key' };

export interface Config extends Upstreams {
  readonly access: Access;
  readonly settings: Settings;
}

/**
 * Checks the bindings.
 *
 * @returns the config, or every fault found
 */
export function parseConfig(env: Env): Result<Config, readonly string[]> {
  const faults: string[] = [];
  const usersText = readBinding(env, 'CHIT_USERS');
  const backends = readBinding(env, 'BACKENDS');
  const upstreams = backends ? readStackCatalog(env) : readSeedCatalog(env);
  const catalog: Catalog = upstreams.ok ? upstreams.value.catalog : new Map();
  const users = usersText ? parseUsers(usersText, catalog) : ok(undefined);
  const settings = readSettings(env);
  if (!users.ok) faults.push(users.error);
  if (!upstreams.ok) faults.push(...upstreams.error);
  if (!settings.ok) faults.push(settings.error);

  const holdsAzureKey = backends ?? readBinding(env, 'AZURE_AUTHKEY');
  if (holdsAzureKey && !usersText) {
    faults.push('CHIT_USERS is missing: with the Azure key set, anybody could use it');
  }
  if (!holdsAzureKey && usersText) {
    faults.push("AZURE_AUTHKEY is missing: with CHIT_USERS set, users' keys are not Azure's");
  }

  if (faults.length || !upstreams.ok || !settings.ok || !users.ok) return err(faults);
  const access: Access = users.value
    ? { kind: 'users', users: users.value }
    : { kind: 'azure-key' };
  return ok({ access, settings: settings.value, ...upstreams.value });
}
