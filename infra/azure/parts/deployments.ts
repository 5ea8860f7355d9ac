// Creates the model deployments of a new account.
import { Deployment } from '@pulumi/azure-native/cognitiveservices/deployment.js';
import * as pulumi from '@pulumi/pulumi';
import type { ManagedScope } from './account-scope.ts';
import type { Fallback } from '../fallback.ts';
import { fetchDeployment, toLive, type LiveDeployment } from './live-deployment.ts';
import { oneAtATime } from './one-at-a-time.ts';

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
  readonly sku?: string | undefined;
  /** Units, default 10; for most models 1,000 tokens a minute each. */
  readonly capacity?: number | undefined;
  /** Name of a content filter of the account, or of one of Microsoft's; undefined: Azure's default. */
  readonly contentFilter?: string | undefined;
  /** Whether Azure upgrades the version by itself; default NoAutoUpgrade. */
  readonly versionUpgradeOption?: string | undefined;
}

/** The version changes only when the settings do. */
export const FIXED_VERSION = 'NoAutoUpgrade';

/** Azure's type of a deployment in the state. */
export const DEPLOYMENT_TYPE = 'azure-native:cognitiveservices:Deployment';

/**
 * Registers deployments one after another.
 *
 * @param after what must exist before them and outlive them: the account's content filters
 */
export function createDeployments(
  scope: ManagedScope,
  deployments: readonly DeploymentArgs[],
  after: readonly pulumi.Resource[],
  { lastDeployment }: Fallback,
): readonly pulumi.Resource[] {
  const earlier: pulumi.Resource[] = [];
  for (const settings of deployments) {
    const resourceName = `${scope.name}-${settings.name}`;
    const deployment = new Deployment(
      resourceName,
      toArgs(scope, settings, () => lastDeployment(resourceName)),
      {
        parent: scope.parent,
        dependsOn: oneAtATime(scope.parent, [...after, ...earlier]),
        ignoreChanges: scope.ignoreChanges,
        // A protected account must not keep a model from being removed.
        protect: false,
        // The old and the new one have the same name, and together could exceed the quota.
        deleteBeforeReplace: true,
        // Azure Native would change the model in place, which Azure refuses (CannotChangeDeploymentModel),
        // except for provisioned throughput:
        // https://learn.microsoft.com/azure/ai-foundry/openai/how-to/working-with-models
        replaceOnChanges: isProvisioned(settings)
          ? []
          : ['properties.model.name', 'properties.model.format'],
      },
    );
    earlier.push(deployment);
  }
  return earlier;
}

function isProvisioned({ sku = '' }: DeploymentArgs): boolean {
  return sku.endsWith('ProvisionedManaged');
}

function toArgs(
  scope: ManagedScope,
  settings: DeploymentArgs,
  last: () => Promise<object | undefined>,
) {
  const { name, model = name, format = 'OpenAI', contentFilter } = settings;
  const { sku = 'GlobalStandard', capacity = 10, versionUpgradeOption = FIXED_VERSION } = settings;
  const version =
    versionUpgradeOption === FIXED_VERSION
      ? settings.version
      : currentVersion(scope, settings, last);
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
    tags: { ...scope.tags },
  };
}

/**
 * The version to which Azure has upgraded the deployment. Every change sends the whole deployment, and the
 * version of the settings would undo the upgrade.
 */
function currentVersion(
  { accountName, resourceGroupName, parent }: ManagedScope,
  settings: DeploymentArgs,
  last: () => Promise<object | undefined>,
): pulumi.Output<string> | undefined {
  const { name, model = name, version } = settings;
  if (version === undefined) return undefined;
  return pulumi.all([accountName, resourceGroupName]).apply(async ([account, group]) => {
    const place = { accountName: account, resourceGroupName: group, deploymentName: name };
    const current = await fetchDeployment(place, { parent }).catch(async () => {
      const outputs = await last();
      return outputs === undefined ? undefined : toLive(outputs);
    });
    return current === undefined ? version : upgraded(current, model, version);
  });
}

function upgraded(live: LiveDeployment, model: string, version: string): string {
  const { name, version: current } = live.model;
  return name === model && typeof current === 'string' ? current : version;
}
