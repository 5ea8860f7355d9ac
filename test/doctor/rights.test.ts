// The right to assign roles is needed only for an `up` that creates one.
import { expect, test } from 'vitest';
import { CONTRIBUTOR, READER } from '../../azure-stand-in/clouds/subscription/roles.ts';
import { lineOf, openStack } from './checked-stack.ts';

const STACK = `  cloudflareAccountId: 0123456789abcdef0123456789abcdef
  workersDevSubdomain: team
  azureAuth: entra
  regions:
    - location: eastus2
    - location: swedencentral
  models:
    - name: gpt-5.4-mini
      version: '2026-03-17'
  users:
    - name: alice
`;
const MISSING = 'missing: Microsoft.Authorization/roleAssignments/write';

function role(name: string) {
  const type = 'azure-native:authorization:RoleAssignment';
  return { type, urn: `urn:pulumi:dev::gateway::stack$${type}::${name}` };
}
const ROLES = [
  role('identity-azure-eastus2-role-openai-user'),
  role('identity-azure-swedencentral-role-openai-user'),
];

async function rights(config: string, resources: readonly object[], permission = CONTRIBUTOR) {
  const answer = (path: string) =>
    path.includes('/permissions') ? { body: { value: [permission] } } : undefined;
  return lineOf('rights', await openStack({ config, resources, answer }));
}

test('while the state has all roles, a Contributor is enough', async () => {
  expect(await rights(STACK, ROLES)).toMatchObject({
    status: 'warning',
    found: `${MISSING}; the state has all role assignments of the stack`,
  });
});

test.each([
  ['before the first up', STACK, []],
  ['for a new region', STACK, ROLES.slice(1)],
  ['for a region that moves', STACK.replace('eastus2', 'westus3'), ROLES],
  ['for a new role', `${STACK}      accountData: true\n`, ROLES],
])('%s, the right is needed', async (_, config, resources) => {
  expect(await rights(config, resources)).toMatchObject({ status: 'failed', found: MISSING });
});

test('other rights are needed whatever the state has', async () => {
  const line = await rights(STACK, ROLES, READER);
  expect(line.status).toBe('failed');
  expect(line.found).toContain('Microsoft.CognitiveServices/accounts/write');
});
