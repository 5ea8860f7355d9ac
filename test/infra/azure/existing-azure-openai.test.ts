import { describe, expect, test } from 'vitest';
import { ExistingAzureOpenAI } from '../../../infra/azure/existing-azure-openai.ts';
import type { ExistingAccount } from '../../../infra/azure/read-existing.ts';
import { readExisting } from '../../../infra/azure/read-existing.ts';
import type { DeploymentArgs } from '../../../infra/azure/parts/deployments.ts';
import type { AzureAuth } from '../../../infra/settings/azure-auth.ts';
import { lastUp } from '../../../infra/bindings/last-up.ts';
import { read, register } from '../mocks.ts';

const GET_ACCOUNT = 'azure-native:cognitiveservices:getAccount';
const GET_DEPLOYMENT = 'azure-native:cognitiveservices:getDeployment';
const LIST_KEYS = 'azure-native:cognitiveservices:listAccountKeys';
const COMPONENT = {
  type: 'cf-openai-azure-proxy:index:ExistingAzureOpenAI',
  name: 'openai',
  inputs: {},
  secretInputs: [],
};
const atAzure = {
  name: 'our-chat',
  sku: { name: 'Standard', capacity: 50 },
  properties: {
    model: { format: 'OpenAI', name: 'gpt-5.4-mini', version: '2026-03-17', callRateLimit: {} },
    versionUpgradeOption: 'NoAutoUpgrade',
    raiPolicyName: 'theirs',
    spilloverDeploymentName: 'spare',
    currentCapacity: 50,
    provisioningState: 'Succeeded',
  },
  tags: { owner: 'them' },
};
const found = {
  [GET_ACCOUNT]: { properties: { customSubDomainName: 'Our-Host' } },
  [LIST_KEYS]: { key1: 'azure-key-1', key2: 'azure-key-2' },
  [GET_DEPLOYMENT]: atAzure,
};
const existing: ExistingAccount = {
  kind: 'existing',
  name: 'our-openai',
  resourceGroup: 'our-group',
  activeKey: 1,
  importFrom: undefined,
};
const importing: ExistingAccount = { ...existing, importFrom: 'sub-1' };
const chat: DeploymentArgs = { name: 'our-chat', model: 'gpt-5.4-mini' };
const BUSY = new Error('request failed: Status=503 Code="ServiceUnavailable" Message="busy"');
const NOTHING = lastUp('gateway-script', () => Promise.resolve(new Map()));

function build(
  account: ExistingAccount,
  calls: Parameters<typeof register>[1] = found,
  deployments: readonly DeploymentArgs[] = [chat],
  last = NOTHING,
  auth: AzureAuth = 'key',
) {
  return register(
    async () =>
      new ExistingAzureOpenAI('openai', {
        account,
        found: await readExisting('main', 'openai', { ...account, auth }, deployments, last),
      }),
    calls,
  );
}

