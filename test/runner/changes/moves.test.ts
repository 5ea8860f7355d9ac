// Changes that Azure or Cloudflare cannot make in place: the new resource is another one, so Pulumi creates
// it first and deletes the old one last.
import { describe, expect, test } from 'vitest';
import { changes } from '../../support/pulumi/changes.ts';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import type { State } from '../../support/pulumi/recording.ts';
import { find, workerView } from '../../support/pulumi/view.ts';
import type { WireObject } from '../../support/pulumi/wire.ts';
import { readStack } from '../stacks/stack-files.ts';
import { edit } from '../stacks/example-edits.ts';

const MINIMAL = await readStack('minimal');
const NAMED = `${MINIMAL}  regions:
    - { name: main, location: eastus2 }
`;
const BUDGET = `  azure-native:subscriptionId: 11111111-2222-3333-4444-555555555555
  budget: { amount: 5, startDate: '2025-01-01', emails: [ops@example.org] }
`;

function parts(component: string) {
  return ['', '-account', '-gpt-5.4-mini', '-group', '-subdomain'].map(
    (part) => `${component}${part}`,
  );
}

describe('a region moves to', () => {
  test.each([
    ['another location', 'location: polandcentral', 'azure-main--polandcentral'],
    ['a resource group', 'location: eastus2, resourceGroup: team', 'azure-main--eastus2--rg-team'],
  ])('%s: no resource of the two accounts is the same', async (_, place, component) => {
    const before = await evaluateProgram({ stackYaml: NAMED });
    const after = await evaluateProgram({ stackYaml: edit(NAMED, 'location: eastus2', place) });
    const created = parts(component).filter(
      (name) => !place.includes('resourceGroup') || !name.endsWith('-group'),
    );
    expect(changes(before, after)).toEqual(
      [
        ...created.map((name) => `+ ${name}`),
        ...parts('azure-main--eastus2').map((name) => `- ${name}`),
        '~ gateway-script',
      ].toSorted(),
    );
    // The Worker leaves the old account before that is deleted.
    expect(find(after, 'gateway-script').dependencies).toContain(`${component}-gpt-5.4-mini`);
    // What an earlier version deployed is still the account, wherever it is.
    expect(find(after, component).options.aliases).toEqual(['openai-main']);
  });
});

test('nothing is deleted together with its account: Azure would keep charging for it', async () => {
  const { resources } = await evaluateProgram({ stackYaml: await readStack('everything') });
  expect(resources.filter(({ options }) => options.deletedWith !== '')).toEqual([]);
});

test('a model of another name or maker takes the place of the deployment, unless it is provisioned', async () => {
  const provisioned = edit(
    MINIMAL,
    "version: '2026-03-17'",
    "version: '2026-03-17', sku: GlobalProvisionedManaged",
  );
  const [standard, own] = await Promise.all(
    [MINIMAL, provisioned].map(async (stackYaml) => {
      const run = await evaluateProgram({ stackYaml });
      return find(run, 'azure-swedencentral-gpt-5.4-mini').options;
    }),
  );
  expect(standard).toMatchObject({
    deleteBeforeReplace: true,
    replaceOnChanges: ['properties.model.name', 'properties.model.format'],
  });
  expect(own?.replaceOnChanges).toEqual([]);
});

test('another host is another domain', async () => {
  const domain = await readStack('domain');
  const before = await evaluateProgram({ stackYaml: domain });
  const after = await evaluateProgram({
    stackYaml: edit(domain, 'ai.example.org', 'api.example.org'),
  });
  expect(changes(before, after)).toEqual([
    '+ gateway-domain-api.example.org',
    '- gateway-domain-ai.example.org',
  ]);
});

test('a second region: the budget of both is another one, and starts in this month', async () => {
  const two = `${NAMED}    - { location: swedencentral }\n`;
  const before = await evaluateProgram({ stackYaml: `${NAMED}${BUDGET}` });
  const after = await evaluateProgram({ stackYaml: `${two}${BUDGET}` });
  expect(changes(before, after)).toEqual(
    expect.arrayContaining(['+ budget.subscription', '- budget.azure-main--eastus2']),
  );
  const { inputs, options } = find(after, 'budget.subscription');
  expect(inputs['timePeriod']).toEqual({ startDate: '2026-11-01T00:00:00Z' });
  expect(options.ignoreChanges).toContain('timePeriod');
});

test('a renamed stack keeps the subdomain of its account', async () => {
  const state: State = new Map<string, WireObject>();
  const before = await evaluateProgram({ stackYaml: MINIMAL, state });
  const account = find(before, 'azure-swedencentral-account');
  // The engine keeps an input whose change is ignored, and with it the output.
  const { properties = {} } = account.inputs;
  state.set(account.urn, { ...state.get(account.urn), properties });
  const after = await evaluateProgram({ stackYaml: MINIMAL, stack: 'prod', state });
  expect(find(after, account.name).options.ignoreChanges).toEqual([
    'properties.customSubDomainName',
  ]);
  expect(workerView(after).backends).toEqual(workerView(before).backends);
});
