import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
  AZURE_KEY_1,
  DEPLOYED,
  SMALL_BINDINGS,
  madeEndpoint,
  ownTags,
  RANDOM_KEY,
  secret,
} from './stack-files.ts';

const TEAM = await readFile(join(import.meta.dirname, '../../../Pulumi.team.yaml'), 'utf8');

/** One region's resources, sorted. */
function region(name: string, deployments: readonly string[]): readonly string[] {
  const own = `azure-${name}`;
  return [
    `${own} > ${own}-account: ${ACCOUNT_LISTED}`,
    `${own} > ${own}-filter-strict: azure-native:cognitiveservices:RaiPolicy`,
    ...deployments.map((deployment) => `${own} > ${own}-${deployment}: ${DEPLOYED}`),
    `${own} > ${own}-group: azure-native:resources:ResourceGroup`,
    `${own} > ${own}-subdomain: random:index/randomString:RandomString`,
    `stack > ${own}: cf-openai-azure-proxy:index:AzureOpenAI [was openai-${name}]`,
  ];
}

const CHAT = 'gpt-5.4-mini';
const EMBEDDING = 'text-embedding-3-small';

describe("a team's stack in three regions", async () => {
  const run = await evaluateProgram({
    stackYaml: TEAM,
    env: { CLOUDFLARE_ACCOUNT_ID: '0123456789abcdef0123456789abcdef' },
  });

  test('is an account for each region, with what that region serves', () => {
    // It is served on workers.dev too, which is the default.
    expect([run.exitCode, said(run)]).toEqual([0, []]);
    expect(tree(run)).toEqual(
      [
        ...region('swedencentral', [CHAT, 'gpt-5.4', EMBEDDING]),
        ...region('eastus2', [CHAT, 'gpt-5.4', EMBEDDING]),
        ...region('polandcentral', [CHAT]),
        'gateway > gateway-domain-openai.example.org: cloudflare:index/workersCustomDomain:WorkersCustomDomain [delete first, was gateway-domain]',
        'gateway > gateway-script: cloudflare:index/workersScript:WorkersScript',
        'gateway > gateway-subdomain: cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain',
        'stack > gateway: cf-openai-azure-proxy:index:Gateway',
        ...[
          'key-2-of-王芳',
          'user-alice',
          'user-former-contractor',
          'user-intern',
          'user-王芳',
        ].map((name) => `stack > ${name}: random:index/randomPassword:RandomPassword`),
      ].toSorted(),
    );
  });

  test('makes filters before deployments, and deployments before the Worker', () => {
    const own = 'azure-eastus2';
    const account = [own, `${own}-account`, `${own}-group`];
    const dependencies = (name: string) => find(run, name).dependencies;
    expect(dependencies(`${own}-filter-strict`)).toEqual(account);
    expect(dependencies(`${own}-${CHAT}`)).toEqual([...account, `${own}-filter-strict`].toSorted());
    expect(dependencies(`${own}-gpt-5.4`)).toEqual([...account, `${own}-${CHAT}`].toSorted());
    // The Worker depends on everything but the filters, on which the deployments depend.
    const all = run.resources.filter(
      ({ name, parent, type }) =>
        parent !== 'gateway' && !name.includes('-filter-') && /^(azure|random)/.test(type),
    );
    expect(dependencies('gateway-script')).toEqual(all.map(({ name }) => name).toSorted());
  });

  test('deploys capacities and filters as the settings say, with their tags', () => {
    const tags = { ...ownTags(run), team: 'platform' };
    const deployed = run.resources
      .filter(({ type }) => type.endsWith(':Deployment'))
      .map(({ name, inputs }) => ({ name, inputs }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const entry = (name: string, capacity: number, filter = {}) => ({
      name: `azure-${name}`,
      inputs: expect.objectContaining({
        sku: { name: 'GlobalStandard', capacity },
        properties: expect.objectContaining(filter) as unknown,
        tags,
      }) as unknown,
    });
    const strict = { raiPolicyName: 'strict' };
    expect(deployed).toEqual([
      entry('eastus2-gpt-5.4', 40),
      entry('eastus2-gpt-5.4-mini', 50, strict),
      entry('eastus2-text-embedding-3-small', 50),
      entry('polandcentral-gpt-5.4-mini', 50, strict),
      entry('swedencentral-gpt-5.4', 40),
      entry('swedencentral-gpt-5.4-mini', 100, strict),
      entry('swedencentral-text-embedding-3-small', 50),
    ]);
    expect(find(run, 'azure-polandcentral-filter-strict').inputs).toMatchObject({
      raiPolicyName: 'strict',
      tags,
      properties: { basePolicyName: 'Microsoft.DefaultV2', mode: 'Default', customBlocklists: [] },
    });
  });

  test('gives the Worker the accounts of each model, their shares, and the users of the model', () => {
    expect(bindingKinds(run)).toEqual(SMALL_BINDINGS);
    const regions = ['swedencentral', 'eastus2', 'polandcentral'];
    const view = workerView(run);
    expect(view).toEqual({
      models: [
        {
          id: CHAT,
          aliases: ['gpt-4o-mini'],
          created: 1_773_705_600,
          backends: [
            { name: 'swedencentral', weight: 100, priority: 2 },
            { name: 'eastus2', weight: 50, priority: 2 },
            { name: 'polandcentral', weight: 50, priority: 2 },
          ],
        },
        {
          id: 'gpt-5.4',
          created: 1_772_668_800,
          backends: [
            { name: 'swedencentral', weight: 40, priority: 2 },
            { name: 'eastus2', weight: 10, priority: 2 },
          ],
        },
        {
          id: EMBEDDING,
          backends: [
            { name: 'swedencentral', weight: 50, priority: 2 },
            { name: 'eastus2', weight: 50, priority: 2 },
          ],
        },
      ],
      backends: regions.map((name) => ({ name, endpoint: madeEndpoint(run) })),
      backendKeys: Object.fromEntries(regions.map((name) => [name, AZURE_KEY_1])),
      users: [
        { name: 'alice', key: RANDOM_KEY, accountData: true },
        { name: 'former-contractor', key: RANDOM_KEY, disabled: true },
        { name: 'intern', key: RANDOM_KEY, models: [CHAT, EMBEDDING], expires: 1_806_451_200 },
        { name: '王芳', key: RANDOM_KEY },
        { name: '王芳', key: RANDOM_KEY },
      ],
    });
    expect(new Set(view.users.map(({ key }) => key)).size).toBe(5);
    expect(new Set(view.backends.map(({ endpoint }) => endpoint)).size).toBe(3);
    expect(JSON.stringify(view)).not.toContain('Looks after');
  });

  test('puts out the newest key of each user, and the older ones apart', () => {
    const keys = workerView(run).users.map(({ key }) => key);
    const { readme, worker: _, deployed: __, ...outputs } = stackOutputs(run);
    expect(readme).toContain('| `gpt-5.4` |  | eastus2 | gpt-5.4 2026-03-05 |');
    expect(outputs).toEqual({
      entra: 'not used',
      url: 'https://openai.example.org/v1',
      models: [CHAT, 'gpt-4o-mini', 'gpt-5.4', EMBEDDING],
      users: secret({
        alice: keys[0],
        'former-contractor': keys[1],
        intern: keys[2],
        王芳: keys[4],
      }),
      retiringKeys: secret({ 王芳: [keys[3]] }),
    });
  });
});
