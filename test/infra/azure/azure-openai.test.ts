import { expect, test } from 'vitest';
import type { AzureOpenAIArgs } from '../../../infra/azure/azure-openai.ts';
import { AzureOpenAI } from '../../../infra/azure/azure-openai.ts';
import { read, register } from '../mocks.ts';

const LIST_KEYS = 'azure-native:cognitiveservices:listAccountKeys';
const keys = { [LIST_KEYS]: { key1: 'azure-key-1', key2: 'azure-key-2' } };
const ACCOUNT = 'azure-native:cognitiveservices:Account';
const DEPLOYMENT = 'azure-native:cognitiveservices:Deployment';

const chat = {
  name: 'our-chat',
  model: 'gpt-5.4-mini',
  version: '2026-03-17',
  sku: 'GlobalStandard',
  capacity: 50,
  versionUpgradeOption: 'NoAutoUpgrade',
};

function build(args: Partial<AzureOpenAIArgs> = {}) {
  return register(
    () =>
      new AzureOpenAI('openai', {
        location: 'swedencentral',
        deployments: [chat],
        subdomainPrefix: 'project-dev',
        ...args,
      }),
    keys,
  );
}

test('an account is a group, a name, the account and its deployments', async () => {
  const { resources } = await build();
  expect(resources).toEqual([
    {
      type: 'cf-openai-azure-proxy:index:AzureOpenAI',
      name: 'openai',
      inputs: {},
      secretInputs: [],
    },
    {
      type: ACCOUNT,
      name: 'openai-account',
      inputs: {
        resourceGroupName: 'openai-group-physical',
        location: 'swedencentral',
        kind: 'AIServices',
        sku: { name: 'S0' },
        identity: { type: 'SystemAssigned' },
        properties: {
          customSubDomainName: 'project-dev-rrrrrrrr',
          publicNetworkAccess: 'Enabled',
          disableLocalAuth: false,
        },
        tags: {},
      },
      secretInputs: [],
    },
    {
      type: 'azure-native:resources:ResourceGroup',
      name: 'openai-group',
      inputs: { location: 'swedencentral', tags: {} },
      secretInputs: [],
    },
    {
      type: DEPLOYMENT,
      name: 'openai-our-chat',
      inputs: {
        accountName: 'openai-account-physical',
        resourceGroupName: 'openai-group-physical',
        deploymentName: 'our-chat',
        sku: { name: 'GlobalStandard', capacity: 50 },
        properties: {
          model: { format: 'OpenAI', name: 'gpt-5.4-mini', version: '2026-03-17' },
          versionUpgradeOption: 'NoAutoUpgrade',
        },
        tags: {},
      },
      secretInputs: [],
    },
    {
      type: 'random:index/randomString:RandomString',
      name: 'openai-subdomain',
      inputs: {
        length: 8,
        special: false,
        upper: false,
        keepers: { location: 'swedencentral', resourceGroup: '' },
      },
      secretInputs: [],
    },
  ]);
});

test('the key is a secret and the endpoint is built from the subdomain', async () => {
  const { result } = await build();
  expect(await read(result.key)).toEqual({ value: 'azure-key-1', secret: true });
  expect(await read(result.endpoint)).toEqual({
    value: 'https://project-dev-rrrrrrrr.openai.azure.com',
    secret: false,
  });
});

test('the second key is read when it is the active one', async () => {
  const { result } = await build({ activeKey: 2 });
  expect(await read(result.key)).toEqual({ value: 'azure-key-2', secret: true });
});

test('tags go to everything that Azure tags', async () => {
  const tags = { team: 'platform' };
  const { resources } = await build({ tags });
  const tagged = resources.filter(({ type }) => type.startsWith('azure-native:'));
  expect(tagged.map(({ name, inputs }) => [name, inputs['tags']])).toEqual([
    ['openai-account', tags],
    ['openai-group', tags],
    ['openai-our-chat', tags],
  ]);
});

test('logs and metrics go to the workspace, when one is named', async () => {
  const logAnalyticsWorkspaceId = '/subscriptions/s/workspaces/logs';
  const { resources } = await build({ logAnalyticsWorkspaceId });
  expect(resources.find(({ name }) => name === 'openai-diagnostics')).toEqual({
    type: 'azure-native:monitor:DiagnosticSetting',
    name: 'openai-diagnostics',
    inputs: {
      resourceUri: 'openai-account-id',
      workspaceId: logAnalyticsWorkspaceId,
      logs: ['Audit', 'RequestResponse', 'AzureOpenAIRequestUsage', 'Trace'].map((category) => ({
        category,
        enabled: true,
      })),
      metrics: [{ category: 'AllMetrics', enabled: true }],
    },
    secretInputs: [],
  });
});

test('a named resource group is used and none is created', async () => {
  const { resources } = await build({ resourceGroup: 'team' });
  const named = resources.filter(({ type }) => type.startsWith('azure-native:'));
  expect(named.map(({ name, inputs }) => [name, inputs['resourceGroupName']])).toEqual([
    ['openai-account', 'team'],
    ['openai-our-chat', 'team'],
  ]);
  expect(resources.find(({ name }) => name === 'openai-subdomain')?.inputs['keepers']).toEqual({
    location: 'swedencentral',
    resourceGroup: 'team',
  });
});

test('a long or odd project name gives a subdomain of 64 lower-case characters', async () => {
  const { result } = await build({ subdomainPrefix: `My_Project-${'x'.repeat(80)}` });
  const { value } = await read(result.endpoint);
  expect(value).toBe(`https://my-project-${'x'.repeat(44)}-rrrrrrrr.openai.azure.com`);
  expect(new URL(value).hostname.split('.')[0]).toHaveLength(64);
});
