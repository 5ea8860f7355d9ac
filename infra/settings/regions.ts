// Works out which account serves which models, and with what share of the requests.
import type { z } from 'zod';
import type { AzureAuth } from './azure-auth.ts';
import type { modelSchema } from './model-schema.ts';
import type { regionSchema } from './region-schema.ts';

/** One Azure OpenAI account and what it serves. */
export interface RegionSettings {
  /** Name of the backend in logs, and part of its resources' names. */
  readonly name: string;
  readonly account: AccountSettings;
  /** How the gateway proves to the account who it is; `key` where the account is `keyed`. */
  readonly auth: AzureAuth;
  readonly deployments: readonly DeploymentSettings[];
}

/** The account of a region: to be created, or existing. */
export type AccountSettings =
  | {
      readonly kind: 'created';
      readonly location: string;
      /** An existing resource group; undefined: one is created. */
      readonly resourceGroup: string | undefined;
      readonly activeKey: 1 | 2;
    }
  /** Exists, and its key is a setting: no call to Azure's management API is needed. */
  | { readonly kind: 'keyed'; readonly name: string; readonly key: string }
  /** Exists, and its key is read from Azure at deployment. */
  | {
      readonly kind: 'existing';
      readonly name: string;
      readonly resourceGroup: string;
      readonly activeKey: 1 | 2;
      /** Subscription of the deployments to import; undefined: they are only listed. */
      readonly importFrom: string | undefined;
    };

/** One deployment and its share in serving a model. */
export interface DeploymentSettings {
  /** Name of the deployment. */
  readonly name: string;
  /** Name of the entry of `models` that it serves. */
  readonly serves: string;
  /** Azure's name of the model. */
  readonly model: string;
  /** Who made it, in Azure's words; default OpenAI. */
  readonly format?: string | undefined;
  /** undefined: Azure's default version. */
  readonly version?: string | undefined;
  readonly sku: string;
  readonly capacity: number;
  /** Name of the policy; undefined: Azure's default. */
  readonly contentFilter?: string | undefined;
  readonly versionUpgradeOption: string;
  /** Share of the requests among deployments of the same priority. */
  readonly weight: number;
  /** Lower numbers are used first. */
  readonly priority: number;
  /** The members that the stack file does not say. They have defaults, which an import must not send. */
  readonly unsaid?: readonly DefaultedMember[];
  /** Whether Azure was asked for the version, where it may upgrade it by itself. */
  readonly versionIsCurrent?: boolean;
}

/** The option with which the version changes only when the settings do. */
export const FIXED_VERSION = 'NoAutoUpgrade';

/** Whether Azure may have a newer version than the stack file says. */
export function mayBeUpgraded({
  versionUpgradeOption,
  unsaid = [],
}: Pick<DeploymentSettings, 'versionUpgradeOption' | 'unsaid'>): boolean {
  return versionUpgradeOption !== FIXED_VERSION || unsaid.includes('versionUpgradeOption');
}

/** A member of a deployment that has a default. */
export type DefaultedMember = (typeof DEFAULTED)[number];

const DEFAULTED = ['format', 'sku', 'capacity', 'versionUpgradeOption'] as const;

type ParsedRegion = z.output<typeof regionSchema>;
type ParsedModel = z.output<typeof modelSchema>;

/** Settings that apply to all regions. */
export interface RegionDefaults {
  readonly models: readonly ParsedModel[];
  /** For each of them, the names of the members that the stack file says. */
  readonly said: readonly ReadonlySet<string>[];
  readonly resourceGroup: string | undefined;
  readonly activeKey: 1 | 2;
  readonly azureAuth: AzureAuth;
  readonly subscriptionId: string | undefined;
}

/** The regions with their deployments. The settings must be free of faults. */
export function resolveRegions(
  regions: readonly ParsedRegion[],
  defaults: RegionDefaults,
): readonly RegionSettings[] {
  const models = new Map(
    defaults.models.map((model, index) => [model.name, { model, said: defaults.said[index] }]),
  );
  return regions.map((region) => ({
    name: regionName(region) ?? '',
    account: toAccount(region, defaults),
    auth: region.azureAuth ?? defaults.azureAuth,
    deployments: (region.models ?? defaults.models.map(({ name }) => ({ name }))).flatMap(
      (entry) => {
        const served = models.get(entry.name);
        if (served === undefined) return [];
        const deployment = toDeployment(served.model, entry);
        return region.deployments === 'imported'
          ? [{ ...deployment, unsaid: findUnsaid(entry, served.said) }]
          : [deployment];
      },
    ),
  }));
}

/** A region's name; default: its location, or its account. */
export function regionName(region: {
  readonly name?: string | undefined;
  readonly location?: string | undefined;
  readonly account?: string | undefined;
}): string | undefined {
  return region.name ?? region.location ?? region.account?.toLowerCase();
}

function toAccount(region: ParsedRegion, defaults: RegionDefaults): AccountSettings {
  const { account: name, key, location = '' } = region;
  const resourceGroup = region.resourceGroup ?? defaults.resourceGroup;
  const activeKey = region.activeKey ?? defaults.activeKey;
  if (name === undefined) return { kind: 'created', location, resourceGroup, activeKey };
  if (key !== undefined) return { kind: 'keyed', name, key };
  const importFrom = region.deployments === 'imported' ? defaults.subscriptionId : undefined;
  return { kind: 'existing', name, resourceGroup: resourceGroup ?? '', activeKey, importFrom };
}

type RegionModel = NonNullable<ParsedRegion['models']>[number];

function toDeployment(model: ParsedModel, here: RegionModel): DeploymentSettings {
  const sku = here.sku ?? model.sku;
  const capacity = here.capacity ?? model.capacity;
  return {
    name: here.deployment ?? model.deployment ?? model.name,
    serves: model.name,
    model: model.model ?? model.name,
    format: model.format,
    version: here.version ?? model.version,
    sku,
    capacity,
    contentFilter: model.contentFilter,
    versionUpgradeOption: model.versionUpgradeOption,
    // Batch deployments do not answer ordinary requests.
    weight: here.weight ?? (sku.endsWith('Batch') ? 0 : capacity),
    // Provisioned throughput is paid for by the hour, so it is used first.
    priority: here.priority ?? (sku.endsWith('ProvisionedManaged') ? 1 : 2),
  };
}

function findUnsaid(here: RegionModel, said?: ReadonlySet<string>): readonly DefaultedMember[] {
  return DEFAULTED.filter((member) => !(member in here) && said?.has(member) !== true);
}
