// The versions of deployments that Azure upgrades by itself, read before anything is registered, so that
// what is sent, the Worker's models and the stack's page name the same one.
import * as pulumi from '@pulumi/pulumi';
import type { LastUp } from '../bindings/last-up.ts';
import {
  mayBeUpgraded,
  type DeploymentSettings,
  type RegionSettings,
} from '../settings/regions.ts';
import type { Settings } from '../settings/settings.ts';
import type { FoundAccounts } from './accounts.ts';
import { componentName, earlierComponentName } from './component-name.ts';
import { DEPLOYMENT_TYPE } from './parts/deployments.ts';
import { importedVersion } from './parts/imported-deployments.ts';
import { fetchDeployment, toLive, type LiveDeployment } from './parts/live-deployment.ts';

/** Azure's type of an account in the state. */
export const ACCOUNT_TYPE = 'azure-native:cognitiveservices:Account';
const GROUP_TYPE = 'azure-native:resources:ResourceGroup';

/**
 * The settings with the version that each deployment is to have. For a deployment that Azure upgrades, this
 * is Azure's, unless the stack file says another version than at the last `up`: then it is the stack file's.
 *
 * A deployment whose account is not in the state stays as it is: `createDeployments` looks for it.
 *
 * @param found the existing accounts
 */
export async function withLiveVersions(
  settings: Settings,
  found: FoundAccounts,
  last: LastUp,
): Promise<Settings> {
  const regions = await Promise.all(
    settings.regions.map(async (region) => {
      const deployments = await Promise.all(
        region.deployments.map((deployment) => toCurrent(region, deployment, found, last)),
      );
      return { ...region, deployments };
    }),
  );
  const models = settings.models.map((model) => {
    const served = regions
      .flatMap(({ deployments }) => deployments)
      .find(({ serves }) => serves === model.name);
    return served?.versionIsCurrent === true ? { ...model, version: served.version } : model;
  });
  return { ...settings, regions, models };
}

async function toCurrent(
  region: RegionSettings,
  deployment: DeploymentSettings,
  found: FoundAccounts,
  last: LastUp,
): Promise<DeploymentSettings> {
  const { name, model, version } = deployment;
  if (version === undefined || !mayBeUpgraded(deployment)) return deployment;
  const said = last.version(region.name, name);
  const imported = found.get(region.name)?.deployments.find((each) => each.settings.name === name);
  if (imported !== undefined) {
    const sent = importedVersion(imported.settings, imported.live, said) ?? version;
    if (said === undefined) await warnOfOther(region.name, name, version, sent);
    return { ...deployment, version: sent, versionIsCurrent: true };
  }
  if (region.account.kind !== 'created') return deployment;
  if (said !== undefined && said !== version) return { ...deployment, versionIsCurrent: true };
  const live = await readLive(region, name, last);
  if (live?.model['name'] !== model || typeof live.model['version'] !== 'string') return deployment;
  const current = live.model['version'];
  if (said === undefined) await warnOfOther(region.name, name, version, current);
  return { ...deployment, version: current, versionIsCurrent: true };
}

/** undefined: the account or the deployment is not there yet, or nothing is known of it. */
async function readLive(
  { name: region, account }: RegionSettings,
  deploymentName: string,
  last: LastUp,
): Promise<LiveDeployment | undefined> {
  if (account.kind !== 'created') return undefined;
  for (const component of [componentName(region, account), earlierComponentName(region)]) {
    const found = await last.resource(ACCOUNT_TYPE, `${component}-account`);
    const group =
      account.resourceGroup ?? (await last.resource(GROUP_TYPE, `${component}-group`))?.['name'];
    if (typeof found?.['name'] !== 'string' || typeof group !== 'string') continue;
    const place = { accountName: found['name'], resourceGroupName: group, deploymentName };
    return fetchDeployment(place).catch(async () => {
      const outputs = await last.resource(DEPLOYMENT_TYPE, `${component}-${deploymentName}`);
      return outputs === undefined ? undefined : toLive(outputs);
    });
  }
  return undefined;
}

/** What the stack file said at the last `up` is not known, so this may be an upgrade or a wish. */
async function warnOfOther(
  region: string,
  deployment: string,
  version: string,
  current: string,
): Promise<void> {
  if (version === current) return;
  await pulumi.log.warn(
    `region "${region}": the deployment ${deployment} has version ${current} at Azure and ${version} in the stack file. Azure upgrades it by itself, so Azure's version stays. After this \`up\`, another \`version\` in the stack file is sent; \`versionUpgradeOption: NoAutoUpgrade\` always sends it.`,
  );
}
