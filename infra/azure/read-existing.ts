// Reads an existing account before anything is registered: its host, its key, and the deployments to import.
import { getAccount } from '@pulumi/azure-native/cognitiveservices/getAccount.js';
import { listAccountKeys } from '@pulumi/azure-native/cognitiveservices/listAccountKeys.js';
import * as pulumi from '@pulumi/pulumi';
import type { LastUp } from '../bindings/last-up.ts';
import { hasRoles, sendsTokens, type AzureAuth } from '../settings/azure-auth.ts';
import type { AccountSettings } from '../settings/regions.ts';
import { accountIdentity } from './component-name.ts';
import { chooseKey } from './parts/account-key.ts';
import type { DeploymentArgs } from './parts/deployments.ts';
import { DEPLOYMENT_TYPE } from './parts/deployments.ts';
import { unreadable, warnOfLast } from './fallback.ts';
import { toEndpoint } from './endpoint.ts';
import type { ImportedDeployment } from './parts/imported-deployments.ts';
import { assertSameModel, missingDeployment } from './parts/imported-deployments.ts';
import { fetchDeployment, toLive } from './parts/live-deployment.ts';
import type { ProviderFailure } from './provider-failure.ts';
import { toFailure } from './provider-failure.ts';

export type ExistingAccount = Extract<AccountSettings, { readonly kind: 'existing' }>;

/** How the gateway proves to the account who it is. */
interface Authenticated {
  readonly auth: AzureAuth;
}

/** An existing account as Azure has it. */
export interface FoundAccount {
  /** `https://{subdomain}.openai.azure.com`. */
  readonly endpoint: string;
  /** Secret; undefined where the gateway sends tokens. */
  readonly key: string | undefined;
  /** The account's resource id; empty where the gateway's identity needs no role. */
  readonly id: string;
  /** In Azure's short form; undefined where it is not known. */
  readonly location: string | undefined;
  /** Empty unless the settings import deployments. */
  readonly deployments: readonly ImportedDeployment[];
}

/** The component's type in the state. */
export const EXISTING_TYPE = 'cf-openai-azure-proxy:index:ExistingAzureOpenAI';

/**
 * Reads the account. What Azure's management API does not return at the moment is taken from the last
 * `pulumi up`, with one warning.
 *
 * @param region the region's name
 * @param name the component's name
 * @throws pulumi.RunError when something is missing at Azure, or cannot be read and was never deployed
 */
export async function readExisting(
  region: string,
  name: string,
  account: ExistingAccount & Authenticated,
  deployments: readonly DeploymentArgs[],
  last: LastUp,
): Promise<FoundAccount> {
  const label = `region "${region}"`;
  const failures: { readonly what: string; readonly failure: ProviderFailure }[] = [];
  const place = { accountName: account.name, resourceGroupName: account.resourceGroup };

  const orLast = async <T>(
    what: string,
    read: () => Promise<T>,
    fromLast: () => Promise<T | undefined>,
  ): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      if (pulumi.RunError.isInstance(error)) throw error;
      const failure = toFailure(error);
      const value = await fromLast();
      if (value === undefined) throw unreadable(label, what, failure);
      failures.push({ what, failure });
      return value;
    }
  };
  const backend = async () => {
    const found = await last.backend(region);
    const component = await last.resource(EXISTING_TYPE, name);
    const same =
      found?.endpoint === toEndpoint(account.name) ||
      component?.['account'] === accountIdentity(account);
    return same ? found : undefined;
  };

  const lastPlace = async () => {
    const found = await backend();
    const id = (await last.resource(EXISTING_TYPE, name))?.['accountId'] ?? '';
    if (found === undefined || typeof id !== 'string') return undefined;
    // Without the id there is no scope for a role.
    if (hasRoles(account.auth) && id === '') return undefined;
    return { endpoint: found.endpoint, id, location: undefined };
  };

  const [{ endpoint, id, location }, key, imported] = await Promise.all([
    orLast("the account's host", () => fetchPlace(account, place), lastPlace),
    sendsTokens(account.auth)
      ? undefined
      : orLast(
          "the account's key",
          async () => chooseKey(await listAccountKeys(place), account.activeKey, label),
          async () => (await backend())?.key,
        ),
    Promise.all(
      (account.importFrom === undefined ? [] : deployments).map(async (settings) => {
        const deploymentName = settings.name;
        const live = await orLast(
          `the deployment ${deploymentName}`,
          async () => {
            const found = await fetchDeployment({ ...place, deploymentName });
            return found ?? missingDeployment(settings, label);
          },
          async () => {
            const outputs = await last.resource(DEPLOYMENT_TYPE, `${name}-${deploymentName}`);
            return outputs === undefined ? undefined : toLive(outputs);
          },
        );
        assertSameModel(settings, live, label);
        return { settings, live, lastVersion: last.version(region, deploymentName) };
      }),
    ),
  ]);
  const [first] = failures;
  if (first !== undefined) {
    await warnOfLast(label, failures.map(({ what }) => what).join(' and '), first.failure);
  }
  return { endpoint, key, id, location, deployments: imported };
}

async function fetchPlace(
  { name, auth }: ExistingAccount & Authenticated,
  place: { readonly accountName: string; readonly resourceGroupName: string },
) {
  const { id, location, properties } = await getAccount(place);
  const endpoint = toEndpoint(properties.customSubDomainName ?? missingSubdomain(name));
  return { endpoint, id: hasRoles(auth) ? id : '', location };
}

function missingSubdomain(account: string): never {
  throw new pulumi.RunError(
    `The Azure account ${account} has no custom subdomain, so it has no address below openai.azure.com. Add one: \`az cognitiveservices account update --name ${account} --resource-group <group> --custom-domain <name>\``,
  );
}
