// Who has which role where. https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
import { ROLE_DEFINITIONS } from '../../access/role-definitions.ts';
import type { AccountRole } from '../../operation/account.ts';
import type { CloudReply, Json } from '../exchange.ts';
import { toJson } from '../exchange.ts';
import type { AzureResource, ResourceId } from './resource.ts';
import { refuse } from './refusals.ts';
import type { AzureWorld } from './world.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ASSIGNMENTS = '/providers/microsoft.authorization/roleassignments/';

/** The roles that are assigned on exactly this resource. */
export function rolesOn(scope: string, all: readonly AzureResource[]): readonly AccountRole[] {
  return all
    .filter(({ kind, id }) => kind === 'roleAssignment' && scopeOf(id) === scope.toLowerCase())
    .map(({ body }) => ({ principalId: principalOf(body), roleId: roleOf(body) }));
}

/** A refusal of a new or changed assignment, if there is one. */
export function refuseRole(
  { id, name }: ResourceId,
  body: Json,
  before: AzureResource | undefined,
  world: AzureWorld,
): CloudReply | undefined {
  // github pulumi/pulumi-azure-nextgen#194
  if (!GUID.test(name)) {
    const message = `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`;
    return refuse(400, 'InvalidRoleAssignmentId', message);
  }
  const [principal, role] = [principalOf(body), roleOf(body)];
  if (!ROLE_DEFINITIONS.some((definition) => definition.id === role)) {
    const message = `The specified role definition with ID '${role.replaceAll('-', '')}' does not exist.`;
    return refuse(404, 'RoleDefinitionDoesNotExist', message);
  }
  if (before !== undefined) {
    // github pulumi/pulumi-azure-native#771. That another role is refused, too, was not tried.
    if (principalOf(before.body) === principal && roleOf(before.body) === role) return undefined;
    const message =
      'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.';
    return refuse(400, 'RoleAssignmentUpdateNotPermitted', message);
  }
  return refusePrincipal(principal, body, world) ?? refuseSecond(id, principal, role, world);
}

/**
 * The directory of principals lags: without the type, a new identity is not found there. The stand-in's
 * never catches up, so that a missing type is noticed.
 */
function refusePrincipal(principal: string, body: Json, world: AzureWorld): CloudReply | undefined {
  const type = toJson(body['properties'])['principalType'];
  const isKnown = world
    .all()
    .some(
      ({ kind, body: other }) =>
        kind === 'identity' && toJson(other['properties'])['principalId'] === principal,
    );
  if (!isKnown || type === undefined) {
    const message = `Principal ${principal.replaceAll('-', '')} does not exist in the directory ${world.tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`;
    return refuse(400, 'PrincipalNotFound', message);
  }
  if (type !== 'ServicePrincipal') {
    // With Azure's own spelling, github Azure/azure-dev#3581.
    const message = `The PrincipalId '${principal.replaceAll('-', '')}' has type 'ServicePrincipal' , which is different from specified PrinciaplType '${typeof type === 'string' ? type : ''}'.`;
    return refuse(400, 'UnmatchedPrincipalType', message);
  }
  return undefined;
}

/** github Azure/deployment-stacks#233 */
function refuseSecond(
  id: string,
  principal: string,
  role: string,
  world: AzureWorld,
): CloudReply | undefined {
  const isThere = rolesOn(scopeOf(id), world.all()).some(
    (other) => other.principalId === principal && other.roleId === role,
  );
  return isThere
    ? refuse(409, 'RoleAssignmentExists', 'The role assignment already exists.')
    : undefined;
}

function scopeOf(id: string): string {
  const text = id.toLowerCase();
  return text.slice(0, text.lastIndexOf(ASSIGNMENTS));
}

function principalOf(body: Json): string {
  return String(toJson(body['properties'])['principalId']);
}

/** The definition's UUID, from an id of any scope. */
function roleOf(body: Json): string {
  const id = String(toJson(body['properties'])['roleDefinitionId']);
  return id.slice(id.lastIndexOf('/') + 1).toLowerCase();
}
