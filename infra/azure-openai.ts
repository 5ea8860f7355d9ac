// Owns: one Azure OpenAI account, its resource group unless one is named, and its model deployments.
// Knows nothing of Cloudflare or of users.
import * as cognitiveservices from '@pulumi/azure-native/cognitiveservices/index.js';
import * as resources from '@pulumi/azure-native/resources/index.js';
import * as pulumi from '@pulumi/pulumi';
import * as random from '@pulumi/random';
import type { ModelSettings } from './settings.ts';
import { toLabel } from './label.ts';

/** What an account is made from. */
export interface AzureOpenAIArgs {
  /** Azure location in its short form. */
  readonly location: string;
  /** An existing resource group; undefined: one is created. */
  readonly resourceGroup: string | undefined;
  readonly models: readonly ModelSettings[];
  /** What the endpoint's name begins with; Azure wants the whole to be unique in the world. */
  readonly subdomainPrefix: string;
}

const SUFFIX_LENGTH = 8;
/** https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains */
const MAX_SUBDOMAIN_LENGTH = 64;

/** An Azure OpenAI account that serves `models`, each under its own name. */
export class AzureOpenAI extends pulumi.ComponentResource {
  /** `https://{subdomain}.openai.azure.com`. */
  readonly endpoint: pulumi.Output<string>;
  /** The account's first key, a secret. */
  readonly key: pulumi.Output<string>;
  readonly deployments: readonly pulumi.Resource[];

  readonly #name: string;

  constructor(name: string, args: AzureOpenAIArgs, opts?: pulumi.ComponentResourceOptions) {
    super('cf-openai-azure-proxy:index:AzureOpenAI', name, {}, opts);
    this.#name = name;

    const resourceGroupName =
      args.resourceGroup ??
      new resources.ResourceGroup(`${name}-group`, { location: args.location }, { parent: this })
        .name;
    const subdomain = this.#createSubdomain(args);
    const account = this.#createAccount(args, resourceGroupName, subdomain);
    this.deployments = this.#createDeployments(args.models, resourceGroupName, account);

    // `account.properties.endpoint` of an AIServices account names another host.
    this.endpoint = pulumi.interpolate`https://${subdomain}.openai.azure.com`;
    // Azure Native does not mark keys as secrets:
    // https://github.com/pulumi/pulumi-azure-native/issues/1693
    this.key = pulumi.secret(
      cognitiveservices
        .listAccountKeysOutput({ accountName: account.name, resourceGroupName }, { parent: this })
        .apply(({ key1 }) => key1 ?? missingKey(name)),
    );
    this.registerOutputs({ endpoint: this.endpoint });
  }

  /** In state, so that it stays; new with a new account, for Azure blocks a deleted one for 48 hours. */
  #createSubdomain({ location, resourceGroup, subdomainPrefix }: AzureOpenAIArgs) {
    const suffix = new random.RandomString(
      `${this.#name}-subdomain`,
      {
        length: SUFFIX_LENGTH,
        special: false,
        upper: false,
        keepers: { location, resourceGroup: resourceGroup ?? '' },
      },
      { parent: this },
    );
    const prefix = toLabel(subdomainPrefix, MAX_SUBDOMAIN_LENGTH - SUFFIX_LENGTH - 1);
    return pulumi.interpolate`${prefix}-${suffix.result}`;
  }

  #createAccount(
    { location }: AzureOpenAIArgs,
    resourceGroupName: pulumi.Input<string>,
    customSubDomainName: pulumi.Input<string>,
  ) {
    return new cognitiveservices.Account(
      `${this.#name}-account`,
      {
        resourceGroupName,
        location,
        kind: 'AIServices',
        sku: { name: 'S0' },
        identity: { type: cognitiveservices.ResourceIdentityType.SystemAssigned },
        properties: {
          customSubDomainName,
          // Workers have no fixed addresses, so nothing less lets them in.
          publicNetworkAccess: cognitiveservices.PublicNetworkAccess.Enabled,
          // The Worker signs in with the account's key.
          disableLocalAuth: false,
        },
      },
      { parent: this },
    );
  }

  /**
   * One after another, also when deleting: Azure answers 409 RequestConflict to a second change of
   * an account at the same time.
   */
  #createDeployments(
    models: readonly ModelSettings[],
    resourceGroupName: pulumi.Input<string>,
    account: cognitiveservices.Account,
  ): readonly pulumi.Resource[] {
    const earlier: pulumi.Resource[] = [];
    for (const model of models) {
      const { name, version, sku, capacity, versionUpgradeOption } = model;
      const deployment = new cognitiveservices.Deployment(
        `${this.#name}-${name}`,
        {
          accountName: account.name,
          resourceGroupName,
          deploymentName: name,
          sku: { name: sku, capacity },
          properties: { model: { format: 'OpenAI', name, version }, versionUpgradeOption },
        },
        {
          parent: this,
          dependsOn: [...earlier],
          // Both at once could exceed the quota, and have the same name.
          deleteBeforeReplace: true,
          deletedWith: account,
          // Azure then moves the version by itself.
          ignoreChanges:
            versionUpgradeOption === 'NoAutoUpgrade' ? [] : ['properties.model.version'],
        },
      );
      earlier.push(deployment);
    }
    return earlier;
  }
}

function missingKey(name: string): never {
  throw new pulumi.RunError(
    `Azure gave no key for the account of ${name}: is key access (local authentication) switched off by an Azure Policy?`,
  );
}
