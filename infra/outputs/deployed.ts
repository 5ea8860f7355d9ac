// What the stack file said at an `up`, for the next one to compare with: the stack output `deployed`.
import { accountKey } from '../azure/component-name.ts';
import { versionKey } from '../bindings/last-up.ts';
import { toObject } from '../to-object.ts';
import { AZURE_AUTH_STEPS, hasRoles, type AzureAuth } from '../settings/azure-auth.ts';
import { servedHosts, type WorkerHosts } from '../settings/hosts.ts';
import type { RegionSettings } from '../settings/regions.ts';
import type { Settings } from '../settings/settings.ts';

/** What an `up` deployed. Nothing of it is secret. */
export interface Deployed {
  /** Name of the file beside the stack file that has users; undefined: no file has any. */
  readonly usersFile?: string | undefined;
  /** `versionKey` -> the version that the stack file says. */
  readonly versions: Readonly<Record<string, string>>;
  /** Region -> the account behind it and what it serves; undefined where an earlier version deployed the stack. */
  readonly regions?: Readonly<Record<string, DeployedRegion>> | undefined;
  /** Region -> how the gateway proves to its account who it is. A region that is not there uses a key. */
  readonly azureAuth?: Readonly<Record<string, AzureAuth>> | undefined;
  /** Generations of the published signing keys, the signing one first; undefined: there are none. */
  readonly signingKeys?: readonly number[] | undefined;
  /** The hosts that Microsoft Entra trusts, the gateway's own first; undefined: there are none. */
  readonly issuers?: readonly string[] | undefined;
  /** The hosts on which the Worker answered. */
  readonly hosts?: readonly string[] | undefined;
  /** The named resource group of the identity; empty: the stack's own; undefined: no identity was made. */
  readonly identityGroup?: string | undefined;
  /** Generations of the ledger, ascending; undefined: there is none. */
  readonly ledger?: readonly number[] | undefined;
}

/** A region as an `up` deployed it. */
export interface DeployedRegion {
  /** Tells its account from others. */
  readonly account: string;
  /** The entries of `models` that it serves. */
  readonly models: readonly string[];
}

type DescribedSettings = WorkerHosts &
  Pick<Settings, 'regions' | 'signingKeys' | 'issuerHost' | 'otherIssuers' | 'resourceGroup'>;

/**
 * @param settings as the stack file has them
 * @param before the last `up`
 * @param ledger generations of the ledger
 * @returns the JSON text of a `Deployed`
 */
export function describeDeployed(
  settings: DescribedSettings,
  usersFile: string | undefined,
  before: Pick<Deployed, 'identityGroup'> = {},
  ledger: readonly number[] = [],
): string {
  const { regions, signingKeys, issuerHost, otherIssuers } = settings;
  const versions = regions.flatMap((region) =>
    region.deployments.flatMap(({ name, version }) =>
      version === undefined ? [] : [[versionKey(region.name, name), version] as const],
    ),
  );
  const keyless = regions.filter(({ auth }) => hasRoles(auth));
  const deployed: Deployed = {
    ...(usersFile !== undefined && { usersFile }),
    versions: Object.fromEntries(versions),
    regions: Object.fromEntries(regions.map((region) => [region.name, describeRegion(region)])),
    ...(keyless.length > 0 && {
      azureAuth: Object.fromEntries(keyless.map(({ name, auth }) => [name, auth])),
      signingKeys,
      issuers: [issuerHost, ...otherIssuers],
      hosts: servedHosts(settings),
      identityGroup: before.identityGroup ?? settings.resourceGroup ?? '',
    }),
    ...(ledger.length > 0 && { ledger }),
  };
  return JSON.stringify(deployed);
}

function describeRegion({ name, account, deployments }: RegionSettings): DeployedRegion {
  const models = [...new Set(deployments.map(({ serves }) => serves))];
  return { account: accountKey(name, account), models };
}

/** Reads the output of the last `up`. A stack of an earlier version does not have it. */
export function readDeployed(output: unknown): Deployed {
  const said = toObject(parse(output));
  const { usersFile, versions, regions, azureAuth, signingKeys, issuers, hosts, identityGroup } =
    said;
  const { ledger } = said;
  return {
    ...(typeof usersFile === 'string' && { usersFile }),
    versions: Object.fromEntries(
      Object.entries(toObject(versions)).flatMap(([key, version]) =>
        typeof version === 'string' ? [[key, version]] : [],
      ),
    ),
    ...(regions !== undefined && { regions: readRegions(regions) }),
    ...(azureAuth !== undefined && { azureAuth: readSteps(azureAuth) }),
    ...(Array.isArray(signingKeys) && { signingKeys: signingKeys.map(Number) }),
    ...(Array.isArray(issuers) && { issuers: issuers.map(String) }),
    ...(Array.isArray(hosts) && { hosts: hosts.map(String) }),
    ...(typeof identityGroup === 'string' && { identityGroup }),
    ...(Array.isArray(ledger) && { ledger: ledger.map(Number) }),
  };
}

function readRegions(value: unknown): NonNullable<Deployed['regions']> {
  return Object.fromEntries(
    Object.entries(toObject(value)).map(([name, region]) => {
      const { account, models } = toObject(region);
      return [name, { account: String(account), models: [models].flat().map(String) }];
    }),
  );
}

function readSteps(value: unknown): NonNullable<Deployed['azureAuth']> {
  return Object.fromEntries(
    Object.entries(toObject(value)).flatMap(([region, said]) => {
      const auth = AZURE_AUTH_STEPS.find((step) => step === said);
      return auth === undefined ? [] : [[region, auth] as const];
    }),
  );
}

function parse(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
