// What the gateway's identity may do with an account.
// https://learn.microsoft.com/azure/ai-foundry/openai/how-to/role-based-access-control
import { RoleAssignment } from '@pulumi/azure-native/authorization/roleAssignment.js';
import type * as pulumi from '@pulumi/pulumi';
import { OPENAI_FORMAT } from '../azure-models/formats.ts';

/** A role, by the end of its resource's name. */
export type RoleName = keyof typeof ROLES;

/** https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/ai-machine-learning */
const ROLES = {
  /** Cognitive Services OpenAI User: chats, embeddings, images, audio. */
  'openai-user': '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd',
  /** Cognitive Services OpenAI Contributor: also files, batches and fine-tuning. */
  'openai-contributor': 'a001fd3d-188f-4b5d-821b-7da978bf7442',
  /** Cognitive Services User: also the models of other makers. */
  user: 'a97b65f3-24c7-4388-baec-2e87135dc908',
} as const;

/** An account that the identity may use. */
export interface GrantedAccount {
  /** Prefix of the roles' resource names. */
  readonly name: string;
  /** The account's resource id. */
  readonly id: pulumi.Input<string>;
  /** The makers of the models that it serves, as Azure's `format` says them. */
  readonly formats: readonly string[];
}

/** Who gets the roles. */
export interface Grantee {
  readonly principalId: pulumi.Input<string>;
  readonly parent: pulumi.Resource;
  /** The subscription of the account. */
  readonly subscriptionId: string;
  /** Whether any user may use files, batches and fine-tuning. */
  readonly accountData: boolean;
}

/** The roles on an account. */
export function rolesFor(formats: readonly string[], accountData: boolean): readonly RoleName[] {
  return [
    'openai-user',
    ...(accountData ? (['openai-contributor'] as const) : []),
    ...(formats.some((format) => format !== OPENAI_FORMAT) ? (['user'] as const) : []),
  ];
}

/** The name of a role's resource. */
export function roleResourceName(account: string, role: RoleName): string {
  return `${account}-role-${role}`;
}

/** Registers the roles on an account. */
export function assignRoles(
  { name, id, formats }: GrantedAccount,
  { principalId, parent, subscriptionId, accountData }: Grantee,
): readonly pulumi.Resource[] {
  return rolesFor(formats, accountData).map(
    (role) =>
      new RoleAssignment(
        roleResourceName(name, role),
        {
          scope: id,
          principalId,
          // Without it, Azure looks for a new identity in a directory that may not have it yet
          // (PrincipalNotFound): https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
          principalType: 'ServicePrincipal',
          roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${ROLES[role]}`,
        },
        { parent },
      ),
  );
}
