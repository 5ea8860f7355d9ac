import { expect, test } from 'vitest';
import { createBudget } from '../../../infra/azure/budget.ts';
import { register } from '../mocks.ts';

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';
const NOW = Date.parse('2026-11-23T12:00:00Z');
const settings = {
  amount: 500,
  startDate: '2026-12-01',
  emails: ['ops@example.com', 'cfo@example.com'],
  alerts: [80, 100],
};

async function build(
  names: readonly string[],
  { stack, startDate = settings.startDate }: { stack?: string; startDate?: string } = {},
) {
  const groups = names.map((name) => ({ label: `rg-${name}`, name, isNamed: true }));
  const { resources } = await register(
    () => {
      const context = { subscriptionId: SUBSCRIPTION, groups, now: NOW };
      createBudget('budget', { ...settings, startDate }, context);
    },
    {},
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
      name: 'budget.rg-ours',
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

test('a budget of another scope is another resource, because Azure cannot move one', async () => {
  const nameOf = async (groups: readonly string[]) => (await build(groups))[0]?.name;
  expect(await nameOf(['ours'])).toBe('budget.rg-ours');
  expect(await nameOf(['theirs'])).toBe('budget.rg-theirs');
  expect(await nameOf(['ours', 'theirs'])).toBe('budget.subscription');
  expect(await nameOf(['ours', 'ours'])).toBe('budget.rg-ours');
});

test('Azure refuses a new budget that starts in an earlier month, so it starts in this one', async () => {
  const starts = async (startDate: string) => {
    const [budget] = await build(['ours'], { startDate });
    return budget?.inputs['timePeriod'];
  };
  expect(await starts('2025-03-01')).toEqual({ startDate: '2026-11-01T00:00:00Z' });
  expect(await starts('2026-11-01')).toEqual({ startDate: '2026-11-01T00:00:00Z' });
  expect(await starts('2027-01-01')).toEqual({ startDate: '2027-01-01T00:00:00Z' });
});

test('the name has what Azure allows: letters, digits and hyphens, at most 63', async () => {
  const [budget] = await build(['ours'], { stack: `Team_A.${'b'.repeat(80)}` });
  expect(budget?.inputs['budgetName']).toBe(`cf-openai-azure-proxy-team-a-${'b'.repeat(34)}`);
});
