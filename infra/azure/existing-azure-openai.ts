// An existing Azure OpenAI account. Its key is a setting or is read at deployment. The account itself is
// never changed.
import { getAccountOutput } from '@pulumi/azure-native/cognitiveservices/getAccount.js';
import * as pulumi from '@pulumi/pulumi';
import { readAccountKey } from './account-key.ts';
import type { DeploymentArgs } from './deployments.ts';
import { importDeployments } from './deployments.ts';
import type { AccountSettings } from '../settings/regions.ts';

/** Arguments of `ExistingAzureOpenAI`. */
export interface ExistingAzureOpenAIArgs {
  readonly account: Exclude<AccountSettings, { readonly kind: 'created' }>;
  readonly deployments: readonly DeploymentArgs[];
}

/** An existing Azure OpenAI account. */
export class ExistingAzureOpenAI extends pulumi.ComponentResource {
  /** `https://{subdomain}.openai.azure.com`. */
  readonly endpoint: pulumi.Output<string>;
  /** A secret. */
  readonly key: pulumi.Output<string>;
  /** undefined where it is not known. */
  readonly resourceGroupName: pulumi.Output<string> | undefined;
  /** The imported deployments. */
  readonly deployments: readonly pulumi.Resource[];

  constructor(name: string, args: ExistingAzureOpenAIArgs, opts?: pulumi.ComponentResourceOptions) {
    super('cf-openai-azure-proxy:index:ExistingAzureOpenAI', name, {}, opts);
    const { account } = args;
    if (account.kind === 'keyed') {
      this.endpoint = pulumi.output(toEndpoint(account.name));
      this.key = pulumi.secret(account.key);
      this.resourceGroupName = undefined;
      this.deployments = [];
    } else {
      const { name: accountName, resourceGroup: resourceGroupName, importFrom } = account;
      const scope = { name, parent: this, accountName, resourceGroupName };
      // The subdomain can differ from the account's name.
      this.endpoint = getAccountOutput({ accountName, resourceGroupName }, { parent: this }).apply(
        ({ properties }) =>
          toEndpoint(properties.customSubDomainName ?? missingSubdomain(accountName)),
      );
      this.key = readAccountKey(scope, account.activeKey);
      this.resourceGroupName = pulumi.output(resourceGroupName);
      this.deployments =
        importFrom === undefined
          ? []
          : importDeployments(
              { ...scope, account: undefined, tags: {}, subscriptionId: importFrom },
              args.deployments,
            );
    }
    this.registerOutputs({ endpoint: this.endpoint });
  }
}

function toEndpoint(subdomain: string): string {
  return `https://${subdomain.toLowerCase()}.openai.azure.com`;
}

function missingSubdomain(account: string): never {
  throw new pulumi.RunError(
    `The Azure account ${account} has no custom subdomain, so it has no address below openai.azure.com. Add one: \`az cognitiveservices account update --name ${account} --resource-group <group> --custom-domain <name>\``,
  );
}
