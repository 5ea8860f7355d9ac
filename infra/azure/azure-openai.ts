// A new Azure OpenAI account with its content filters, model deployments and diagnostics, in a named or
// a new resource group.
import { Account } from '@pulumi/azure-native/cognitiveservices/account.js';
import { ResourceGroup } from '@pulumi/azure-native/resources/resourceGroup.js';
import * as pulumi from '@pulumi/pulumi';
import { RandomString } from '@pulumi/random/randomString.js';
import { readAccountKey } from './parts/account-key.ts';
import { refusesKeys, sendsTokens, type AzureAuth } from '../settings/azure-auth.ts';
import { contentFilterSchema, type ContentFilterArgs } from '../settings/azure-schema.ts';
import { createContentFilters } from './parts/content-filters.ts';
import type { DeploymentArgs } from './parts/deployments.ts';
import { createDeployments } from './parts/deployments.ts';
import { createDiagnostics } from './parts/diagnostics.ts';
import { sameGroup } from './component-name.ts';
import { toEndpoint } from './endpoint.ts';
import { noFallback, type Fallback } from './fallback.ts';
import { toLabel } from '../settings/dns-label.ts';

/** Arguments of `AzureOpenAI`. */
export interface AzureOpenAIArgs {
  /** Azure location in its short form. */
  readonly location: string;
  /** An existing resource group, whose case does not matter; undefined: one is created. */
  readonly resourceGroup?: pulumi.Input<string> | undefined;
  /** Models to deploy, created one after another in this order. */
  readonly deployments: readonly DeploymentArgs[];
  /** Begins the endpoint's name, before a random part; default `<project>-<stack>`. */
  readonly subdomainPrefix?: string;
  /** How the gateway proves to the account who it is; default `key`. */
  readonly auth?: AzureAuth;
  /** Which of the account's two keys is read; default 1. */
  readonly activeKey?: 1 | 2;
  /** Content filters to create. A filter that no deployment uses is left out. */
  readonly contentFilters?: readonly ContentFilterArgs[];
  /** Resource id of the workspace that gets logs and metrics. */
  readonly logAnalyticsWorkspaceId?: string | undefined;
  /** Tags for all resources that can have tags; default none. */
  readonly tags?: Readonly<Record<string, string>>;
  /** What is used where Azure's management API cannot be read; default: that is an error. */
  readonly fallback?: Fallback;
}

const SUFFIX_LENGTH = 8;
/** https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains */
const MAX_SUBDOMAIN_LENGTH = 64;

/**
 * An Azure OpenAI account with its deployments. Its location and group can only change together with the
 * component's name: then it is another account, and the old one serves until the new one does. The option
 * `protect` protects the account, its group and its name; deployments can still change.
 */
export class AzureOpenAI extends pulumi.ComponentResource {
  /** `https://{subdomain}.openai.azure.com`. */
  readonly endpoint: pulumi.Output<string>;
  /** The account's active key, a secret; undefined where the gateway sends tokens. */
  readonly key: pulumi.Output<string> | undefined;
  /** The account's resource id. */
  readonly accountId: pulumi.Output<string>;
  /** The named or the created group. */
  readonly resourceGroupName: pulumi.Output<string>;
  /** Must exist before the gateway offers the models to clients. */
  readonly deployments: readonly pulumi.Resource[];

  readonly #name: string;

  constructor(name: string, args: AzureOpenAIArgs, opts?: pulumi.ComponentResourceOptions) {
    super('cf-openai-azure-proxy:index:AzureOpenAI', name, {}, opts);
    this.#name = name;

    const resourceGroupName = pulumi.output(args.resourceGroup ?? this.#createGroup(args));
    const subdomain = this.#createSubdomain(args);
    const account = this.#createAccount(args, resourceGroupName, subdomain);
    const { fallback = noFallback(name) } = args;
    const scope = { name, parent: this, resourceGroupName, accountName: account.name };
    const managed = { ...scope, tags: { ...args.tags }, ignoreChanges: ignoredChanges(args) };
    const filters = createContentFilters(
      managed,
      (args.contentFilters ?? [])
        .filter(({ name: filter }) =>
          args.deployments.some(({ contentFilter }) => contentFilter === filter),
        )
        .map((filter) => contentFilterSchema.parse(filter)),
    );
    this.deployments = createDeployments(managed, args.deployments, filters, fallback);
    if (args.logAnalyticsWorkspaceId !== undefined) {
      createDiagnostics(name, account.id, args.logAnalyticsWorkspaceId, this);
    }

    this.resourceGroupName = resourceGroupName;
    // `account.properties.endpoint` of an AIServices account names another host.
    this.endpoint = pulumi
      .all([account.properties, subdomain])
      .apply(([properties, made]) => toEndpoint(properties.customSubDomainName ?? made));
    this.accountId = account.id;
    this.key = sendsTokens(args.auth ?? 'key')
      ? undefined
      : readAccountKey(scope, args.activeKey ?? 1, this.endpoint, fallback);
    this.registerOutputs({ endpoint: this.endpoint });
  }

  #createGroup({ location, tags }: AzureOpenAIArgs): pulumi.Output<string> {
    const group = new ResourceGroup(
      `${this.#name}-group`,
      { location, tags: { ...tags } },
      { parent: this },
    );
    return group.name;
  }

  /** Kept in the state. A new account gets a new one, because Azure blocks a deleted one for 48 hours. */
  #createSubdomain({ location, resourceGroup, subdomainPrefix }: AzureOpenAIArgs) {
    const suffix = new RandomString(
      `${this.#name}-subdomain`,
      {
        length: SUFFIX_LENGTH,
        special: false,
        upper: false,
        keepers: { location, resourceGroup: pulumi.output(resourceGroup ?? '').apply(sameGroup) },
      },
      { parent: this },
    );
    const prefix = toLabel(
      subdomainPrefix ?? `${pulumi.getProject()}-${pulumi.getStack()}`,
      MAX_SUBDOMAIN_LENGTH - SUFFIX_LENGTH - 1,
    );
    return pulumi.interpolate`${prefix}-${suffix.result}`;
  }

  #createAccount(
    args: AzureOpenAIArgs,
    resourceGroupName: pulumi.Input<string>,
    customSubDomainName: pulumi.Input<string>,
  ) {
    const { location, tags } = args;
    return new Account(
      `${this.#name}-account`,
      {
        resourceGroupName,
        location,
        kind: 'AIServices',
        sku: { name: 'S0' },
        identity: { type: 'SystemAssigned' },
        properties: {
          customSubDomainName,
          // Workers have no fixed addresses that a firewall could let in.
          publicNetworkAccess: 'Enabled',
          disableLocalAuth: refusesKeys(args.auth ?? 'key'),
        },
        tags: { ...tags },
      },
      {
        parent: this,
        // Azure cannot change it. Its prefix is the stack's name, and a stack can be renamed.
        ignoreChanges: ['properties.customSubDomainName', ...ignoredChanges(args)],
      },
    );
  }
}

/**
 * Azure Native would replace everything when a named group is written in other letters. Another group is
 * another component.
 */
function ignoredChanges({ resourceGroup }: AzureOpenAIArgs): string[] {
  return resourceGroup === undefined ? [] : ['resourceGroupName'];
}