test('with a key in the settings, the host follows from the name, and the account is not looked up', async () => {
  const account = { kind: 'keyed', name: 'Our-OpenAI', key: 'azure-key' } as const;
  const { result, resources, calls } = await register(
    () => new ExistingAzureOpenAI('openai', { account }),
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
  expect(result.resourceGroupName).toBe('our-group');
  expect(result.deployments).toEqual([]);
});

test('the second key is read when it is the active one', async () => {
  const { result } = await build({ ...existing, activeKey: 2 });
  expect(await read(result.key)).toEqual({ value: 'azure-key-2', secret: true });
});

describe('an imported deployment', () => {
  const imported = async (settings: DeploymentArgs, live: object = atAzure) => {
    const { resources } = await build(importing, { ...found, [GET_DEPLOYMENT]: live }, [settings]);
    return resources.find(({ name }) => name === `openai-${settings.name}`);
  };

  test('is as Azure has it where the stack file says nothing', async () => {
    expect(await imported(chat)).toEqual({
      type: 'azure-native:cognitiveservices:Deployment',
      name: 'openai-our-chat',
      importId:
        '/subscriptions/sub-1/resourceGroups/our-group/providers/Microsoft.CognitiveServices/accounts/our-openai/deployments/our-chat',
      inputs: {
        accountName: 'our-openai',
        resourceGroupName: 'our-group',
        deploymentName: 'our-chat',
        sku: { name: 'Standard', capacity: 50 },
        properties: {
          model: { format: 'OpenAI', name: 'gpt-5.4-mini', version: '2026-03-17' },
          versionUpgradeOption: 'NoAutoUpgrade',
          raiPolicyName: 'theirs',
          spilloverDeploymentName: 'spare',
        },
        tags: { owner: 'them' },
      },
      secretInputs: [],
    });
  });

  test('gets what the stack file says, and nothing else', async () => {
    const said = { version: '2026-09-01', capacity: 60, contentFilter: 'ours' };
    expect((await imported({ ...chat, ...said }))?.inputs).toMatchObject({
      sku: { name: 'Standard', capacity: 60 },
      properties: {
        model: { format: 'OpenAI', name: 'gpt-5.4-mini', version: '2026-09-01' },
        versionUpgradeOption: 'NoAutoUpgrade',
        raiPolicyName: 'ours',
        spilloverDeploymentName: 'spare',
      },
      tags: { owner: 'them' },
    });
  });

  test('keeps the version to which Azure has upgraded it', async () => {
    const properties = { ...atAzure.properties, versionUpgradeOption: 'OnceCurrentVersionExpired' };
    const old = { ...chat, version: '2026-01-01' };
    expect((await imported(old, { ...atAzure, properties }))?.inputs).toMatchObject({
      properties: { model: { version: '2026-03-17' } },
    });
  });

  test('of another model is refused, with both models', async () => {
    await expect(imported({ ...chat, model: 'gpt-5.4' })).rejects.toThrow(
      /^region "main": the deployment our-chat is to be imported as gpt-5.4, but at Azure it is gpt-5.4-mini\./,
    );
  });

  test('that is not there is refused', async () => {
    const missing = new Error('request failed: Status=404 Code="ResourceNotFound" Message="x"');
    await expect(
      build(importing, { ...found, [GET_DEPLOYMENT]: missing }, [{ name: 'best' }]),
    ).rejects.toThrow(/^region "main": the deployment best \(best\) is to be imported, but Azure/);
  });
});

describe("while Azure's management API does not answer", () => {
  const down = { [GET_ACCOUNT]: BUSY, [LIST_KEYS]: BUSY, [GET_DEPLOYMENT]: BUSY };
  const bindings = [
    {
      name: 'BACKENDS',
      text: '[{"name":"main","endpoint":"https://our-host.openai.azure.com"}]',
    },
    { name: 'BACKEND_KEYS', text: '{"main":"last-key"}' },
  ];
  const state = (account: string) =>
    lastUp('gateway-script', () =>
      Promise.resolve(
        new Map<string, Readonly<Record<string, unknown>>>([
          [
            'urn:pulumi:dev::p::g$cloudflare:index/workersScript:WorkersScript::gateway-script',
            { bindings },
          ],
          [
            'urn:pulumi:dev::p::cf-openai-azure-proxy:index:ExistingAzureOpenAI::openai',
            { account },
          ],
          [
            'urn:pulumi:dev::p::c$azure-native:cognitiveservices:Deployment::openai-our-chat',
            atAzure,
          ],
        ]),
      ),
    );

  test('host, key and deployments are those of the last `up`', async () => {
    const last = state('our-group/our-openai');
    const { result, resources } = await build(importing, down, [chat], last);
    expect((await read(result.endpoint)).value).toBe('https://our-host.openai.azure.com');
    expect(await read(result.key)).toEqual({ value: 'last-key', secret: true });
    expect(resources.find(({ name }) => name === 'openai-our-chat')?.inputs).toMatchObject({
      sku: { name: 'Standard', capacity: 50 },
    });
  });

  test('the key of another account is not used', async () => {
    await expect(build(existing, down, [], state('our-group/before'))).rejects.toThrow(
      /^region "main": Azure's management API did not return the account's (key|host) \(HTTP 503: .*busy/,
    );
  });

  test('an account that was never deployed is an error that says what to do', async () => {
    await expect(build(existing, down)).rejects.toThrow(/azure\.status\.microsoft.*npm run up/);
  });
});
