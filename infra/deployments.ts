// Owns: the model deployments of an account, made or taken over.
import * as cognitiveservices from '@pulumi/azure-native/cognitiveservices/index.js';
import type * as pulumi from '@pulumi/pulumi';
import type { ManagedPlace } from './account-place.ts';
import type { DeploymentArgs } from './regions.ts';

/**
 * Registers deployments one after another, also when deleting: Azure answers 409 RequestConflict to a
 * second change of an account at the same time.
 *
 * @param after what must exist before them, such as their content filters
 */
export function createDeployments(
  place: ManagedPlace,
  deployments: readonly DeploymentArgs[],
  after: readonly pulumi.Resource[],
): readonly pulumi.Resource[] {
  const earlier: pulumi.Resource[] = [];
  for (const settings of deployments) {
    const deployment = new cognitiveservices.Deployment(
      `${place.name}-${settings.name}`,
      { ...toArgs(place, settings), tags: { ...place.tags } },
      {
        ...options(place, settings, [...after, ...earlier]),
        // Both at once could exceed the quota, and have the same name.
        deleteBeforeReplace: true,
        ...(place.account !== undefined && { deletedWith: place.account }),
      },
    );
    earlier.push(deployment);
  }
  return earlier;
}

/** Where deployments to take over are. */
export interface ImportedPlace extends ManagedPlace {
  readonly accountName: string;
  readonly resourceGroupName: string;
  readonly subscriptionId: string;
}

/**
 * Takes existing deployments over: from then on Pulumi manages them. They belonged to somebody before,
 * so removing them from the stack leaves them at Azure.
 * https://www.pulumi.com/docs/iac/concepts/options/import/
 */
export function importDeployments(
  place: ImportedPlace,
  deployments: readonly DeploymentArgs[],
): readonly pulumi.Resource[] {
  const { subscriptionId, resourceGroupName, accountName } = place;
  const account = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.CognitiveServices/accounts/${accountName}`;
  const earlier: pulumi.Resource[] = [];
  for (const settings of deployments) {
    const deployment = new cognitiveservices.Deployment(
      `${place.name}-${settings.name}`,
      toArgs(place, settings),
      {
        ...options(place, settings, [...earlier]),
        import: `${account}/deployments/${settings.name}`,
        retainOnDelete: true,
      },
    );
    earlier.push(deployment);
  }
  return earlier;
}

function toArgs(place: ManagedPlace, settings: DeploymentArgs) {
  const { name, model, version, sku, capacity, contentFilter, versionUpgradeOption } = settings;
  return {
    accountName: place.accountName,
    resourceGroupName: place.resourceGroupName,
    deploymentName: name,
    sku: { name: sku, capacity },
    properties: {
      model: { format: 'OpenAI', name: model, ...(version !== undefined && { version }) },
      versionUpgradeOption,
      ...(contentFilter !== undefined && { raiPolicyName: contentFilter }),
    },
  };
}

function options(
  { parent }: ManagedPlace,
  { versionUpgradeOption }: DeploymentArgs,
  dependsOn: pulumi.Resource[],
): pulumi.CustomResourceOptions {
  return {
    parent,
    dependsOn,
    // A protected account must not keep a model from being removed.
    protect: false,
    // Azure then moves the version by itself.
    ignoreChanges: versionUpgradeOption === 'NoAutoUpgrade' ? [] : ['properties.model.version'],
  };
}
