import { expect, test } from 'vitest';
import type { ExistingAzureOpenAIArgs } from '../../../infra/azure/existing-azure-openai.ts';
import { ExistingAzureOpenAI } from '../../../infra/azure/existing-azure-openai.ts';
import { read, register } from '../mocks.ts';

const GET_ACCOUNT = 'azure-native:cognitiveservices:getAccount';
const LIST_KEYS = 'azure-native:cognitiveservices:listAccountKeys';
const COMPONENT = {
  type: 'cf-openai-azure-proxy:index:ExistingAzureOpenAI',
  name: 'openai',
  inputs: {},
  secretInputs: [],
};
const found = {
  [GET_ACCOUNT]: { properties: { customSubDomainName: 'Our-Host' } },
  [LIST_KEYS]: { key1: 'azure-key-1', key2: 'azure-key-2' },
};
const existing = {
  kind: 'existing',
  name: 'our-openai',
  resourceGroup: 'our-group',
  activeKey: 1,
  importFrom: undefined,
} as const;
const deployment = {
  name: 'our-chat',
  model: 'gpt-5.4-mini',
  version: '2026-03-17',
  sku: 'GlobalStandard',
  capacity: 50,
  versionUpgradeOption: 'NoAutoUpgrade',
};

function build(
  account: ExistingAzureOpenAIArgs['account'],
  calls: Parameters<typeof register>[1] = found,
  deployments: ExistingAzureOpenAIArgs['deployments'] = [deployment],
) {
  return register(() => new ExistingAzureOpenAI('openai', { account, deployments }), calls);
}

test('with a key in the settings, the host follows from the name, and the account is not looked up', async () => {
  const { result, resources, calls } = await build(
    { kind: 'keyed', name: 'Our-OpenAI', key: 'azure-key' },
    {},
  );
  expect(resources).toEqual([COMPONENT]);
  expect(calls).toEqual([]);
  expect(await read(result.endpoint)).toEqual({
    value: 'https://our-openai.openai.azure.com',
    secret: false,
  });
  expect(await read(result.key)).toEqual({ value: 'azure-key', secret: true });
  expect(result.resourceGroupName).toBeUndefined();
  expect(result.deployments).toEqual([]);
});

test('without its key, host and key are read, and nothing is registered', async () => {
  const { result, resources, calls } = await build(existing);
  expect(resources).toEqual([COMPONENT]);
  const inputs = { accountName: 'our-openai', resourceGroupName: 'our-group' };
  expect(calls).toEqual([
    { token: GET_ACCOUNT, inputs },
    { token: LIST_KEYS, inputs },
  ]);
  expect(await read(result.endpoint)).toEqual({
    value: 'https://our-host.openai.azure.com',
    secret: false,
  });
  expect(await read(result.key)).toEqual({ value: 'azure-key-1', secret: true });
  expect(result.resourceGroupName && (await read(result.resourceGroupName))).toEqual({
    value: 'our-group',
    secret: false,
  });
  expect(result.deployments).toEqual([]);
});

test('the second key is read when it is the active one', async () => {
  const { result } = await build({ ...existing, activeKey: 2 });
  expect(await read(result.key)).toEqual({ value: 'azure-key-2', secret: true });
});

test('deployments are imported as the settings say they are', async () => {
  const filtered = { ...deployment, name: 'strict', contentFilter: 'ours' };
  const { result, resources } = await build({ ...existing, importFrom: 'sub-1' }, found, [
    deployment,
    filtered,
  ]);
  const ACCOUNT_ID =
    '/subscriptions/sub-1/resourceGroups/our-group/providers/Microsoft.CognitiveServices/accounts/our-openai';
  const imported = (name: string, properties: object) => ({
    type: 'azure-native:cognitiveservices:Deployment',
    name: `openai-${name}`,
    importId: `${ACCOUNT_ID}/deployments/${name}`,
    inputs: {
      accountName: 'our-openai',
      resourceGroupName: 'our-group',
      deploymentName: name,
      sku: { name: 'GlobalStandard', capacity: 50 },
      properties: {
        model: { format: 'OpenAI', name: 'gpt-5.4-mini', version: '2026-03-17' },
        versionUpgradeOption: 'NoAutoUpgrade',
        ...properties,
      },
    },
    secretInputs: [],
  });
  expect(resources).toEqual([
    COMPONENT,
    imported('our-chat', {}),
    imported('strict', { raiPolicyName: 'ours' }),
  ]);
  expect(result.deployments).toHaveLength(2);
});
