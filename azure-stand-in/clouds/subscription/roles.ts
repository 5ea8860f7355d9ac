// What the caller's roles allow at Azure's management API.

/** One role of the caller's: https://learn.microsoft.com/azure/role-based-access-control/role-definitions */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

export const OWNER: Permission = { actions: ['*'], notActions: [] };

/** https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/privileged#contributor */
export const CONTRIBUTOR: Permission = {
  actions: ['*'],
  notActions: [
    'Microsoft.Authorization/*/Delete',
    'Microsoft.Authorization/*/Write',
    'Microsoft.Authorization/elevateAccess/Action',
    'Microsoft.Blueprint/blueprintAssignments/write',
    'Microsoft.Blueprint/blueprintAssignments/delete',
    'Microsoft.Compute/galleries/share/action',
    'Microsoft.Purview/consents/write',
    'Microsoft.Purview/consents/delete',
    'Microsoft.Resources/deploymentStacks/manageDenySetting/action',
    'Microsoft.Subscription/cancel/action',
    'Microsoft.Subscription/enable/action',
  ],
};

export const READER: Permission = { actions: ['*/read'], notActions: [] };
