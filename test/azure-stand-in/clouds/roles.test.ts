// Role assignments and accounts without keys at Azure Resource Manager.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { rolesOn } from '../../../azure-stand-in/clouds/azure/role-rules.ts';
import type { Clouds } from '../../../azure-stand-in/clouds/clouds.ts';
import { ACCOUNT, azure, GROUP, IDENTITY, make, openClouds } from './clouds.ts';

const USER = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd';
const CONTRIBUTOR = 'a001fd3d-188f-4b5d-821b-7da978bf7442';
const NAME = '0f3c1d52-8a7e-4b61-9c3d-2e4f5a6b7c8d';

interface Assignment {
  readonly scope?: string;
  readonly name?: string;
  readonly roleId?: string;
  readonly principalId?: string;
  readonly principalType?: string | undefined;
}

async function start() {
  const clouds = await openClouds();
  await make(clouds, GROUP, { location: 'eastus2' });
  await make(clouds, IDENTITY, { location: 'eastus2' });
  const properties = { customSubDomainName: 'contoso' };
  await make(clouds, ACCOUNT, { location: 'eastus2', properties });
  const [, identity] = await azure(clouds, 'GET', IDENTITY);
  const { principalId } = (identity as { properties: { principalId: string } }).properties;
  const assign = ({ scope = ACCOUNT, name = randomUUID(), ...changes }: Assignment = {}) => {
    const { roleId = USER, ...rest } = changes;
    const roleDefinitionId = `${GROUP.slice(0, 51)}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
    const sent = { principalId, principalType: 'ServicePrincipal', ...rest, roleDefinitionId };
    const path = `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
    return azure(clouds, 'PUT', path, { properties: sent });
  };
  return { clouds, principalId, assign };
}

function codeOf(code: string) {
  return { error: { code } };
}

test('a role is assigned, found on its account, and removed', async () => {
  const { clouds, principalId, assign } = await start();
  expect(await assign({ name: NAME })).toMatchObject([
    201,
    {
      name: NAME,
      type: 'Microsoft.Authorization/roleAssignments',
      properties: { principalId, scope: ACCOUNT },
    },
  ]);
  expect((await assign({ roleId: CONTRIBUTOR }))[0]).toBe(201);
  expect(rolesOn(ACCOUNT, clouds.azure.all())).toEqual([
    { principalId, roleId: USER },
    { principalId, roleId: CONTRIBUTOR },
  ]);
  await azure(
    clouds,
    'DELETE',
    `${ACCOUNT}/providers/Microsoft.Authorization/roleAssignments/${NAME}`,
  );
  expect(rolesOn(ACCOUNT, clouds.azure.all())).toEqual([{ principalId, roleId: CONTRIBUTOR }]);
});

test.each<readonly [what: string, Assignment, status: number, code: string]>([
  ['a name that is not a UUID', { name: 'user' }, 400, 'InvalidRoleAssignmentId'],
  ['an unknown role', { roleId: NAME }, 404, 'RoleDefinitionDoesNotExist'],
  ['an unknown principal', { principalId: NAME }, 400, 'PrincipalNotFound'],
  ['no type of principal', { principalType: undefined }, 400, 'PrincipalNotFound'],
  ["the provider's default type", { principalType: 'User' }, 400, 'UnmatchedPrincipalType'],
  ['an account that is not there', { scope: `${ACCOUNT}2` }, 404, 'ResourceNotFound'],
])('%s', async (_, assignment, status, code) => {
  const { assign } = await start();
  expect(await assign(assignment)).toMatchObject([status, codeOf(code)]);
});

test('the same role under another name, and another role under the same name', async () => {
  const { assign } = await start();
  await assign({ name: NAME });
  expect((await assign({ name: NAME }))[0]).toBe(200);
  expect(await assign()).toMatchObject([409, codeOf('RoleAssignmentExists')]);
  expect(await assign({ name: NAME, roleId: CONTRIBUTOR })).toMatchObject([
    400,
    codeOf('RoleAssignmentUpdateNotPermitted'),
  ]);
});

test('assignments stay when their identity is deleted, and end with their account', async () => {
  const { clouds, assign } = await start();
  await assign();
  await azure(clouds, 'DELETE', IDENTITY);
  expect(rolesOn(ACCOUNT, clouds.azure.all())).toHaveLength(1);
  await azure(clouds, 'DELETE', ACCOUNT);
  expect(rolesOn(ACCOUNT, clouds.azure.all())).toEqual([]);
});

async function listKeys(clouds: Clouds) {
  return azure(clouds, 'POST', `${ACCOUNT}/listKeys`);
}

test('an account with disableLocalAuth lists no keys', async () => {
  const { clouds } = await start();
  expect((await listKeys(clouds))[0]).toBe(200);
  const properties = { customSubDomainName: 'contoso', disableLocalAuth: true };
  await make(clouds, ACCOUNT, { location: 'eastus2', properties });
  expect(await listKeys(clouds)).toEqual([
    400,
    {
      error: {
        code: 'BadRequest',
        message: 'Failed to list key. disableLocalAuth is set to be true',
      },
    },
  ]);
});
