// What the program declared at Microsoft Entra, for the stand-in: identities, whom they trust, their roles.
import type { AccountRole } from '../../azure-stand-in/operation/account.ts';
import type { EntraOptions, ManagedIdentity } from '../../azure-stand-in/server.ts';
import { CLIENT_ID, PRINCIPAL_ID, TENANT_ID, type DeclaredResource } from './stand-in-providers.ts';

/** A tenant of Microsoft Entra. */
export type Tenant = Pick<EntraOptions, 'tenantId' | 'identities'>;

/** The tenant with the stack's identity; undefined where it declares none. */
export function toTenant(declared: readonly DeclaredResource[]): Tenant | undefined {
  const isDeclared = declared.some(({ type }) => type.endsWith(':UserAssignedIdentity'));
  if (!isDeclared) return undefined;
  const identity: ManagedIdentity = {
    clientId: CLIENT_ID,
    principalId: PRINCIPAL_ID,
    credentials: declared
      .filter(({ type }) => type.endsWith(':FederatedIdentityCredential'))
      .map(({ inputs }) => ({
        issuer: String(inputs['issuer']),
        subject: String(inputs['subject']),
        audiences: Array.isArray(inputs['audiences']) ? inputs['audiences'].map(String) : [],
      })),
  };
  return { tenantId: TENANT_ID, identities: [identity] };
}

/** The roles that are assigned on an account, by its resource id. */
export function rolesOn(
  declared: readonly DeclaredResource[],
  accountId: string,
): readonly AccountRole[] {
  return declared
    .filter(({ type, inputs }) => type.endsWith(':RoleAssignment') && inputs['scope'] === accountId)
    .map(({ inputs }) => ({
      principalId: String(inputs['principalId']),
      roleId: String(inputs['roleDefinitionId']).split('/').at(-1) ?? '',
    }));
}
