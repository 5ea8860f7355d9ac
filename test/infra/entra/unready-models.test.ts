import { describe, expect, test } from 'vitest';
import { unreadyFault } from '../../../infra/entra/unready-models.ts';
import type { AzureAuth } from '../../../infra/settings/azure-auth.ts';

function region(name: string, location: string, models: readonly string[], auth: AzureAuth) {
  const account = { kind: 'created', location, resourceGroup: undefined, activeKey: 1 } as const;
  const deployments = models.map((model) => ({
    name: model,
    serves: model,
    model,
    sku: 'GlobalStandard',
    capacity: 1,
    versionUpgradeOption: 'NoAutoUpgrade',
    weight: 1,
    priority: 1,
  }));
  return { name, account, auth, deployments };
}

const BEFORE = {
  regions: {
    main: { account: 'azure-main--eastus2', models: ['a', 'b'] },
    second: { account: 'azure-second--westus', models: ['a'] },
  },
  azureAuth: { main: 'entra', second: 'entra' },
} as const;
const MAIN = region('main', 'eastus2', ['a', 'b'], 'entra');
const SECOND = region('second', 'westus', ['a'], 'entra');

describe('a model that was served needs an account that works at once', () => {
  test.each([
    ['nothing changes', [MAIN, SECOND]],
    ['a new account beside the old one', [MAIN, SECOND, region('new', 'uksouth', ['b'], 'entra')]],
    ['a new model on an old account', [region('main', 'eastus2', ['a', 'b', 'c'], 'entra')]],
    ['a model on another old account', [region('second', 'westus', ['a', 'b'], 'entra')]],
    [
      'a new account of a model that another one serves',
      [MAIN, region('x', 'uksouth', ['a'], 'entra')],
    ],
    ['a new account with a key', [region('main', 'uksouth', ['a', 'b'], 'key-with-roles')]],
    ['a new model on a new account', [MAIN, region('x', 'uksouth', ['c'], 'entra')]],
    ['a model that goes', [SECOND]],
  ])('%s', (_, now) => {
    expect(unreadyFault(now, BEFORE)).toBeUndefined();
  });

  test("a region's other location is another account: only what no other region serves is named", () => {
    const fault = unreadyFault([region('main', 'uksouth', ['a', 'b'], 'entra'), SECOND], BEFORE);
    expect(fault).toContain('region "main"');
    expect(fault).toContain('nothing else would serve b;');
    expect(fault).toContain('`npm run up`, wait ten minutes, then take the old one out');
  });

  test('a region of another name in its place, also where the old one used a key', () => {
    const now = [region('x', 'uksouth', ['a'], 'entra')];
    expect(unreadyFault(now, BEFORE)).toContain('region "x"');
    expect(unreadyFault(now, { regions: BEFORE.regions })).toContain('region "x"');
  });

  test('an earlier version did not keep its regions', () => {
    expect(unreadyFault([MAIN], {})).toBeUndefined();
  });
});
