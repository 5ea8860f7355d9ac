import fc from 'fast-check';
import { expect, test } from 'vitest';
import { componentName } from '../../../infra/azure/component-name.ts';

test('a name says what an account cannot change', () => {
  expect(componentName('eastus2', { location: 'eastus2' })).toBe('azure-eastus2');
  expect(componentName('main', { location: 'eastus2' })).toBe('azure-main--eastus2');
  expect(componentName('eastus2', { location: 'eastus2', resourceGroup: 'team' })).toBe(
    'azure-eastus2--rg-team',
  );
  expect(componentName('main', { location: 'eastus2', resourceGroup: 'Team' })).toBe(
    'azure-main--eastus2--rg-team',
  );
});

const region = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/);
const location = fc.stringMatching(/^[a-z][a-z0-9]{2,29}$/);
const resourceGroup = fc.option(fc.stringMatching(/^[\w.()-]{0,89}[\w()-]$/), { nil: undefined });
const place = fc.record({ region, location, resourceGroup });

test('Azure accepts the name of the account that is made of it', () => {
  fc.assert(
    fc.property(place, (settings) => {
      const account = `${componentName(settings.region, settings)}-account12345678`;
      expect(account).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}[A-Za-z0-9]$/);
    }),
  );
});

test('a group in other letters is the same group', () => {
  fc.assert(
    fc.property(place, (settings) => {
      const { resourceGroup: group, ...rest } = settings;
      const shouted = { ...rest, resourceGroup: group?.toUpperCase() };
      expect(componentName(settings.region, shouted)).toBe(
        componentName(settings.region, settings),
      );
    }),
  );
});

test('another place is another name, and no name is one of an earlier version', () => {
  fc.assert(
    fc.property(place, place, (a, b) => {
      fc.pre(
        a.region !== b.region ||
          a.location !== b.location ||
          a.resourceGroup?.toLowerCase() !== b.resourceGroup?.toLowerCase(),
      );
      expect(componentName(a.region, a)).not.toBe(componentName(b.region, b));
      expect(componentName(a.region, a)).not.toMatch(/^openai-/);
    }),
  );
});
