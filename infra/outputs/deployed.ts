// What the stack file said at an `up`, for the next one to compare with: the stack output `deployed`.
import { versionKey } from '../bindings/last-up.ts';
import { toObject } from '../to-object.ts';
import { AZURE_AUTH_STEPS, hasRoles, type AzureAuth } from '../settings/azure-auth.ts';
import { servedHosts, type WorkerHosts } from '../settings/hosts.ts';
import type { Settings } from '../settings/settings.ts';

/** What an `up` deployed. Nothing of it is secret. */
export interface Deployed {
  /** Name of the file beside the stack file that has users; undefined: no file has any. */
  readonly usersFile?: string | undefined;
  /** `versionKey` -> the version that the stack file says. */
  readonly versions: Readonly<Record<string, string>>;
  /** Region -> how the gateway proves to its account who it is. A region that is not there uses a key. */
  readonly azureAuth?: Readonly<Record<string, AzureAuth>> | undefined;
  /** Generations of the published signing keys, the signing one first; undefined: there are none. */
  readonly signingKeys?: readonly number[] | undefined;
  /** The hosts that Microsoft Entra trusts, the gateway's own first; undefined: there are none. */
  readonly issuers?: readonly string[] | undefined;
  /** The hosts on which the Worker answered. */
  readonly hosts?: readonly string[] | undefined;
}

type DescribedSettings = WorkerHosts &
  Pick<Settings, 'regions' | 'signingKeys' | 'issuerHost' | 'otherIssuers'>;

/**
 * @param settings as the stack file has them
 * @returns the JSON text of a `Deployed`
 */
export function describeDeployed(
  settings: DescribedSettings,
  usersFile: string | undefined,
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
    ...(keyless.length > 0 && {
      azureAuth: Object.fromEntries(keyless.map(({ name, auth }) => [name, auth])),
      signingKeys,
      issuers: [issuerHost, ...otherIssuers],
      hosts: servedHosts(settings),
    }),
  };
  return JSON.stringify(deployed);
}

/** Reads the output of the last `up`. A stack of an earlier version does not have it. */
export function readDeployed(output: unknown): Deployed {
  const { usersFile, versions, azureAuth, signingKeys, issuers, hosts } = toObject(parse(output));
  return {
    ...(typeof usersFile === 'string' && { usersFile }),
    versions: Object.fromEntries(
      Object.entries(toObject(versions)).flatMap(([key, version]) =>
        typeof version === 'string' ? [[key, version]] : [],
      ),
    ),
    ...(azureAuth !== undefined && { azureAuth: readSteps(azureAuth) }),
    ...(Array.isArray(signingKeys) && { signingKeys: signingKeys.map(Number) }),
    ...(Array.isArray(issuers) && { issuers: issuers.map(String) }),
    ...(Array.isArray(hosts) && { hosts: hosts.map(String) }),
  };
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
