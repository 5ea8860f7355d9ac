import { describe, expect, test } from 'vitest';
import { AzureOpenAI } from '../../../infra/azure/azure-openai.ts';
import type { ContentFilterSettings } from '../../../infra/settings/settings.ts';
import { register } from '../mocks.ts';

const keys = {
  'azure-native:cognitiveservices:listAccountKeys': { key1: 'azure-key-1', key2: 'azure-key-2' },
};
const ACCOUNT = {
  accountName: 'openai-account-physical',
  resourceGroupName: 'openai-group-physical',
};
const TAGS = { team: 'platform' };

const plain: ContentFilterSettings = {
  name: 'plain',
  basePolicy: 'Microsoft.DefaultV2',
  mode: 'default',
  levels: {},
  blocklists: [],
};

/** The filters' resources of an account with one deployment for each named policy. */
async function build(
  contentFilters: readonly ContentFilterSettings[],
  named: readonly (string | undefined)[],
) {
  const { resources } = await register(
    () =>
      new AzureOpenAI('openai', {
        location: 'swedencentral',
        deployments: named.map((contentFilter, index) => ({
          name: `chat-${index}`,
          model: 'gpt-5.4-mini',
          version: '2026-03-17',
          sku: 'GlobalStandard',
          capacity: 50,
          contentFilter,
          versionUpgradeOption: 'NoAutoUpgrade',
        })),
        subdomainPrefix: 'project-dev',
        contentFilters,
        tags: TAGS,
      }),
    keys,
  );
  return {
    filters: resources.filter(({ type }) => type.includes(':Rai')),
    policies: resources
      .filter(({ type }) => type.endsWith(':Deployment'))
      .map(({ inputs }) => inputs['properties']),
  };
}

function policy(name: string, properties: object) {
  return {
    type: 'azure-native:cognitiveservices:RaiPolicy',
    name: `openai-filter-${name}`,
    inputs: { ...ACCOUNT, raiPolicyName: name, properties, tags: TAGS },
    secretInputs: [],
  };
}

test('a filter without settings equals its base policy', async () => {
  const { filters } = await build([plain], ['plain']);
  expect(filters).toEqual([
    policy('plain', {
      basePolicyName: 'Microsoft.DefaultV2',
      mode: 'Default',
      contentFilters: [],
      customBlocklists: [],
    }),
  ]);
});

test('levels apply to their categories, in prompts and answers; shields apply to prompts', async () => {
  const strict: ContentFilterSettings = {
    ...plain,
    mode: 'asynchronous',
    levels: { selfHarm: 'high', hate: 'low' },
    promptShields: true,
  };
  const { filters } = await build([strict], ['plain']);
  const severity = { enabled: true, blocking: true };
  expect(filters).toEqual([
    policy('plain', {
      basePolicyName: 'Microsoft.DefaultV2',
      mode: 'Asynchronous_filter',
      contentFilters: [
        { name: 'Hate', source: 'Prompt', severityThreshold: 'Low', ...severity },
        { name: 'Hate', source: 'Completion', severityThreshold: 'Low', ...severity },
        { name: 'Selfharm', source: 'Prompt', severityThreshold: 'High', ...severity },
        { name: 'Selfharm', source: 'Completion', severityThreshold: 'High', ...severity },
        { name: 'Jailbreak', source: 'Prompt', ...severity },
      ],
      customBlocklists: [],
    }),
  ]);
});

test('shields that are switched off are written as off', async () => {
  const { filters } = await build([{ ...plain, promptShields: false }], ['plain']);
  expect(filters[0]?.inputs['properties']).toMatchObject({
    contentFilters: [{ name: 'Jailbreak', source: 'Prompt', enabled: false, blocking: false }],
  });
});

describe('a blocklist', () => {
  const filter: ContentFilterSettings = {
    ...plain,
    mode: 'blocking',
    blocklists: [{ name: 'rivals', terms: ['Initech', 'Initech'], patterns: ['Initech'] }],
  };
  // The first 12 digits of the SHA-256 of "Initech".
  const DIGEST = '834d492e8e85';
  const list = { ...ACCOUNT, raiBlocklistName: 'plain-rivals', tags: TAGS };
  const item = (kind: 'term' | 'pattern') => ({
    type: 'azure-native:cognitiveservices:RaiBlocklistItem',
    name: `openai-blocklist-plain-rivals-${kind}-${DIGEST}`,
    inputs: {
      ...list,
      raiBlocklistItemName: `${kind}-${DIGEST}`,
      properties: { pattern: 'Initech', isRegex: kind === 'pattern' },
    },
    secretInputs: [],
  });

  test('has its terms and patterns, each once, and blocks prompts and answers', async () => {
    const { filters } = await build([filter], ['plain']);
    expect(filters).toEqual([
      {
        type: 'azure-native:cognitiveservices:RaiBlocklist',
        name: 'openai-blocklist-plain-rivals',
        inputs: list,
        secretInputs: [],
      },
      item('pattern'),
      item('term'),
      policy('plain', {
        basePolicyName: 'Microsoft.DefaultV2',
        mode: 'Blocking',
        contentFilters: [],
        customBlocklists: ['Prompt', 'Completion'].map((source) => ({
          blocklistName: 'plain-rivals',
          blocking: true,
          source,
        })),
      }),
    ]);
  });
});

test('an account has the filters that its deployments name, and no others', async () => {
  const { filters, policies } = await build(
    [plain, { ...plain, name: 'unused' }],
    ['plain', 'Microsoft.Default', undefined],
  );
  expect(filters.map(({ name }) => name)).toEqual(['openai-filter-plain']);
  const shared = {
    model: { format: 'OpenAI', name: 'gpt-5.4-mini', version: '2026-03-17' },
    versionUpgradeOption: 'NoAutoUpgrade',
  };
  expect(policies).toEqual([
    { ...shared, raiPolicyName: 'plain' },
    { ...shared, raiPolicyName: 'Microsoft.Default' },
    shared,
  ]);
});
