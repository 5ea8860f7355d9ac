// How the gateway proves to an Azure account who it is: with a key, or with tokens of Microsoft Entra. Between
// the two are steps, because what one step makes at Azure takes minutes to have effect.

/** The steps from keys to tokens, in order. */
export const AZURE_AUTH_STEPS = ['key', 'key-with-roles', 'entra-with-keys', 'entra'] as const;

/**
 * `key`: the gateway sends the account's key. `key-with-roles`: it still does, and the identity has its roles.
 * `entra-with-keys`: it sends tokens, and the account still takes keys. `entra`: a new account takes tokens only.
 */
export type AzureAuth = (typeof AZURE_AUTH_STEPS)[number];

/** Whether the identity has roles on the account. */
export function hasRoles(auth: AzureAuth): boolean {
  return auth !== 'key';
}

/** Whether the gateway sends tokens to the account. Then the program reads none of its keys. */
export function sendsTokens(auth: AzureAuth): boolean {
  return auth === 'entra-with-keys' || auth === 'entra';
}

/** Whether keys are switched off at an account that the stack makes. */
export function refusesKeys(auth: AzureAuth): boolean {
  return auth === 'entra';
}
