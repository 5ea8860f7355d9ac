import { describe, expect, test } from 'vitest';
import { lastUp } from '../../../infra/bindings/last-up.ts';
import { lastSteps } from '../../../infra/entra/last-sign-in.ts';
import { refuseJumps } from '../../../infra/entra/refuse-jumps.ts';
import type { AzureAuth } from '../../../infra/settings/azure-auth.ts';

const REGION = {
  name: 'eastus2',
  account: { kind: 'created', location: 'eastus2', resourceGroup: undefined, activeKey: 1 },
} as const;

const BACKENDS = JSON.stringify([
  { name: 'eastus2', endpoint: 'https://one.openai.azure.com', auth: 'entra' },
]);

/** The state after an `up` that uploaded the region with tokens. */
function stateWith(disableLocalAuth: boolean) {
  return new Map([
    [
      'urn:pulumi:dev::p::cloudflare:index/workersScript:WorkersScript::gateway-script',
      { bindings: [{ name: 'BACKENDS', text: BACKENDS }] },
    ],
    [
      'urn:pulumi:dev::p::c$azure-native:cognitiveservices:Account::azure-eastus2-account',
      { properties: { disableLocalAuth } },
    ],
  ]);
}

function deployedAt(auth: AzureAuth) {
  const regions = { eastus2: { account: 'azure-eastus2', models: [] } };
  return { versions: {}, regions, azureAuth: { eastus2: auth } };
}

describe('after an `up` that failed half-way', () => {
  test('keys that it switched off count', async () => {
    const steps = async (off: boolean) => {
      const last = lastUp('gateway-script', () => Promise.resolve(stateWith(off)));
      return lastSteps(REGION, deployedAt('entra-with-keys'), last);
    };
    expect(await steps(true)).toEqual(['entra-with-keys', 'entra']);
    expect(await steps(false)).toEqual(['entra-with-keys']);
  });

  test('a new region that the Worker has sends tokens', async () => {
    const last = lastUp('gateway-script', () => Promise.resolve(stateWith(true)));
    expect(await lastSteps(REGION, { versions: {}, regions: {} }, last)).toEqual([
      'entra-with-keys',
      'entra',
    ]);
    const settings = { signingKeys: [1], issuerHost: 'a.dev', otherIssuers: [] };
    const now = { ...settings, regions: [{ ...REGION, auth: 'key' as const, deployments: [] }] };
    await expect(refuseJumps(now, 'identity', { versions: {}, regions: {} }, last)).rejects.toThrow(
      'azureAuth: entra-with-keys',
    );
  });
});

test('the state of a region that only had keys is not read', async () => {
  const last = lastUp('gateway-script', () => Promise.reject(new Error('read')));
  const settings = { signingKeys: [1], issuerHost: 'a.dev', otherIssuers: [] };
  const now = { ...settings, regions: [{ ...REGION, auth: 'key' as const, deployments: [] }] };
  const deployed = { versions: {}, regions: deployedAt('key').regions };
  await expect(refuseJumps(now, 'identity', deployed, last)).resolves.toBeUndefined();
});
