import { expect, test } from 'vitest';
import { createBudget } from '../../../infra/azure/budget.ts';
import { register } from '../mocks.ts';

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';
const calls = {
  'azure-native:authorization:getClientConfig': { subscriptionId: SUBSCRIPTION },
};
const settings = {
  amount: 500,
  startDate: '2026-12-01',
  emails: ['ops@example.com', 'cfo@example.com'],
  alerts: [80, 100],
};

async function build(groups: readonly string[], stack?: string) {
  const { resources } = await register(
    () => {
      createBudget('budget', settings, groups);
    },
    calls,
    stack,
  );
  return resources;
}

function alert(threshold: number) {
  return {
    enabled: true,
    operator: 'GreaterThan',
    threshold,
    thresholdType: 'Actual',
    contactEmails: ['ops@example.com', 'cfo@example.com'],
  };
}

test('a budget of one resource group is in its scope', async () => {
  expect(await build(['ours'])).toEqual([
    {
      type: 'azure-native:consumption:Budget',
      name: 'budget',
      inputs: {
        scope: `/subscriptions/${SUBSCRIPTION}/resourceGroups/ours`,
        budgetName: 'cf-openai-azure-proxy-dev',
        category: 'Cost',
        timeGrain: 'Monthly',
        amount: 500,
        timePeriod: { startDate: '2026-12-01T00:00:00Z' },
        notifications: { 'actual-80': alert(80), 'actual-100': alert(100) },
      },
      secretInputs: [],
    },
  ]);
});

test('a budget of several is in the subscription and counts those groups, each once', async () => {
  const [budget] = await build(['b', 'a', 'b']);
  expect(budget?.inputs['scope']).toBe(`/subscriptions/${SUBSCRIPTION}`);
  expect(budget?.inputs['filter']).toEqual({
    dimensions: { name: 'ResourceGroupName', operator: 'In', values: ['a', 'b'] },
  });
});

test('one group of two regions is one group', async () => {
  const [budget] = await build(['ours', 'ours']);
  expect(budget?.inputs['scope']).toBe(`/subscriptions/${SUBSCRIPTION}/resourceGroups/ours`);
});

test('the name has what Azure allows: letters, digits and hyphens, at most 63', async () => {
  const [budget] = await build(['ours'], `Team_A.${'b'.repeat(80)}`);
  expect(budget?.inputs['budgetName']).toBe(`cf-openai-azure-proxy-team-a-${'b'.repeat(34)}`);
});
