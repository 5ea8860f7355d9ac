import { describe, expect, test } from 'vitest';
import { toLabel } from '../../../infra/settings/dns-label.ts';
import { SUBSCRIPTION_ID } from '../../support/pulumi/providers.ts';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import {
  bindingKinds,
  bindingTexts,
  find,
  said,
  stackName,
  stackOutputs,
  tree,
  workerView,
} from '../../support/pulumi/view.ts';
import {
  AZURE_KEY_1,
  AZURE_KEY_2,
  ACCOUNT_LISTED,
  ACCOUNT_LISTED_IN_GROUP,
  DEPLOYED,
  DEPLOYED_IN_GROUP,
  SMALL_BINDINGS,
  madeEndpoint,
  ownTags,
  RANDOM_KEY,
  readStack,
  secret,
} from './stack-files.ts';

const EVERYTHING = await readStack('everything');
const BUDGET = EVERYTHING.slice(EVERYTHING.indexOf('  budget:'), EVERYTHING.indexOf('  logAnal'));
const [run, oneGroup] = await Promise.all([
  evaluateProgram({ stackYaml: EVERYTHING }),
  evaluateProgram({ stackYaml: `${await readStack('domain')}${BUDGET}` }),
]);

const TERM = 'blocklist-strict-rivals-term-37036cd8f974';
const PATTERN = 'blocklist-strict-rivals-pattern-54a2d33617f7';
const JAPAN = 'azure-japan--japaneast--rg-team-japan';
const COGNITIVE = 'azure-native:cognitiveservices';

/** A new account's resources, and those deployments and filters. */
function made(
  region: string,
  own: string,
  filters: readonly string[],
  deployments: readonly string[],
) {
  const inGroup = own.includes('--rg-');
  const ignored = inGroup ? ' [ignore resourceGroupName]' : '';
  const line = (part: string, type: string, marks: string) =>
    `${own} > ${own}-${part}: ${type}${marks}`;
  return [
    `stack > ${own}: cf-openai-azure-proxy:index:AzureOpenAI [protect, was openai-${region}]`,
    line(
      'account',
      (inGroup ? ACCOUNT_LISTED_IN_GROUP : ACCOUNT_LISTED).replace('[', '[protect, '),
      '',
    ),
    line('subdomain', 'random:index/randomString:RandomString', ' [protect]'),
    line('diagnostics', 'azure-native:monitor:DiagnosticSetting', ''),
    line('blocklist-strict-rivals', `${COGNITIVE}:RaiBlocklist`, ignored),
    line(TERM, `${COGNITIVE}:RaiBlocklistItem`, ignored),
    line(PATTERN, `${COGNITIVE}:RaiBlocklistItem`, ignored),
    ...filters.map((filter) => line(`filter-${filter}`, `${COGNITIVE}:RaiPolicy`, ignored)),
    ...deployments.map((deployment) => {
      // Azure changes the model of provisioned throughput in place.
      const provisioned = deployment === 'gpt-5.4' && region === 'swedencentral';
      if (provisioned) return line(deployment, `${COGNITIVE}:Deployment [delete first]`, '');
      return line(deployment, inGroup ? DEPLOYED_IN_GROUP : DEPLOYED, '');
    }),
  ];
}

