import { describe, expect, test } from 'vitest';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import {
  bindingKinds,
  find,
  said,
  stackOutputs,
  tree,
  workerView,
} from '../../support/pulumi/view.ts';
import {
  ACCOUNT_LISTED,
  ACCOUNT_LISTED_IN_GROUP,
  AZURE_KEY_1,
  DEPLOYED,
  DEPLOYED_IN_GROUP,
  defaultWorkerName,
  SMALL_BINDINGS,
  madeEndpoint,
  ownTags,
  RANDOM_KEY,
  readStack,
  secret,
} from './stack-files.ts';

const ACCOUNT_ID = '0123456789abcdef0123456789abcdef';

const [minimal, domain] = await Promise.all([
  evaluateProgram({ stackYaml: await readStack('minimal') }),
  evaluateProgram({ stackYaml: await readStack('domain') }),
]);

describe('a stack with the fewest settings', () => {
  test('is one account with one model, one key, and a Worker on workers.dev', () => {
    expect([minimal.exitCode, said(minimal)]).toEqual([0, []]);
    expect(tree(minimal)).toEqual(
      [
        'gateway > gateway-script: cloudflare:index/workersScript:WorkersScript',
        'gateway > gateway-subdomain: cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain',
        `azure-swedencentral > azure-swedencentral-account: ${ACCOUNT_LISTED}`,
        `azure-swedencentral > azure-swedencentral-gpt-5.4-mini: ${DEPLOYED}`,
        'azure-swedencentral > azure-swedencentral-group: azure-native:resources:ResourceGroup',
        'azure-swedencentral > azure-swedencentral-subdomain: random:index/randomString:RandomString',
        'stack > gateway: cf-openai-azure-proxy:index:Gateway',
        'stack > azure-swedencentral: cf-openai-azure-proxy:index:AzureOpenAI [was openai-swedencentral]',
        'stack > user-alice: random:index/randomPassword:RandomPassword',
      ].toSorted(),
    );
  });

  test('has the defaults', () => {
    const tags = ownTags(minimal);
    expect(find(minimal, 'azure-swedencentral-group').inputs).toEqual({
      location: 'swedencentral',
      tags,
    });
    expect(find(minimal, 'azure-swedencentral-account').inputs).toMatchObject({
      kind: 'AIServices',
      location: 'swedencentral',
      tags,
    });
    expect(find(minimal, 'azure-swedencentral-gpt-5.4-mini').inputs).toMatchObject({
      deploymentName: 'gpt-5.4-mini',
      sku: { name: 'GlobalStandard', capacity: 10 },
      properties: {
        model: { format: 'OpenAI', name: 'gpt-5.4-mini', version: '2026-03-17' },
        versionUpgradeOption: 'NoAutoUpgrade',
      },
      tags,
    });
    expect(find(minimal, 'gateway-script').inputs).toMatchObject({
      accountId: ACCOUNT_ID,
      scriptName: defaultWorkerName(minimal),
    });
    expect(find(minimal, 'gateway-subdomain').inputs).toEqual({
      accountId: ACCOUNT_ID,
      scriptName: defaultWorkerName(minimal),
      enabled: true,
      previewsEnabled: false,
    });
  });

  test('gives the Worker one model, with the same name at Azure, and one user', () => {
    expect(bindingKinds(minimal)).toEqual(SMALL_BINDINGS);
    expect(workerView(minimal)).toEqual({
      models: [{ id: 'gpt-5.4-mini', created: 1_773_705_600 }],
      backends: [{ name: 'swedencentral', endpoint: madeEndpoint(minimal) }],
      backendKeys: { swedencentral: AZURE_KEY_1 },
      users: [{ name: 'alice', key: RANDOM_KEY }],
    });
    const { readme, worker: _, deployed: __, ...outputs } = stackOutputs(minimal);
    expect(readme).toMatch(/^# OpenAI-compatible endpoint\n/);
    expect(outputs).toEqual({
      entra: 'not used',
      url: `https://${defaultWorkerName(minimal)}.alice.workers.dev/v1`,
      models: ['gpt-5.4-mini'],
      users: secret({ alice: RANDOM_KEY }),
      retiringKeys: secret({}),
    });
  });
});

describe('a stack on a domain of its own alone', () => {
  test('has a domain in its zone, no workers.dev, and no group', () => {
    expect([domain.exitCode, said(domain)]).toEqual([0, []]);
    const team = 'azure-eastus2--rg-team';
    expect(tree(domain)).toEqual(
      [
        'gateway > gateway-domain-ai.example.org: cloudflare:index/workersCustomDomain:WorkersCustomDomain [delete first, was gateway-domain]',
        'gateway > gateway-script: cloudflare:index/workersScript:WorkersScript',
        'gateway > gateway-subdomain: cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain',
        `${team} > ${team}-account: ${ACCOUNT_LISTED_IN_GROUP}`,
        `${team} > ${team}-gpt-5.4-mini: ${DEPLOYED_IN_GROUP}`,
        `${team} > ${team}-subdomain: random:index/randomString:RandomString`,
        'stack > gateway: cf-openai-azure-proxy:index:Gateway',
        `stack > ${team}: cf-openai-azure-proxy:index:AzureOpenAI [was openai-eastus2]`,
        'stack > user-alice: random:index/randomPassword:RandomPassword',
      ].toSorted(),
    );
    expect(find(domain, 'gateway-domain-ai.example.org')).toMatchObject({
      inputs: {
        accountId: ACCOUNT_ID,
        hostname: 'ai.example.org',
        service: 'ai',
        zoneName: 'example.org',
      },
      dependencies: ['gateway-script'],
    });
    expect(find(domain, 'gateway-subdomain').inputs['enabled']).toBe(false);
    expect(find(domain, `${team}-account`).inputs).toMatchObject({
      location: 'eastus2',
      resourceGroupName: 'team',
    });
    expect(stackOutputs(domain)['url']).toBe('https://ai.example.org/v1');
    expect(bindingKinds(domain)).toEqual(SMALL_BINDINGS);
  });
});
