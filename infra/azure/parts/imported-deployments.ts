// Imports existing deployments. Only what the stack file says is changed, and never the model.
import { Deployment } from '@pulumi/azure-native/cognitiveservices/deployment.js';
import * as pulumi from '@pulumi/pulumi';
import type { AccountScope } from './account-scope.ts';
import type { DeploymentArgs } from './deployments.ts';
import type { LiveDeployment } from './live-deployment.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { FIXED_VERSION } from '../../settings/regions.ts';

/** The account of the deployments to import. */
export interface ImportedScope extends AccountScope {
  readonly accountName: string;
  readonly resourceGroupName: string;
  readonly subscriptionId: string;
}

/** A deployment to import: what the stack file says of it, and what Azure has. */
export interface ImportedDeployment {
  /** Members that are undefined stay as they are. */
  readonly settings: DeploymentArgs;
  readonly live: LiveDeployment;
  /** The version that the stack file said at the last `up`; undefined: not known. */
  readonly lastVersion?: string | undefined;
}

/**
 * Registers existing deployments, so that Pulumi manages them. The stack did not create them, so removing
 * them from the stack leaves them in Azure.
 * https://www.pulumi.com/docs/iac/concepts/options/import/
 */
export function importDeployments(
  scope: ImportedScope,
  deployments: readonly ImportedDeployment[],
): readonly pulumi.Resource[] {
  const { subscriptionId, resourceGroupName, accountName, parent } = scope;
  const account = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.CognitiveServices/accounts/${accountName}`;
  const earlier: pulumi.Resource[] = [];
  for (const { settings, live, lastVersion } of deployments) {
    const { name } = settings;
    const deployment = new Deployment(
      `${scope.name}-${name}`,
      {
        accountName,
        resourceGroupName,
        deploymentName: name,
        ...toArgs(settings, live, lastVersion),
      },
      {
        parent,
        dependsOn: oneAtATime(parent, earlier),
        protect: false,
        import: `${account}/deployments/${name}`,
        retainOnDelete: true,
        // Azure Native takes this part of Azure's answer for an input, so the import would be an update.
        ignoreChanges: ['properties.currentCapacity'],
      },
    );
    earlier.push(deployment);
  }
  return earlier;
}

/** Whatever the stack file does not say is sent as Azure has it: a request replaces the whole deployment. */
function toArgs(settings: DeploymentArgs, live: LiveDeployment, lastVersion?: string) {
  const { format, sku: skuName, capacity, versionUpgradeOption, contentFilter } = settings;
  const { sku, properties, model, tags } = live;
  const version = importedVersion(settings, live, lastVersion);
  return {
    sku: {
      name: 'GlobalStandard',
      ...sku,
      ...said({ name: skuName, capacity }),
    },
    properties: {
      ...properties,
      ...said({ versionUpgradeOption, raiPolicyName: contentFilter }),
      model: { ...model, ...said({ format, version }) },
    },
    ...(tags !== undefined && { tags }),
  };
}

/**
 * The version to send. One that Azure upgrades by itself is not set back, unless the stack file changed it.
 *
 * @param lastVersion what the stack file said at the last `up`
 */
export function importedVersion(
  { version, versionUpgradeOption }: DeploymentArgs,
  { properties, model }: LiveDeployment,
  lastVersion: string | undefined,
): string | undefined {
  const option = versionUpgradeOption ?? properties['versionUpgradeOption'] ?? FIXED_VERSION;
  const isChanged = lastVersion !== undefined && lastVersion !== version;
  if (version !== undefined && (option === FIXED_VERSION || isChanged)) return version;
  return typeof model['version'] === 'string' ? model['version'] : undefined;
}

function said<T extends object>(members: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

/**
 * Checks that a deployment can be imported.
 *
 * @param owner how messages call its account
 * @throws pulumi.RunError when its model is another one than the stack file says
 */
export function assertSameModel(
  { name, model = name }: DeploymentArgs,
  { model: { name: found } }: LiveDeployment,
  owner: string,
): void {
  if (found === model) return;
  throw new pulumi.RunError(
    `${owner}: the deployment ${name} is to be imported as ${model}, but at Azure it is ${String(found)}. Azure cannot change a deployment's model: write \`model: ${String(found)}\` in the stack file, or import another deployment.`,
  );
}

/** @throws pulumi.RunError always: the deployment to import does not exist */
export function missingDeployment({ name, model = name }: DeploymentArgs, owner: string): never {
  throw new pulumi.RunError(
    `${owner}: the deployment ${name} (${model}) is to be imported, but Azure has none of this name there. Check the name, create it at Azure, or take the model out of the region's \`models\`. \`az cognitiveservices account deployment list\` shows what exists.`,
  );
}