describe('a stack with every setting', () => {
  test('runs, and logs its warnings', () => {
    expect(run.exitCode).toBe(0);
    expect(said(run)).toEqual([
      'warning: fast in japan: its capacity is 0, so Azure answers every request with 429',
      'warning: gpt-realtime in japan: gpt-realtime as GlobalStandard is not known to be offered in japaneast (as known on 2026-07-23: canadacentral, centralus, eastus2, francecentral, southindia, swedencentral)',
      'warning: gpt-35-turbo in old-openai: gpt-35-turbo 0613 was retired on 2025-02-13 (as known on 2026-11-22); choose a newer version or model',
      'warning: gpt-5.4 in lent: the content filter strict is not created in an existing account; a filter of that name must exist there',
      'warning: user bob: batches and fine-tuning are not allowed in spite of accountData, because their files can name any deployment and `models` allows only some',
      'warning: user carol: is not allowed any model; remove `models` to allow all',
      'warning: user emil: expired at 2026-01-31T17:00:00.000Z; the keys are refused',
    ]);
  });

  test('protects accounts, their groups and the Worker, and nothing that changes from day to day', () => {
    const chat = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/Old/providers/Microsoft.CognitiveServices/accounts/old-openai/deployments/chat`;
    expect(tree(run)).toEqual(
      [
        ...made('swedencentral', 'azure-swedencentral', ['strict'], ['gpt-5.4', 'mini']),
        'azure-swedencentral > azure-swedencentral-group: azure-native:resources:ResourceGroup [protect]',
        ...made('japan', JAPAN, ['strict', 'lively'], ['gpt-5.4', 'mini', 'gpt-realtime']),
        'stack > openai-old-openai: cf-openai-azure-proxy:index:ExistingAzureOpenAI',
        `openai-old-openai > openai-old-openai-chat: ${COGNITIVE}:Deployment [retain, ignore properties.currentCapacity, import ${chat}]`,
        'stack > openai-lent: cf-openai-azure-proxy:index:ExistingAzureOpenAI',
        'stack > budget.subscription: azure-native:consumption:Budget [delete first, ignore timePeriod, ignore budgetName, was budget]',
        'stack > gateway: cf-openai-azure-proxy:index:Gateway [protect]',
        'gateway > gateway-script: cloudflare:index/workersScript:WorkersScript [protect]',
        'gateway > gateway-subdomain: cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain',
        'gateway > gateway-domain-ai.example.org: cloudflare:index/workersCustomDomain:WorkersCustomDomain [delete first, was gateway-domain]',
        ...['key-2-of-王芳', 'key-3-of-王芳', 'user-alice', 'user-dora', 'user-emil'].map(
          (name) => `stack > ${name}: random:index/randomPassword:RandomPassword`,
        ),
      ].toSorted(),
    );
  });

  test('changes one thing of an account at a time: lists, their items, filters, deployments', () => {
    const own = JAPAN;
    const order = [
      'account',
      'blocklist-strict-rivals',
      TERM,
      PATTERN,
      'filter-strict',
      'filter-lively',
      'gpt-5.4',
      'mini',
      'gpt-realtime',
    ].map((part) => `${own}-${part}`);
    for (const [index, name] of order.slice(1).entries()) {
      const previous = order[index] ?? '';
      // The component stands for all earlier ones when Pulumi deletes: test/infra/azure/deployments.test.ts.
      expect(find(run, name).dependencies).toEqual(
        [...new Set([own, `${own}-account`, previous])].toSorted(),
      );
    }
    const script = find(run, 'gateway-script').dependencies;
    expect(script.filter((name) => name.startsWith(own))).toEqual(
      ['account', 'gpt-5.4', 'gpt-realtime', 'mini', 'subdomain'].map((part) => `${own}-${part}`),
    );
    expect(script).toContain('openai-old-openai-chat');
  });

  test("writes filters and blocklists as Azure has them, with the stack's tags", () => {
    const tags = { ...ownTags(run), team: 'platform', 'cost-center': '42' };
    const level = (name: string, severityThreshold: string) =>
      ['Prompt', 'Completion'].map((source) => ({
        name,
        source,
        enabled: true,
        blocking: true,
        severityThreshold,
      }));
    expect(find(run, `${JAPAN}-filter-strict`).inputs).toMatchObject({
      resourceGroupName: 'team-japan',
      raiPolicyName: 'strict',
      tags,
      properties: {
        basePolicyName: 'Microsoft.Default',
        mode: 'Blocking',
        contentFilters: [
          ...level('Hate', 'Low'),
          ...level('Sexual', 'Low'),
          ...level('Violence', 'Medium'),
          ...level('Selfharm', 'Low'),
          { name: 'Jailbreak', source: 'Prompt', enabled: true, blocking: true },
        ],
        customBlocklists: ['Prompt', 'Completion'].map((source) => ({
          blocklistName: 'strict-rivals',
          blocking: true,
          source,
        })),
      },
    });
    expect(find(run, `${JAPAN}-filter-lively`).inputs['properties']).toEqual({
      basePolicyName: 'Microsoft.DefaultV2',
      mode: 'Asynchronous_filter',
      contentFilters: [],
      customBlocklists: [],
    });
    expect(find(run, `${JAPAN}-${PATTERN}`).inputs).toMatchObject({
      raiBlocklistName: 'strict-rivals',
      properties: { pattern: 'Ac+me (Ltd|Inc)', isRegex: true },
      tags,
    });
    const untagged = run.resources
      .filter(({ type, inputs }) => type.startsWith('azure-native') && !('tags' in inputs))
      .map(({ name }) => name);
    // These cannot have any. What is imported keeps its own.
    expect(untagged.toSorted()).toEqual([
      `${JAPAN}-diagnostics`,
      'azure-swedencentral-diagnostics',
      'budget.subscription',
    ]);
    expect(find(run, `${JAPAN}-diagnostics`).inputs).toMatchObject({
      resourceUri: `${JAPAN}-account-id`,
      workspaceId: expect.stringMatching(/\/workspaces\/all$/) as unknown,
    });
  });

  test('gives the Worker all accounts, provisioned throughput first, and their active keys', () => {
    expect(bindingKinds(run)).toEqual([...SMALL_BINDINGS, 'USER_RATE: ratelimit']);
    expect(bindingTexts(run).get('SETTINGS')).toBe(
      '{"typewriter":"smooth","usage":true,"corsOrigins":["https://app.example.org","http://localhost:5173"]}',
    );
    // Another Worker's is another: test/infra/cloudflare/gateway.test.ts.
    expect(find(run, 'gateway-script').inputs['bindings']).toContainEqual({
      type: 'ratelimit',
      name: 'USER_RATE',
      namespaceId: expect.stringMatching(/^[1-9]\d{0,9}$/) as unknown,
      simple: { limit: 120, period: 60 },
    });
    const expires = Date.parse('2027-01-31') / 1000;
    expect(workerView(run)).toEqual({
      models: [
        {
          id: 'gpt-5.4',
          aliases: ['best'],
          upstream: 'deployment',
          apiVersion: '2025-04-01-preview',
          created: 1_772_668_800,
          backends: [
            { name: 'swedencentral', weight: 15, priority: 1 },
            { name: 'japan', weight: 40, priority: 2 },
            { name: 'lent', weight: 1, priority: 9 },
          ],
        },
        {
          id: 'fast',
          model: 'gpt-5.4-mini',
          deployment: 'mini',
          created: 1_773_705_600,
          adaptParameters: false,
          asynchronousFilter: true,
          backends: [
            { name: 'swedencentral', weight: 20, priority: 2 },
            { name: 'japan', weight: 7, priority: 2 },
          ],
        },
        {
          id: 'gpt-35-turbo',
          deployment: 'chat',
          backends: [{ name: 'old-openai', weight: 5, priority: 2 }],
        },
        {
          id: 'gpt-realtime',
          created: 1_756_339_200,
          asynchronousFilter: true,
          backends: [{ name: 'japan', weight: 10, priority: 2 }],
        },
      ],
      backends: [
        { name: 'swedencentral', endpoint: madeEndpoint(run) },
        { name: 'japan', endpoint: madeEndpoint(run) },
        { name: 'old-openai', endpoint: 'https://old-openai.openai.azure.com' },
        { name: 'lent', endpoint: 'https://lent.openai.azure.com' },
      ],
      backendKeys: {
        swedencentral: AZURE_KEY_2,
        japan: AZURE_KEY_1,
        'old-openai': AZURE_KEY_2,
        lent: 'key-of-lent-0123456789',
      },
      users: [
        { name: 'alice', key: RANDOM_KEY, accountData: true },
        { name: 'bob', key: 'key-of-bob-0123456789', accountData: true, models: ['gpt-5.4'] },
        {
          name: 'carol',
          sha256: '9309125802e40962ad41be6a112da71be86e15ad99aac0036c31a134348f7d27',
          models: [],
        },
        { name: 'dora', key: RANDOM_KEY, disabled: true },
        { name: 'emil', key: RANDOM_KEY, expires: Date.parse('2026-01-31T17:00:00Z') / 1000 },
        { name: '王芳', key: 'old-key-of-wang-fang', expires },
        { name: '王芳', key: RANDOM_KEY, expires },
        { name: '王芳', key: RANDOM_KEY, expires },
      ],
    });
  });

  test('puts out what it knows: of a hash, no key', () => {
    const keys = workerView(run).users.map(({ key }) => key);
    const { readme, worker: _, deployed: __, ...outputs } = stackOutputs(run);
    expect(readme).toContain('weight 15, priority 1');
    expect(outputs).toEqual({
      entra: 'not used',
      url: 'https://ai.example.org/v1',
      models: ['gpt-5.4', 'best', 'fast', 'gpt-35-turbo', 'gpt-realtime'],
      users: secret({
        alice: keys[0],
        bob: keys[1],
        dora: keys[3],
        emil: keys[4],
        王芳: keys[7],
      }),
      retiringKeys: secret({ 王芳: [keys[5], keys[6]] }),
    });
  });
});

describe('a budget', () => {
  const group = (name: string) => find(run, name).inputs['resourceGroupName'];
  const notification = (threshold: number) => ({
    enabled: true,
    operator: 'GreaterThan',
    threshold,
    thresholdType: 'Actual',
    contactEmails: ['ops@example.org'],
  });
  const common = {
    budgetName: toLabel(stackName(run), 63),
    category: 'Cost',
    timeGrain: 'Monthly',
    amount: 500,
    timePeriod: { startDate: '2026-12-01T00:00:00Z' },
    notifications: {
      'actual-50': notification(50),
      'actual-100': notification(100),
      'actual-150': notification(150),
    },
  };

  test('over several groups is one budget of the subscription, filtered to those groups', () => {
    expect(find(run, 'budget.subscription').inputs).toEqual({
      ...common,
      scope: `/subscriptions/${SUBSCRIPTION_ID}`,
      filter: {
        dimensions: {
          name: 'ResourceGroupName',
          operator: 'In',
          values: ['Old', group('azure-swedencentral-account'), 'team-japan'],
        },
      },
    });
  });

  test("over one group is that group's own", () => {
    expect([oneGroup.exitCode, said(oneGroup)]).toEqual([0, []]);
    expect(find(oneGroup, 'budget.rg-team').inputs).toEqual({
      ...common,
      scope: `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/team`,
    });
  });
});
