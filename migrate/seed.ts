// Turns the variables of the JavaScript proxies into what a stack needs to serve the same models to the
// same users, or lists every fault. The Worker's own code says which names a variable serves.
import { NO_MODEL } from '../command-line/no-model.ts';
import { readBinding } from '../worker/config/read-binding.ts';
import type { Catalog, Model } from '../worker/models/catalog.ts';
import { err, ok, type Result } from '../worker/contract/result.ts';
import { readSeedCatalog } from '../worker/config/seed-variables.ts';
import { readUsers, type MigratedUser } from './users.ts';
import type { Variables } from './variables.ts';

/** One deployment and the names that clients know it by. */
export interface MigratedModel {
  readonly name: string;
  readonly deployment: string;
  readonly aliases: readonly string[];
}

/** What is migrated. */
export interface Migration {
  /** Name of the Azure resource. */
  readonly account: string;
  /** Its key; undefined when the variables do not contain it. */
  readonly azureKey: string | undefined;
  readonly apiVersion: string | undefined;
  readonly models: readonly MigratedModel[];
  readonly users: readonly MigratedUser[];
  readonly cloudflareAccountId: string | undefined;
}

/**
 * @param names users to create keys for, when the variables have no users
 */
export function readMigration(
  { values, cloudflareAccountId }: Variables,
  names: readonly string[],
): Result<Migration, readonly string[]> {
  const upstreams = readSeedCatalog(values);
  const users = readUsers(values);
  const faults = [
    ...(upstreams.ok ? [] : upstreams.error),
    ...unknownVariables(values),
    ...(users.ok ? [] : users.error),
    ...(users.ok ? userFaults(values, users.value, names) : []),
  ];
  const models = upstreams.ok ? toModels(upstreams.value.catalog) : [];
  if (upstreams.ok && models.length === 0) faults.push(NO_MODEL);
  if (faults.length > 0 || !upstreams.ok || !users.ok) return err(faults);
  const { backend } = upstreams.value.accounts[0];
  return ok({
    account: backend.name,
    azureKey: backend.credential.kind === 'key' ? backend.credential.key : undefined,
    apiVersion: readBinding(values, 'AZURE_API_VERSION'),
    models,
    users: users.value ?? names.map((name) => ({ name, keys: [], rights: {} })),
    cloudflareAccountId,
  });
}

/** By deployment, each with its names in the order in which the Worker lists them. */
function toModels(catalog: Catalog): readonly MigratedModel[] {
  const names = Map.groupBy(catalog, ([, model]) => deploymentOf(model));
  const taken = new Set<string>();
  return [...names].flatMap(([deployment, entries]) => {
    // Azure ignores the case of names, so a stack must not have two that differ only in case.
    const own = entries.flatMap(([name]) => {
      if (taken.has(name.toLowerCase())) return [];
      taken.add(name.toLowerCase());
      return [name];
    });
    const [name, ...aliases] = own;
    return name === undefined ? [] : [{ name, deployment, aliases }];
  });
}

function deploymentOf({ routes }: Model): string {
  return routes[0].deployment;
}

function unknownVariables(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(values)
    .filter((name) => name.startsWith('DEPLOY_NAME_') && !isKnown(name))
    .map(
      (name) =>
        `${name} is not a variable of the proxies (docs/migrate.md lists them). Remove it, and add its deployment to \`models\` in the stack file afterwards`,
    );
}

/** Whether the Worker serves any model for the variable. */
function isKnown(variable: string): boolean {
  const upstreams = readSeedCatalog({ RESOURCE_NAME: 'any', [variable]: 'any' });
  return upstreams.ok && upstreams.value.catalog.size > 0;
}

function userFaults(
  values: Readonly<Record<string, string>>,
  users: readonly MigratedUser[] | undefined,
  names: readonly string[],
): readonly string[] {
  if (users !== undefined) {
    return names.length > 0
      ? ['--user cannot be combined with CHIT_USERS, which already lists the users']
      : [];
  }
  if (names.length > 0) return [];
  const holdsKey = readBinding(values, 'AZURE_AUTHKEY') !== undefined;
  const before = holdsKey
    ? ''
    : ' If the proxy had no users, callers used the key of Azure itself.';
  return [
    `CHIT_USERS is missing. If it is a secret of the Worker, add a file that contains it, because Cloudflare does not show secrets again.${before} A stack needs users: add --user NAME for each to create random keys`,
  ];
}
