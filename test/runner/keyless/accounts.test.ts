// Which accounts the identity may use, and with which roles.
import { describe, expect, test } from 'vitest';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import { SUBSCRIPTION_ID } from '../../support/pulumi/providers.ts';
import type { Run } from '../../support/pulumi/run.ts';
import { find, said, workerView } from '../../support/pulumi/view.ts';
import { readStack } from '../stacks/stack-files.ts';
import { edit } from '../stacks/example-edits.ts';
import { callsOf, keptStack } from '../stacks/kept-stack.ts';

const MINIMAL = await readStack('minimal');
const ENTRA = `${MINIMAL}  azureAuth: entra\n`;
const TEAM = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/team/providers/Microsoft.CognitiveServices/accounts/team-openai`;

/** Names of roles by the scope that they are for. */
function roles({ resources }: Run): readonly string[] {
  return resources
    .filter(({ type }) => type.endsWith(':RoleAssignment'))
    .map(({ name, inputs }) => `${name.replace(/^.*-role-/, '')} at ${inputs['scope'] as string}`)
    .toSorted();
}

describe('an existing account by its group', async () => {
  const stackYaml = `${ENTRA}  regions:\n    - { account: team-openai, resourceGroup: team, deployments: imported }\n  azure-native:subscriptionId: ${SUBSCRIPTION_ID}\n`;
  const run = await evaluateProgram({ stackYaml });

  test('gets a role, and nothing else of it is changed or read as a key', () => {
    expect(said(run)).toEqual([]);
    expect(roles(run)).toEqual([`openai-user at ${TEAM}`]);
    expect([callsOf(run, 'getAccount'), callsOf(run, 'listAccountKeys')]).toEqual([1, 0]);
    expect(run.resources.filter(({ type }) => type.endsWith(':Account'))).toEqual([]);
    expect(workerView(run).backends).toEqual([
      { name: 'team-openai', endpoint: 'https://team-openai.openai.azure.com', auth: 'entra' },
    ]);
  });

  test('says where the identity is made', () => {
    expect(find(run, 'identity-gateway').inputs['location']).toBe('westus');
  });
});

test('an account of two regions gets its role once, whatever the regions are called', async () => {
  const regions = (first: string) =>
    `${ENTRA}  regions:\n    - { name: ${first}, account: team-openai, resourceGroup: team }\n    - { name: b, account: Team-OpenAI, resourceGroup: TEAM, models: [{ name: gpt-5.4-mini, deployment: other }] }\n`;
  const stack = keptStack();
  const run = await stack.up(regions('a'));
  expect(roles(run)).toEqual([`openai-user at ${TEAM}`]);
  const renamed = await stack.up(regions('c'));
  const names = ({ resources }: Run) =>
    resources.filter(({ type }) => type.endsWith(':RoleAssignment')).map(({ name }) => name);
  expect(names(renamed)).toEqual(names(run));
});

test('a region that is given by its key has no role, and keeps its key', async () => {
  const run = await evaluateProgram({
    stackYaml: `${ENTRA}  regions:\n    - location: eastus2\n    - { account: spare, azureAuth: key, key: { secure: key-of-spare-0123456789 } }\n`,
  });
  expect(roles(run)).toEqual(['openai-user at azure-eastus2-account-id']);
  expect(workerView(run)).toMatchObject({
    backends: [{ name: 'eastus2', auth: 'entra' }, { name: 'spare' }],
    backendKeys: { spare: 'key-of-spare-0123456789' },
  });
});

test.each([
  [
    'files and batches for a user',
    edit(ENTRA, '- name: alice', '- { name: alice, accountData: true }'),
    ['openai-contributor', 'openai-user'],
  ],
  [
    "another maker's model",
    edit(
      ENTRA,
      '  users:',
      "    - { name: DeepSeek-V3.2, version: '1', format: DeepSeek }\n  users:",
    ),
    ['openai-user', 'user'],
  ],
])('%s needs one more role', async (_, stackYaml, expected) => {
  const run = await evaluateProgram({ stackYaml });
  const account = 'azure-swedencentral-account-id';
  expect(roles(run)).toEqual(expected.map((role) => `${role} at ${account}`));
});

test('other gateways have credentials of their own, one after another', async () => {
  const run = await evaluateProgram({
    stackYaml: `${ENTRA}  otherIssuers: [a.b-c.example.org, a-b.c.example.org]\n`,
  });
  const credentials = run.resources.filter(({ type }) =>
    type.endsWith(':FederatedIdentityCredential'),
  );
  const issuers = credentials.map(({ inputs }) => inputs['issuer'] as string);
  expect(issuers.slice(1)).toEqual(['https://a.b-c.example.org', 'https://a-b.c.example.org']);
  const names = credentials.map(({ inputs }) => inputs['federatedIdentityCredentialResourceName']);
  expect(new Set(names).size).toBe(3);
  const before = credentials.map(({ dependencies }) =>
    dependencies.filter((name) => name.startsWith('identity-credential-')),
  );
  expect(before).toEqual([[], [credentials[0]?.name], [credentials[1]?.name]]);
});

test('a named group holds the identity, and its case does not matter', async () => {
  const stack = keptStack();
  const inGroup = (group: string) => `${ENTRA}  resourceGroup: ${group}\n`;
  const run = await stack.up(inGroup('Team'));
  const identity = find(run, 'identity--rg-team-gateway');
  expect(identity.inputs['resourceGroupName']).toBe('Team');
  expect(identity.options.ignoreChanges).toEqual(['location', 'resourceGroupName']);
  const credential = find(await stack.up(inGroup('team')), identity.name);
  expect(credential.urn).toBe(identity.urn);
});

test('the identity keeps away from locations that cannot have one', async () => {
  const run = await evaluateProgram({
    stackYaml: `${ENTRA}  regions:\n    - location: newzealandnorth\n    - location: eastus2\n`,
  });
  expect(find(run, 'identity-gateway').inputs['location']).toBe('eastus2');
});

test('a budget covers the accounts, whose identity costs nothing', async () => {
  const run = await evaluateProgram({
    stackYaml: `${ENTRA}  budget: { amount: 10, startDate: 2026-12-01, emails: [ops@example.com] }\n`,
  });
  const scopes = run.resources.filter(({ type }) => type.endsWith(':Budget'));
  expect(scopes.map(({ inputs }) => inputs['scope'])).toEqual([
    expect.stringMatching(/\/resourceGroups\/azure-swedencentral-group/),
  ]);
});
