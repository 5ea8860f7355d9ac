// The login to Azure, and what the subscription allows.
import type { Check } from '../check.ts';
import { failed, notNeeded, ok, warning, type Finding } from '../finding.ts';
import type { Context } from '../context/context.ts';
import { allows, ASSIGN_ROLES, isKeyless, neededActions } from '../azure/permissions.ts';
import { rolesToCreate } from '../azure/role-resources.ts';
import type { Settings } from '../../infra/settings/settings.ts';

export const AZURE_CHECKS: readonly Check[] = [
  {
    id: 'azure-login',
    title: "Azure's login",
    needs: ['settings'],
    run: whereAzureIsUsed(async ({ azureToken }) => ok((await azureToken()).how)),
  },
  {
    id: 'subscription',
    title: "Azure's subscription",
    needs: ['azure-login'],
    run: whereAzureIsUsed(checkSubscription),
  },
  {
    id: 'providers',
    title: 'Resource providers',
    needs: ['subscription'],
    run: whereAzureIsUsed(checkProviders),
  },
  {
    id: 'rights',
    title: 'Rights at Azure',
    needs: ['subscription'],
    run: whereAzureIsUsed(checkRights),
  },
];

/** A stack that only names accounts with their keys needs no login to Azure. */
export function usesAzure({ regions, budget }: Settings): boolean {
  return budget !== undefined || regions.some(({ account }) => account.kind !== 'keyed');
}

/** The check, where the stack needs a login to Azure. */
export function whereAzureIsUsed(run: (context: Context) => Promise<Finding>): Check['run'] {
  return async (context) => {
    if (usesAzure(await context.settings())) return run(context);
    return notNeeded(
      "the stack names accounts with their keys, so Azure's management API is not used",
    );
  };
}

/** https://learn.microsoft.com/azure/cost-management-billing/manage/subscription-states */
async function checkSubscription({ azure }: Context): Promise<Finding> {
  const api = await azure();
  const { displayName, state } = await api.get('', '2022-12-01');
  const name = `${String(displayName)} (${api.subscriptionId})`;
  if (state === 'Enabled') return ok(name);
  const found = `${name} is ${String(state)}`;
  const advice =
    'Reactivate it: https://learn.microsoft.com/azure/cost-management-billing/manage/subscription-disabled. Or choose another one with ARM_SUBSCRIPTION_ID.';
  return state === 'Warned' || state === 'PastDue' ? warning(found, advice) : failed(found, advice);
}

async function checkProviders({ azure, settings }: Context): Promise<Finding> {
  const namespaces = neededProviders(await settings());
  const api = await azure();
  const states = await Promise.all(
    namespaces.map(async (namespace) => {
      const { registrationState } = await api.get(`/providers/${namespace}`, '2021-04-01');
      return { namespace, state: String(registrationState) };
    }),
  );
  const missing = states.filter(({ state }) => state !== 'Registered');
  if (missing.length === 0) return ok(`registered: ${namespaces.join(', ')}`);
  return failed(
    missing.map(({ namespace, state }) => `${namespace} is ${state}`).join('; '),
    `Register them, which takes some minutes: ${missing
      .map(({ namespace }) => `az provider register --wait --namespace ${namespace}`)
      .join(' && ')}`,
  );
}

function neededProviders(settings: Settings): readonly string[] {
  const { budget, logAnalyticsWorkspaceId } = settings;
  return [
    'Microsoft.CognitiveServices',
    ...(isKeyless(settings) ? ['Microsoft.ManagedIdentity'] : []),
    ...(logAnalyticsWorkspaceId === undefined ? [] : ['Microsoft.Insights']),
    ...(budget === undefined ? [] : ['Microsoft.Consumption']),
  ];
}

const PERMISSIONS = '/providers/Microsoft.Authorization/permissions';
const PERMISSIONS_VERSION = '2022-04-01';

/** https://learn.microsoft.com/rest/api/authorization/permissions */
async function checkRights({ azure, settings, pulumi }: Context): Promise<Finding> {
  const all = await settings();
  const api = await azure();
  const actions = neededActions(all);
  const roles = await api.list(PERMISSIONS, PERMISSIONS_VERSION);
  let missing = actions.filter((action) => !allows(roles, action));
  const groups = namedGroups(all);
  if (missing.length > 0 && groups.length > 0) {
    // The rights may be for the resource groups alone.
    const inGroups = await Promise.all(
      groups.map((group) =>
        api.list(`/resourceGroups/${group}${PERMISSIONS}`, PERMISSIONS_VERSION),
      ),
    );
    missing = missing.filter((action) => !inGroups.every((each) => allows(each, action)));
  }
  if (missing.length === 0) return ok(`all ${actions.length} that npm run up needs`);
  if (missing.every((action) => action === ASSIGN_ROLES)) {
    const exported = await pulumi.exportedIfAny();
    if (exported !== undefined && (await rolesToCreate(all, exported)).length === 0) {
      return warning(
        `missing: ${ASSIGN_ROLES}; the state has all role assignments of the stack`,
        'Nothing to do now. When a keyless account or a role is added, have a person with this right run npm run up.',
      );
    }
  }
  const roleNeeded = missing.includes(ASSIGN_ROLES)
    ? 'Role Based Access Control Administrator, besides Contributor,'
    : 'Contributor';
  return failed(
    `missing: ${missing.join(', ')}`,
    `Have the owner of the subscription give this login the role ${roleNeeded} there. A new role takes some minutes to work.`,
  );
}

/** Existing groups, where everything of the stack is in such groups. */
function namedGroups({ regions, budget }: Settings): readonly string[] {
  const groups = regions.flatMap(({ account }) =>
    account.kind === 'keyed' ? [] : [account.resourceGroup],
  );
  const named = groups.filter((group) => group !== undefined);
  return budget === undefined && named.length === groups.length ? [...new Set(named)] : [];
}
