import { describe, expect, test } from 'vitest';
import { changedBindings, changes } from '../../support/pulumi/changes.ts';
import { SUBSCRIPTION_ID } from '../../support/pulumi/providers.ts';
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
  AZURE_KEY_1,
  credentialCheck,
  providerCalls,
  defaultWorkerName,
  SMALL_BINDINGS,
  RANDOM_KEY,
  readStack,
  secret,
} from './stack-files.ts';
import { edit } from './example-edits.ts';

const BY_LOOKUP = await readStack('existing-by-lookup');
const [byKey, listed, imported] = await Promise.all([
  evaluateProgram({ stackYaml: await readStack('existing-by-key') }),
  evaluateProgram({ stackYaml: BY_LOOKUP }),
  evaluateProgram({ stackYaml: edit(BY_LOOKUP, 'deployments: listed', 'deployments: imported') }),
]);

const CHECK = credentialCheck('0123456789abcdef0123456789abcdef');

const WORKER = [
  'gateway > gateway-script: cloudflare:index/workersScript:WorkersScript',
  'gateway > gateway-subdomain: cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain',
  'stack > gateway: cf-openai-azure-proxy:index:Gateway',
  'stack > user-alice: random:index/randomPassword:RandomPassword',
];

describe('existing resources with their keys', () => {
  test('are used without creating or reading anything in Azure', () => {
    expect([byKey.exitCode, said(byKey)]).toEqual([0, []]);
    expect(tree(byKey)).toEqual(
      [
        ...WORKER,
        'stack > openai-spare-in-japan: cf-openai-azure-proxy:index:ExistingAzureOpenAI',
        'stack > openai-team-openai: cf-openai-azure-proxy:index:ExistingAzureOpenAI',
      ].toSorted(),
    );
    expect(providerCalls(byKey)).toEqual([CHECK]);
    expect(find(byKey, 'gateway-script').dependencies).toEqual(['user-alice']);
  });

  test('are the backends of the Worker, and unknown models stay unknown', () => {
    expect(bindingKinds(byKey)).toEqual(SMALL_BINDINGS);
    expect(workerView(byKey)).toEqual({
      models: [
        {
          id: 'gpt-4o',
          model: null,
          deployment: 'chat',
          backends: [
            { name: 'team-openai', weight: 10, priority: 2 },
            { name: 'spare-in-japan', weight: 1, priority: 3, deployment: 'gpt-4o' },
          ],
        },
        {
          id: 'gpt-35',
          aliases: ['gpt-3.5-turbo'],
          model: 'gpt-35-turbo',
          backends: [{ name: 'team-openai', weight: 10, priority: 2 }],
        },
      ],
      backends: [
        { name: 'team-openai', endpoint: 'https://team-openai.openai.azure.com' },
        { name: 'spare-in-japan', endpoint: 'https://spare.openai.azure.com' },
      ],
      backendKeys: {
        'team-openai': 'key-of-team-openai-0123456789',
        'spare-in-japan': 'key-of-spare-0123456789',
      },
      users: [{ name: 'alice', key: RANDOM_KEY }],
    });
    const { readme, worker: _, deployed: __, ...outputs } = stackOutputs(byKey);
    expect(readme).toContain('| `gpt-4o` |  | spare-in-japan | gpt-4o |');
    expect(outputs).toEqual({
      entra: 'not used',
      url: `https://${defaultWorkerName(byKey)}.alice.workers.dev/v1`,
      models: ['gpt-4o', 'gpt-35', 'gpt-3.5-turbo'],
      users: secret({ alice: RANDOM_KEY }),
      retiringKeys: secret({}),
    });
  });
});

describe('an existing resource that is looked up', () => {
  const args = { accountName: 'team-openai', resourceGroupName: 'team' };

  test('is looked up for its host and its key, and none of its parts is managed', () => {
    expect([listed.exitCode, said(listed)]).toEqual([0, []]);
    expect(tree(listed)).toEqual([
      'gateway > gateway-script: cloudflare:index/workersScript:WorkersScript [protect]',
      WORKER[1],
      'stack > gateway: cf-openai-azure-proxy:index:Gateway [protect]',
      'stack > openai-team-openai: cf-openai-azure-proxy:index:ExistingAzureOpenAI',
      WORKER[3],
    ]);
    expect(
      providerCalls(listed).toSorted(({ token: a }, { token: b }) => (a < b ? -1 : 1)),
    ).toEqual([
      { token: 'azure-native:cognitiveservices:getAccount', args },
      { token: 'azure-native:cognitiveservices:listAccountKeys', args },
      CHECK,
    ]);
    expect(bindingKinds(listed)).toEqual(SMALL_BINDINGS);
    expect(workerView(listed)).toEqual({
      models: [
        { id: 'gpt-5.4-mini', created: 1_773_705_600 },
        { id: 'gpt-5.4', deployment: 'best', created: 1_772_668_800 },
      ],
      backends: [{ name: 'team-openai', endpoint: 'https://team-openai.openai.azure.com' }],
      backendKeys: { 'team-openai': AZURE_KEY_1 },
      users: [{ name: 'alice', key: RANDOM_KEY }],
    });
  });

  test('has deployments that are taken over as they are, one after another, and outlive the stack', () => {
    expect([imported.exitCode, said(imported)]).toEqual([0, []]);
    expect(changes(listed, imported)).toEqual([
      '+ openai-team-openai-best',
      '+ openai-team-openai-gpt-5.4-mini',
    ]);
    expect(changedBindings(listed, imported)).toEqual([]);
    const at = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/team/providers/Microsoft.CognitiveServices/accounts/team-openai/deployments`;
    const taken = (name: string) =>
      `openai-team-openai > openai-team-openai-${name}: azure-native:cognitiveservices:Deployment [retain, ignore properties.currentCapacity, import ${at}/${name}]`;
    expect(tree(imported).slice(2, 4)).toEqual([taken('best'), taken('gpt-5.4-mini')]);
    // Azure's own values, but for the filter, which the stack file says.
    expect(find(imported, 'openai-team-openai-best')).toMatchObject({
      inputs: {
        ...args,
        deploymentName: 'best',
        sku: { name: 'GlobalStandard', capacity: 30 },
        properties: {
          model: { format: 'OpenAI', name: 'gpt-5.4', version: '2026-03-05' },
          versionUpgradeOption: 'OnceNewDefaultVersionAvailable',
          raiPolicyName: 'ours',
        },
        tags: { owner: 'them' },
      },
      dependencies: ['openai-team-openai', 'openai-team-openai-gpt-5.4-mini'],
    });
    expect(find(imported, 'gateway-script').dependencies).toEqual([
      'openai-team-openai-best',
      'openai-team-openai-gpt-5.4-mini',
      'user-alice',
    ]);
  });
});
