// From the bindings to one checked `Config`. Every fault is named, for the operator's log, by its
// variable and never by its value. Without a valid config every request is refused, so a
// configuration error never opens the gateway to the public.

import type { Access } from '../access/access.ts';
import type { EntraBinding, Env } from '../contract/env.ts';
import { err, ok, type Result } from '../contract/result.ts';
import type { Catalog, Upstreams } from '../models/catalog.ts';
import { readEntra } from './entra-binding.ts';
import { readLimits, type Limits } from './limits-binding.ts';
import { readBinding } from './read-binding.ts';
import { readSeedCatalog } from './seed-variables.ts';
import { readSettings, type Settings } from './settings.ts';
import { readStackCatalog } from './stack-bindings.ts';
import { parseUsers } from './users-binding.ts';

export interface Config extends Upstreams {
  readonly access: Access;
  readonly settings: Settings;
  /** How much each user may use; undefined: there are no limits, and nothing is counted. */
  readonly limits: Limits | undefined;
  /** How the gateway signs in to Entra; undefined: it does not. */
  readonly entra: EntraBinding | undefined;
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
  const upstreams = backends === undefined ? readSeedCatalog(env) : readStackCatalog(env);
  const catalog: Catalog = upstreams.ok ? upstreams.value.catalog : new Map();
  const settings = readSettings(env);
  const limits = readLimits(env);
  const surroundings = {
    catalog,
    limits: limits.ok ? limits.value : {},
    recordsAll: settings.ok && settings.value.usage,
  };
  const users = usersText === undefined ? ok(undefined) : parseUsers(usersText, surroundings);
  const entra = readEntra(env);
  if (!users.ok) faults.push(users.error);
  if (!upstreams.ok) faults.push(...upstreams.error);
  if (!settings.ok) faults.push(settings.error);
  if (!limits.ok) faults.push(limits.error);
  if (!entra.ok) faults.push(entra.error);
  else if (entra.value === undefined && upstreams.ok && usesTokens(upstreams.value)) {
    faults.push("ENTRA is missing. A backend of BACKENDS has `auth: 'entra'`");
  }

  const holdsAzureKey = (backends ?? readBinding(env, 'AZURE_AUTHKEY')) !== undefined;
  if (holdsAzureKey && usersText === undefined) {
    faults.push('CHIT_USERS is missing. Without it anyone could use your Azure accounts');
  }
  if (!holdsAzureKey && usersText !== undefined) {
    faults.push('AZURE_AUTHKEY is missing. With CHIT_USERS, the keys of users are not Azure keys');
  }

  if (!upstreams.ok || !settings.ok || !users.ok || !entra.ok || !limits.ok) return err(faults);
  if (faults.length > 0) return err(faults);
  const access: Access =
    users.value === undefined ? { kind: 'azure-key' } : { kind: 'users', users: users.value };
  return ok({
    access,
    settings: settings.value,
    limits: limits.value,
    entra: entra.value,
    ...upstreams.value,
  });
}

function usesTokens({ accounts }: Upstreams): boolean {
  return accounts.some(({ backend }) => backend.credential.kind === 'token');
}
