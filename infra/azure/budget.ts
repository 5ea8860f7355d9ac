// A budget for the stack's Azure costs. It sends e-mails and does not stop anything.
// https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets
import { getClientConfigOutput } from '@pulumi/azure-native/authorization/getClientConfig.js';
import { Budget } from '@pulumi/azure-native/consumption/budget.js';
import * as pulumi from '@pulumi/pulumi';
import { toLabel } from '../settings/dns-label.ts';
import type { BudgetSettings } from '../settings/settings.ts';

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftconsumption */
const MAX_NAME_LENGTH = 63;

/**
 * Registers a monthly budget over resource groups, in the currency of the subscription.
 *
 * @param resourceGroupNames at least one; their other resources count as well
 */
export function createBudget(
  name: string,
  settings: BudgetSettings,
  resourceGroupNames: readonly pulumi.Input<string>[],
): void {
  const { amount, startDate, emails, alerts } = settings;
  const subscription = getClientConfigOutput().subscriptionId;
  const groups = pulumi
    .all([...resourceGroupNames])
    .apply((names) => [...new Set(names.map(String))].toSorted());
  // For a single group, its own scope needs rights on that group only.
  const scope = pulumi
    .all([subscription, groups])
    .apply(([id, names]) =>
      names.length === 1
        ? `/subscriptions/${id}/resourceGroups/${names[0] ?? ''}`
        : `/subscriptions/${id}`,
    );
  new Budget(
    name,
    {
      scope,
      budgetName: toLabel(`${pulumi.getProject()}-${pulumi.getStack()}`, MAX_NAME_LENGTH),
      category: 'Cost',
      timeGrain: 'Monthly',
      amount,
      timePeriod: { startDate: `${startDate}T00:00:00Z` },
      filter: groups.apply((names) =>
        names.length === 1
          ? undefined
          : { dimensions: { name: 'ResourceGroupName', operator: 'In', values: names } },
      ),
      notifications: Object.fromEntries(
        alerts.map((threshold) => [
          `actual-${threshold}`,
          {
            enabled: true,
            operator: 'GreaterThan',
            threshold,
            thresholdType: 'Actual',
            contactEmails: emails,
          },
        ]),
      ),
    },
    // Azure does not change the start date of an existing budget.
    { replaceOnChanges: ['timePeriod'], deleteBeforeReplace: true },
  );
}
