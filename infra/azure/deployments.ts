// Creates or imports the model deployments of an account.
import { Deployment } from '@pulumi/azure-native/cognitiveservices/deployment.js';
import type * as pulumi from '@pulumi/pulumi';
import type { ManagedScope } from './account-scope.ts';

/** One deployment of a model. */
export interface DeploymentArgs {
  /** Name of the deployment. */
  readonly name: string;
  /** Azure's name of the model; default the deployment's. */
  readonly model?: string;
  /** Who made the model, in Azure's words such as `DeepSeek`; default OpenAI. */
  readonly format?: string | undefined;
  /** Version of the model; undefined: Azure's default of the day. */
  readonly version?: string | undefined;
  /** Default GlobalStandard. */
  readonly sku?: string;
  /** Units, default 10; for most models 1,000 tokens a minute each. */
  readonly capacity?: number;
  /** Name of a content filter of the account, or of one of Microsoft's; undefined: Azure's default. */
  readonly contentFilter?: string | undefined;
  /** Whether Azure upgrades the version by itself; default NoAutoUpgrade. */
  readonly versionUpgradeOption?: string;
}

/** The version changes only when the settings do. */
const FIXED_VERSION = 'NoAutoUpgrade';

/**
 * Registers deployments one after another: Azure answers 409 RequestConflict to a second change of an
 * account at the same time. Each depends on all earlier ones and not on the last alone, because Pulumi
 * deletes in parallel whatever has no direct dependency on another deleted resource:
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step_generator.go (ScheduleDeletes)
 *
 * @param after what must exist before them and outlive them: the account's content filters
 */
export function createDeployments(
  scope: ManagedScope,
  deployments: readonly DeploymentArgs[],
  after: readonly pulumi.Resource[],
): readonly pulumi.Resource[] {
  const earlier: pulumi.Resource[] = [];
  for (const settings of deployments) {
    const deployment = new Deployment(
      `${scope.name}-${settings.name}`,
      { ...toArgs(scope, settings), tags: { ...scope.tags } },
      {
        ...options(scope, settings, [...after, ...earlier]),
        // The old and the new one have the same name, and together could exceed the quota.
        deleteBeforeReplace: true,
        ...(scope.account !== undefined && { deletedWith: scope.account }),
      },
    );
    earlier.push(deployment);
  }
  return earlier;
}

/** The account of the deployments to import. */
export interface ImportedScope extends ManagedScope {
  readonly accountName: string;
  readonly resourceGroupName: string;
  readonly subscriptionId: string;
}

/**
 * Imports existing deployments, so that Pulumi manages them. The stack did not create them, so removing
 * them from the stack leaves them in Azure.
 * https://www.pulumi.com/docs/iac/concepts/options/import/
 */
export function importDeployments(
  scope: ImportedScope,
  deployments: readonly DeploymentArgs[],
): readonly pulumi.Resource[] {
  const { subscriptionId, resourceGroupName, accountName } = scope;
  const account = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.CognitiveServices/accounts/${accountName}`;
  const earlier: pulumi.Resource[] = [];
  for (const settings of deployments) {
    const deployment = new Deployment(`${scope.name}-${settings.name}`, toArgs(scope, settings), {
      ...options(scope, settings, [...earlier]),
      import: `${account}/deployments/${settings.name}`,
      retainOnDelete: true,
    });
    earlier.push(deployment);
  }
  return earlier;
}

function toArgs(scope: ManagedScope, settings: DeploymentArgs) {
  const { name, model = name, format = 'OpenAI', version, contentFilter } = settings;
  const { sku = 'GlobalStandard', capacity = 10, versionUpgradeOption = FIXED_VERSION } = settings;
  return {
    accountName: scope.accountName,
    resourceGroupName: scope.resourceGroupName,
    deploymentName: name,
    sku: { name: sku, capacity },
    properties: {
      model: { format, name: model, ...(version !== undefined && { version }) },
      versionUpgradeOption,
      ...(contentFilter !== undefined && { raiPolicyName: contentFilter }),
    },
  };
}

function options(
  { parent }: ManagedScope,
  { versionUpgradeOption = FIXED_VERSION }: DeploymentArgs,
  dependsOn: pulumi.Resource[],
): pulumi.CustomResourceOptions {
  return {
    parent,
    dependsOn,
    // A protected account must not keep a model from being removed.
    protect: false,
    // Otherwise the next `pulumi up` would undo Azure's own upgrade.
    ignoreChanges: versionUpgradeOption === FIXED_VERSION ? [] : ['properties.model.version'],
  };
}
