// Creates or looks up the Azure OpenAI account of each region.
import type * as pulumi from '@pulumi/pulumi';
import { OPENAI_FORMAT } from '../azure-models/formats.ts';
import { AzureOpenAI } from './azure-openai.ts';
import type { LastUp } from '../bindings/last-up.ts';
import type { Backend } from '../bindings/worker-bindings.ts';
import {
  accountIdentity,
  componentName,
  earlierComponentName,
  sameGroup,
} from './component-name.ts';
import { DEPLOYMENT_TYPE, type DeploymentArgs } from './parts/deployments.ts';
import { ExistingAzureOpenAI } from './existing-azure-openai.ts';
import type { FoundAccount } from './read-existing.ts';
import { readExisting } from './read-existing.ts';
import { hasRoles } from '../settings/azure-auth.ts';
import { stackTags } from './tags.ts';
import type { DefaultedMember, DeploymentSettings, RegionSettings } from '../settings/regions.ts';
import type { Settings } from '../settings/settings.ts';

/** The resource group of an account. */
export interface AccountGroup {
  /** Distinguishes the groups of a stack. */
  readonly label: string;
  readonly name: pulumi.Input<string>;
  /** Whether the stack file names it. */
  readonly isNamed: boolean;
}

/** A backend of the Worker, with its resources in the stack. */
export interface Account extends Backend {
  /** What the gateway's identity needs a role on; undefined where it needs none. */
  readonly scope: AccountScope | undefined;
  /** undefined where it is not known. */
  readonly group: AccountGroup | undefined;
  readonly deployments: readonly pulumi.Resource[];
}

/** An account as the scope of a role. */
export interface AccountScope {
  /** Tells it from the stack's other accounts. Two regions may use one existing account. */
  readonly label: string;
  /** The account's resource id. */
  readonly id: pulumi.Input<string>;
  /** The makers of the models that the region serves, as Azure's `format` says them. */
  readonly formats: readonly string[];
}

/** The existing accounts that must be read, by the region's name. */
export type FoundAccounts = ReadonlyMap<string, FoundAccount>;

/**
 * Reads the existing accounts whose keys the settings do not have, all at the same time.
 *
 * @throws pulumi.RunError when one can be read neither from Azure nor from the state
 */
export async function readExistingAccounts(
  { regions }: Settings,
  last: LastUp,
): Promise<FoundAccounts> {
  const found = await Promise.all(
    regions.map(async ({ name, account, auth, deployments }) => {
      if (account.kind !== 'existing') return [];
      const component = existingComponentName(name);
      const args = deployments.map(withoutDefaults);
      return [
        [name, await readExisting(name, component, { ...account, auth }, args, last)],
      ] as const;
    }),
  );
  return new Map(found.flat());
}

/** Registers one component per region. */
export function createAccounts(
  settings: Settings,
  found: FoundAccounts,
  last: LastUp,
): readonly Account[] {
  return settings.regions.map((region) => ({
    name: region.name,
    ...(region.account.kind === 'created'
      ? createAccount(region, region.account, settings, last)
      : useAccount(region, region.account, found)),
  }));
}

function createAccount(
  { name, auth, deployments }: RegionSettings,
  place: Extract<RegionSettings['account'], { readonly kind: 'created' }>,
  { contentFilters, logAnalyticsWorkspaceId, tags, protect }: Settings,
  last: LastUp,
): Omit<Account, 'name'> {
  const component = componentName(name, place);
  const account = new AzureOpenAI(
    component,
    {
      ...place,
      auth,
      deployments,
      contentFilters,
      logAnalyticsWorkspaceId,
      fallback: {
        label: `region "${name}"`,
        // The region may have had another account.
        lastKey: async (endpoint) => {
          const backend = await last.backend(name);
          return backend?.endpoint === endpoint ? backend.key : undefined;
        },
        lastDeployment: (resourceName) => last.resource(DEPLOYMENT_TYPE, resourceName),
      },
      tags: stackTags(tags),
    },
    // The resources of the component have names that begin with its own, so they inherit the alias.
    { protect, aliases: [{ name: earlierComponentName(name) }] },
  );
  const { endpoint, key, resourceGroupName } = account;
  const group =
    place.resourceGroup === undefined
      ? { label: component, name: resourceGroupName, isNamed: false }
      : namedGroup(place.resourceGroup);
  const formats = deployments.map(({ format = OPENAI_FORMAT }) => format);
  const scope = { label: component, id: account.accountId, formats };
  return {
    endpoint,
    key,
    group,
    scope: hasRoles(auth) ? scope : undefined,
    deployments: account.deployments,
  };
}

function useAccount(
  { name, auth, deployments: served }: RegionSettings,
  account: Exclude<RegionSettings['account'], { readonly kind: 'created' }>,
  all: FoundAccounts,
): Omit<Account, 'name'> {
  const component = existingComponentName(name);
  if (account.kind === 'keyed') {
    const { endpoint, key, deployments } = new ExistingAzureOpenAI(component, { account });
    return { endpoint, key, group: undefined, scope: undefined, deployments };
  }
  const found = foundAccount(all, name);
  const { endpoint, key, deployments } = new ExistingAzureOpenAI(component, { account, found });
  const scope = {
    label: accountIdentity(account),
    id: found.id,
    formats: [
      ...served.map(({ format = OPENAI_FORMAT }) => format),
      ...found.deployments.flatMap(({ live }) => toText(live.model['format'])),
    ],
  };
  return {
    endpoint,
    key,
    group: namedGroup(account.resourceGroup),
    scope: hasRoles(auth) ? scope : undefined,
    deployments,
  };
}

/** Its account is only listed, and its deployments outlive the stack: nothing of it is ever replaced. */
function existingComponentName(region: string): string {
  return `openai-${region}`;
}

function toText(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : [];
}

function namedGroup(name: string): AccountGroup {
  return { label: `rg-${sameGroup(name)}`, name, isNamed: true };
}

function foundAccount(all: FoundAccounts, region: string): FoundAccount {
  const found = all.get(region);
  if (found === undefined) throw new Error(`the account of ${region} was not read`);
  return found;
}

/** The deployment as the stack file has it: members that have their default are undefined. */
function withoutDefaults(settings: DeploymentSettings): DeploymentArgs {
  const { name, model, version, contentFilter, unsaid = [] } = settings;
  const said = <Member extends DefaultedMember>(member: Member) =>
    unsaid.includes(member) ? undefined : settings[member];
  return {
    name,
    model,
    version,
    contentFilter,
    format: said('format'),
    sku: said('sku'),
    capacity: said('capacity'),
    versionUpgradeOption: said('versionUpgradeOption'),
  };
}
