// The rules about signing in to Azure with tokens of Microsoft Entra: which regions can, on which host the
// gateway publishes its keys, and who else signs in as the same identity.
import { AZURE_AUTH_STEPS } from '../settings/azure-auth.ts';
import { servedHosts } from '../settings/hosts.ts';
import { IDENTITY_LESS_LOCATIONS } from '../azure-models/locations.ts';
import type { LooseRegion, LooseSettings } from './loose-settings.ts';
import type { Fault, FaultContext } from './settings-faults.ts';
import { conflict, toKey, wrongValue } from './settings-faults.ts';
import { findDuplicates } from './unique-values.ts';

/**
 * Federated credentials of an identity, one for each issuer:
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
 */
const MAX_CREDENTIALS = 20;

/** The settings of which the Worker's hosts consist. */
const HOST_KEYS = ['customDomain', 'workerName', 'workersDevSubdomain'] as const;

/** Everything wrong about signing in with tokens. */
export function entraFaults(
  loose: LooseSettings,
  context: FaultContext,
  defaultWorkerName: string,
): readonly Fault[] {
  const hosts = workerHosts(loose, defaultWorkerName);
  return [
    ...loose.regions.flatMap((region, index) => keyedFaults(region, index, loose, context)),
    ...identityLocation(loose, context),
    ...issuerFaults(loose, hosts, context),
    ...otherIssuerFaults(loose, loose.issuerHost ?? hosts[0], context),
    ...findDuplicates(
      loose.signingKeys.map((key, index) => ({
        path: ['signingKeys', index],
        value: key === undefined ? undefined : String(key),
      })),
      context,
    ),
  ];
}

/** The region's own setting comes before the stack's. undefined: it has a wrong form, which is reported. */
function authOf({ azureAuth: own }: LooseRegion, { azureAuth }: LooseSettings) {
  return AZURE_AUTH_STEPS.find((step) => step === (own ?? azureAuth ?? 'key'));
}

/** Nothing is made at Azure for an account that is given by its key, so its key is all there is. */
function keyedFaults(
  region: LooseRegion,
  index: number,
  loose: LooseSettings,
  context: FaultContext,
): readonly Fault[] {
  const auth = authOf(region, loose);
  if (region.key === undefined || auth === undefined || auth === 'key') return [];
  const allowed =
    '"key", because the region is given by its `key`; to use tokens there, name the `resourceGroup` of the account instead of the `key`';
  return [wrongValue(context, ['regions', index, 'azureAuth'], allowed)];
}

/** The identity is made where an account of the stack is. */
function identityLocation(loose: LooseSettings, context: FaultContext): readonly Fault[] {
  const regions: readonly LooseRegion[] =
    loose.regions.length === 0 ? [{ location: loose.azureLocation }] : loose.regions;
  const auths = regions.map((region) => authOf(region, loose));
  if (auths.every((auth) => auth === undefined || auth === 'key')) return [];
  const isUnsupported = ({ account, location }: LooseRegion) =>
    account === undefined && IDENTITY_LESS_LOCATIONS.includes(location ?? '');
  if (!regions.every(isUnsupported)) return [];
  const own = auths.findIndex((auth) => auth !== undefined && auth !== 'key');
  const path =
    loose.azureAuth === undefined || loose.azureAuth === 'key'
      ? ['regions', own, 'azureAuth']
      : ['azureAuth'];
  const names = IDENTITY_LESS_LOCATIONS.join(' and ');
  return [
    conflict(
      context,
      path,
      `needs an identity, and Azure lets none trust a gateway in ${names}; add a region in another location, in which the identity is made, or use \`key\``,
    ),
  ];
}

/** The hosts on which the Worker answers, the default one first. */
function workerHosts(loose: LooseSettings, defaultWorkerName: string): readonly string[] {
  const { workerName = defaultWorkerName, customDomain, workersDevSubdomain } = loose;
  const workersDev = loose.workersDev !== 'false';
  return servedHosts({ workerName, customDomain, workersDev, workersDevSubdomain });
}

function issuerFaults(
  { issuerHost, workersDev, workersDevSubdomain }: LooseSettings,
  hosts: readonly string[],
  context: FaultContext,
): readonly Fault[] {
  // Without any host, that is reported instead.
  if (issuerHost === undefined || hosts.length === 0 || hosts.includes(issuerHost)) return [];
  // The names may be secret where the host is not.
  const shown = HOST_KEYS.some((key) => context.hidden.has(key)) ? [] : hosts;
  const names = shown.length === 0 ? '' : `: ${shown.join(' or ')}`;
  const own = `a host on which this Worker answers${names}`;
  if (!issuerHost.endsWith('.workers.dev')) {
    return [wrongValue(context, ['issuerHost'], own, shown)];
  }
  const why =
    workersDev === 'false'
      ? ' (`workersDev` is false)'
      : workersDevSubdomain === undefined
        ? ' (for its name below workers.dev, set `workersDevSubdomain`)'
        : '';
  return [wrongValue(context, ['issuerHost'], `${own}${why}`, shown)];
}

function otherIssuerFaults(
  { otherIssuers }: LooseSettings,
  issuerHost: string | undefined,
  context: FaultContext,
): readonly Fault[] {
  const own = otherIssuers.indexOf(issuerHost);
  const isOwn = issuerHost !== undefined && own !== -1;
  const tooMany = otherIssuers.length + 1 > MAX_CREDENTIALS;
  return [
    ...findDuplicates(
      otherIssuers.map((value, index) => ({ path: ['otherIssuers', index], value })),
      context,
    ),
    ...(isOwn
      ? [conflict(context, ['otherIssuers', own], "is this gateway's own issuer; remove it")]
      : []),
    ...(tooMany
      ? [
          {
            key: toKey(['otherIssuers']),
            kind: 'too-many' as const,
            text: `${otherIssuers.length} hosts and this gateway's own need ${otherIssuers.length + 1} federated credentials; expected at most ${MAX_CREDENTIALS} in all, which is Azure's limit for an identity`,
          },
        ]
      : []),
  ];
}
