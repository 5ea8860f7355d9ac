// The variables of the JavaScript proxies -> what a stack must say to serve the same names to
// the same users, or every fault. Which names a variable serves is the Worker's knowledge.
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

/** What is moved over. */
export interface Migration {
  /** Name of the Azure resource. */
  readonly account: string;
  /** Its key; undefined where the variables do not have it. */
  readonly azureKey: string | undefined;
  readonly apiVersion: string | undefined;
  readonly models: readonly MigratedModel[];
  readonly users: readonly MigratedUser[];
  readonly cloudflareAccountId: string | undefined;
}

/**
 * @param names users to make keys for, where the variables have no users
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
  if (upstreams.ok && models.length === 0) {
    faults.push(
      'No model: set DEPLOY_NAME_GPT4, or another DEPLOY_NAME_ variable, to the name of a deployment',
    );
  }
  if (faults.length > 0 || !upstreams.ok || !users.ok) return err(faults);
  const { backend } = upstreams.value.accounts[0];
  return ok({
    account: backend.name,
    azureKey: backend.key,
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
    // Azure does not tell names apart by case, so a stack may not have two that differ in it alone.
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
        `${name} is no variable of the proxies (README.md lists them); take it out, and add its deployment to \`models\` of the stack file afterwards`,
    );
}

/** Whether the Worker serves anything by it. */
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
    return names.length > 0 ? ['--user beside CHIT_USERS: that has the users already'] : [];
  }
  if (names.length > 0) return [];
  const holdsKey = readBinding(values, 'AZURE_AUTHKEY') !== undefined;
  const before = holdsKey ? '' : ' If there were none, callers used the key of Azure itself.';
  return [
    `CHIT_USERS is missing. If it is a secret of the Worker, give a file with it too: Cloudflare does not show it again.${before} A stack has users: --user NAME, once for each, makes a random key for each`,
  ];
}
