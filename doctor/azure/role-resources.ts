// The role assignments that the stack has, by the names of their resources.
import { accountKey } from '../../infra/azure/component-name.ts';
import { hasRoles } from '../../infra/settings/azure-auth.ts';
import type { Settings } from '../../infra/settings/settings.ts';
import type { ExportedStack } from '../../pulumi-cli/repair/exported-stack.ts';

const TYPE = 'azure-native:authorization:RoleAssignment';

/**
 * The role assignments that the next `up` would create. An existing one never changes, so without such ones
 * the login does not need the right to assign roles.
 */
export async function rolesToCreate(
  { regions, users }: Settings,
  { resources }: ExportedStack,
): Promise<readonly string[]> {
  // These bring Azure's SDK, which most runs do not need.
  const { IDENTITY, scopeName } = await import('../../infra/entra/create-identity.ts');
  const { roleResourceName, rolesFor } = await import('../../infra/entra/roles.ts');
  const existing = new Set(resources.filter(({ type }) => type === TYPE).map(({ name }) => name));
  const accountData = users.some((user) => user.accountData === true);
  const wanted = regions
    .filter(({ auth }) => hasRoles(auth))
    .flatMap(({ name, account, deployments }) => {
      const formats = deployments.flatMap(({ format }) => format ?? []);
      const prefix = `${IDENTITY}-${scopeName(accountKey(name, account))}`;
      return rolesFor(formats, accountData).map((role) => roleResourceName(prefix, role));
    });
  return [...new Set(wanted)].filter((name) => !existing.has(name));
}
