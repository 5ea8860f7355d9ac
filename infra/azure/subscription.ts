// The subscription of what the stack makes at Azure, where an input must name it.
import { getClientConfig } from '@pulumi/azure-native/authorization/getClientConfig.js';
import * as pulumi from '@pulumi/pulumi';
import { hasRoles } from '../settings/azure-auth.ts';
import type { Settings } from '../settings/settings.ts';
import { describeFailure, toFailure } from './provider-failure.ts';

/**
 * The subscription that is set, or that of Azure's login.
 *
 * @returns undefined for a stack that does not need it: without a budget and without roles
 * @throws pulumi.RunError when Azure's login does not say it
 */
export async function findSubscription({
  budget,
  regions,
  azureSubscriptionId,
}: Pick<Settings, 'budget' | 'regions' | 'azureSubscriptionId'>): Promise<string | undefined> {
  const needsRoles = regions.some(({ auth }) => hasRoles(auth));
  const isNeeded = budget !== undefined || needsRoles;
  if (!isNeeded || azureSubscriptionId !== undefined) return azureSubscriptionId;
  try {
    return (await getClientConfig()).subscriptionId;
  } catch (error) {
    const setting = budget === undefined ? 'azureAuth' : 'budget';
    throw new pulumi.RunError(
      `${setting}: Azure's login does not say which subscription it is for (${describeFailure(toFailure(error))}). Log in (\`az login\`), or set it: \`pulumi config set azure-native:subscriptionId <id>\``,
    );
  }
}
