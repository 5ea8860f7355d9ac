// An existing Azure OpenAI account. Its key is a setting or was read from Azure. The account itself is
// never changed.
import * as pulumi from '@pulumi/pulumi';
import { toEndpoint } from './endpoint.ts';
import { importDeployments } from './parts/imported-deployments.ts';
import type { ExistingAccount, FoundAccount } from './read-existing.ts';
import { accountIdentity } from './component-name.ts';
import { EXISTING_TYPE } from './read-existing.ts';
import type { AccountSettings } from '../settings/regions.ts';

/** Arguments of `ExistingAzureOpenAI`. */
export type ExistingAzureOpenAIArgs =
  | { readonly account: Extract<AccountSettings, { readonly kind: 'keyed' }> }
  | {
      readonly account: ExistingAccount;
      /** What `readExisting` returned for it. */
      readonly found: FoundAccount;
    };

/** An existing Azure OpenAI account. */
export class ExistingAzureOpenAI extends pulumi.ComponentResource {
  /** `https://{subdomain}.openai.azure.com`. */
  readonly endpoint: pulumi.Output<string>;
  /** A secret; undefined where the gateway sends tokens. */
  readonly key: pulumi.Output<string> | undefined;
  /** undefined where it is not known. */
  readonly resourceGroupName: string | undefined;
  /** The imported deployments. */
  readonly deployments: readonly pulumi.Resource[];

  constructor(name: string, args: ExistingAzureOpenAIArgs, opts?: pulumi.ComponentResourceOptions) {
    super(EXISTING_TYPE, name, {}, opts);
    if (!('found' in args)) {
      const { account } = args;
      this.endpoint = pulumi.output(toEndpoint(account.name));
      this.key = pulumi.secret(account.key);
      this.resourceGroupName = undefined;
      this.deployments = [];
      this.registerOutputs({ endpoint: this.endpoint });
      return;
    }
    const { account, found } = args;
    const { name: accountName, resourceGroup: resourceGroupName, importFrom } = account;
    this.endpoint = pulumi.output(found.endpoint);
    this.key = found.key === undefined ? undefined : pulumi.secret(found.key);
    this.resourceGroupName = resourceGroupName;
    this.deployments =
      importFrom === undefined
        ? []
        : importDeployments(
            { name, parent: this, accountName, resourceGroupName, subscriptionId: importFrom },
            found.deployments,
          );
    this.registerOutputs({
      endpoint: this.endpoint,
      account: accountIdentity(account),
      ...(found.id !== '' && { accountId: found.id }),
    });
  }
}
