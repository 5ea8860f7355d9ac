// A budget for the stack's Azure costs. It sends e-mails and does not stop anything.
// https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets
import { Budget } from '@pulumi/azure-native/consumption/budget.js';
import * as pulumi from '@pulumi/pulumi';
import type { AccountGroup } from './accounts.ts';
import { toLabel } from '../settings/dns-label.ts';
import type { BudgetSettings } from '../settings/settings.ts';

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftconsumption */
const MAX_NAME_LENGTH = 63;

/** What a budget needs besides its settings. */
export interface BudgetContext {
  readonly subscriptionId: string;
  /** At least one. Their other resources count as well. */
  readonly groups: readonly AccountGroup[];
  /** Unix milliseconds. */
  readonly now: number;
}

/**
 * Registers a monthly budget over resource groups, in the currency of the subscription.
 *
 * Its name contains what it covers, because Azure cannot change that: a stack that grows from one group to
 * several gets the new budget before it loses the old one.
 */
export function createBudget(
  name: string,
  { amount, startDate, emails, alerts }: BudgetSettings,
  { subscriptionId, groups, now }: BudgetContext,
): void {
  const distinct = new Map(groups.map((group) => [group.label, group]));
  const [first] = distinct.values();
  const only = distinct.size === 1 ? first : undefined;
  const subscription = `/subscriptions/${subscriptionId}`;
  const names = pulumi.all([...distinct.values()].map((group) => group.name));
  new Budget(
    only === undefined ? `${name}.subscription` : `${name}.${only.label}`,
    {
      // For a single group, its own scope needs rights on that group only.
      scope:
        only === undefined
          ? subscription
          : pulumi.interpolate`${subscription}/resourceGroups/${only.name}`,
      budgetName: toLabel(`${pulumi.getProject()}-${pulumi.getStack()}`, MAX_NAME_LENGTH),
      category: 'Cost',
      timeGrain: 'Monthly',
      amount,
      timePeriod: { startDate: `${later(startDate, monthOf(now))}T00:00:00Z` },
      ...(only === undefined && {
        filter: {
          dimensions: {
            name: 'ResourceGroupName',
            operator: 'In',
            values: names.apply((all) => all.toSorted()),
          },
        },
      }),
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
    {
      aliases: [{ name }],
      deleteBeforeReplace: true,
      // Azure changes none of them. A renamed stack keeps its budget, and so does a group that is written in
      // other letters.
      ignoreChanges: ['timePeriod', 'budgetName', ...(only?.isNamed === true ? ['scope'] : [])],
    },
  );
}

/** Azure refuses to create a monthly budget that starts before the current month. */
function monthOf(now: number): string {
  return `${new Date(now).toISOString().slice(0, 7)}-01`;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
