// Creates or looks up the Azure OpenAI account of each region.
import * as pulumi from '@pulumi/pulumi';
import { AzureOpenAI } from './azure-openai.ts';
import type { Backend } from '../bindings/worker-bindings.ts';
import { ExistingAzureOpenAI } from './existing-azure-openai.ts';
import type { RegionSettings } from '../settings/regions.ts';
import type { Settings } from '../settings/settings.ts';

/** A backend of the Worker, with its resources in the stack. */
export interface Account extends Backend {
  readonly resourceGroupName: pulumi.Output<string> | undefined;
  readonly deployments: readonly pulumi.Resource[];
}

/**
 * Registers one component per region. It is named after the region: changing the location creates
 * another account and does not replace the first one.
 */
export function createAccounts(settings: Settings): readonly Account[] {
  return settings.regions.map((region) => {
    const { endpoint, key, resourceGroupName, deployments } = createAccount(region, settings);
    return { name: region.name, endpoint, key, resourceGroupName, deployments };
  });
}

function createAccount({ name, account, deployments }: RegionSettings, settings: Settings) {
  if (account.kind !== 'created') {
    return new ExistingAzureOpenAI(`openai-${name}`, { account, deployments });
  }
  const { contentFilters, logAnalyticsWorkspaceId, tags, protect } = settings;
  return new AzureOpenAI(
    `openai-${name}`,
    {
      ...account,
      deployments,
      contentFilters,
      logAnalyticsWorkspaceId,
      tags: {
        'pulumi-project': pulumi.getProject(),
        'pulumi-stack': pulumi.getStack(),
        ...tags,
      },
    },
    { protect },
  );
}
