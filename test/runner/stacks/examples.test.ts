import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { LOCATIONS } from '../../../infra/azure-models/locations.ts';
import { VERSIONS } from '../../../infra/azure-models/versions.ts';
import { runProgram } from '../../support/pulumi/run-program.ts';
import { find, said, stackOutputs, tree } from '../../support/pulumi/view.ts';
import { reveal } from '../../support/pulumi/wire.ts';
import { ACCOUNT_LISTED, AZURE_KEY_1, DEPLOYED, RANDOM_KEY, secret } from './stack-files.ts';

const deploymentSchema = z.object({
  properties: z.object({ model: z.object({ name: z.string(), version: z.string() }) }),
  sku: z.object({ name: z.string() }),
});

const ACCOUNT_ID = '0123456789abcdef0123456789abcdef';

describe('another program that uses the components', async () => {
  const run = await runProgram(
    { stackYaml: `config: { cloudflareAccountId: ${ACCOUNT_ID} }` },
    'examples/two-gateways',
  );

  test('makes one account and two Workers, each with users of its own', () => {
    expect([run.exitCode, said(run)]).toEqual([0, []]);
    const password = 'random:index/randomPassword:RandomPassword';
    const worker = (name: string) => [
      `stack > ${name}: cf-openai-azure-proxy:index:Gateway`,
      `${name} > ${name}-script: cloudflare:index/workersScript:WorkersScript`,
      `${name} > ${name}-subdomain: cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain`,
    ];
    expect(tree(run)).toEqual(
      [
        'stack > openai: cf-openai-azure-proxy:index:AzureOpenAI',
        'openai > openai-group: azure-native:resources:ResourceGroup',
        'openai > openai-subdomain: random:index/randomString:RandomString',
        `openai > openai-account: ${ACCOUNT_LISTED}`,
        'openai > openai-filter-strict: azure-native:cognitiveservices:RaiPolicy',
        `openai > openai-gpt-5.4: ${DEPLOYED}`,
        `openai > openai-mini: ${DEPLOYED}`,
        ...worker('staff'),
        'staff > staff-domain-openai.example.org: cloudflare:index/workersCustomDomain:WorkersCustomDomain [delete first, was staff-domain]',
        ...worker('guests'),
        `stack > user-alice: ${password}`,
        `stack > user-bob: ${password}`,
        `stack > guest-user-alice: ${password}`,
      ].toSorted(),
    );
    expect(find(run, 'openai-mini').inputs).toMatchObject({
      sku: { name: 'GlobalStandard', capacity: 10 },
      properties: { model: { name: 'gpt-5.4-mini' }, versionUpgradeOption: 'NoAutoUpgrade' },
      tags: { team: 'platform' },
    });
  });

  test('deploys known models where Azure offers them', () => {
    const { location } = find(run, 'openai-account').inputs;
    const deployments = run.resources.filter(({ type }) => type.endsWith(':Deployment'));
    expect(deployments).toHaveLength(2);
    for (const { inputs } of deployments) {
      const { properties, sku } = deploymentSchema.parse(inputs);
      const { name, version } = properties.model;
      expect(VERSIONS.get(name)).toContain(version);
      expect(LOCATIONS[`${name}@${sku.name}`]).toContain(location);
    }
  });

  test('uploads the Worker that was built in its own folder', () => {
    const contentSha256 = createHash('sha256').update(run.bundle).digest('hex');
    const uploaded = { contentFile: 'dist/worker.js', contentSha256, mainModule: 'worker.js' };
    expect(run.bundle).not.toBe('');
    expect(find(run, 'staff-script').inputs).toMatchObject(uploaded);
    expect(find(run, 'guests-script').inputs).toMatchObject(uploaded);
    const switches = ['staff', 'guests'].map((name) => find(run, `${name}-subdomain`).inputs);
    expect(switches.map(({ enabled }) => enabled)).toEqual([false, true]);
  });

  test('keeps all keys secret, and gives the guests only their own model', () => {
    const bindings = (name: string) =>
      reveal(find(run, `${name}-script`).inputs['bindings'] ?? []) as readonly {
        readonly name: string;
        readonly text: string;
      }[];
    const text = (worker: string, name: string) =>
      bindings(worker).find((binding) => binding.name === name)?.text ?? '';
    expect(JSON.parse(text('staff', 'BACKEND_KEYS'))).toEqual({ sweden: AZURE_KEY_1 });
    expect(JSON.parse(text('guests', 'MODELS'))).toEqual([
      { id: 'gpt-5.4-mini', deployment: 'mini' },
    ]);
    const users: unknown = JSON.parse(
      Buffer.from(text('guests', 'CHIT_USERS'), 'base64').toString(),
    );
    expect(users).toEqual([
      { name: 'alice', key: RANDOM_KEY, expires: Date.parse('2027-07-01') / 1000 },
    ]);
    expect(stackOutputs(run)).toEqual({
      staffKeys: secret({ alice: RANDOM_KEY, bob: RANDOM_KEY }),
      guestKeys: secret({ alice: RANDOM_KEY }),
    });
  });
});
