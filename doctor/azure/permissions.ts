// What a login may do, from its roles. https://learn.microsoft.com/azure/role-based-access-control/role-definitions
import { hasRoles, sendsTokens } from '../../infra/settings/azure-auth.ts';
import type { RegionSettings } from '../../infra/settings/regions.ts';
import type { Settings } from '../../infra/settings/settings.ts';
import type { Json } from './management-api.ts';

const ACCOUNT = 'Microsoft.CognitiveServices/accounts';
const IDENTITY = 'Microsoft.ManagedIdentity/userAssignedIdentities';

/** Needed only where a role assignment is created. */
export const ASSIGN_ROLES = 'Microsoft.Authorization/roleAssignments/write';

/** The actions that `up` needs for these settings. */
export function neededActions(settings: Settings): readonly string[] {
  const { regions, budget, logAnalyticsWorkspaceId, contentFilters } = settings;
  const created = regions.filter(({ account }) => account.kind === 'created');
  const withKeys = regions.filter(
    ({ account, auth }) => account.kind !== 'keyed' && !sendsTokens(auth),
  );
  const needs = new Map<string, boolean>([
    ['Microsoft.Resources/subscriptions/resourceGroups/write', created.some(makesGroup)],
    [`${ACCOUNT}/read`, regions.some(({ account }) => account.kind === 'existing')],
    [`${ACCOUNT}/write`, created.length > 0],
    [`${ACCOUNT}/deployments/write`, created.length > 0],
    [`${ACCOUNT}/listKeys/action`, withKeys.length > 0],
    [`${ACCOUNT}/raiPolicies/write`, created.length > 0 && contentFilters.length > 0],
    [`${IDENTITY}/write`, isKeyless(settings)],
    [`${IDENTITY}/federatedIdentityCredentials/write`, isKeyless(settings)],
    [ASSIGN_ROLES, isKeyless(settings)],
    ['Microsoft.Insights/diagnosticSettings/write', logAnalyticsWorkspaceId !== undefined],
    ['Microsoft.Consumption/budgets/write', budget !== undefined],
  ]);
  return [...needs].filter(([, isNeeded]) => isNeeded).map(([action]) => action);
}

/** Whether the stack has an identity with roles. */
export function isKeyless({ regions }: Settings): boolean {
  return regions.some(({ auth }) => hasRoles(auth));
}

function makesGroup({ account }: RegionSettings): boolean {
  return account.kind === 'created' && account.resourceGroup === undefined;
}

/** Whether one of the roles allows the action. A role takes nothing away from another one. */
export function allows(roles: readonly Json[], action: string): boolean {
  return roles.some(({ actions, notActions }) => {
    const fits = (patterns: unknown) =>
      Array.isArray(patterns) && patterns.some((pattern) => matches(String(pattern), action));
    return fits(actions) && !fits(notActions);
  });
}

/** `*` stands for any text. Azure does not distinguish capitals. */
function matches(pattern: string, action: string): boolean {
  const source = pattern.replaceAll(/[^\w*/]/g, String.raw`\$&`).replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 'i').test(action);
}
