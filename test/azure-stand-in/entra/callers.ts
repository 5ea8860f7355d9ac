// Callers with a token, and accounts on which they have roles.
import type { AzureAccount } from '../../../azure-stand-in/server.ts';
import { ACCOUNT, chatBody } from '../client.ts';
import { getToken, PRINCIPAL, ROLES, startTenant, type Tenant } from './tenant.ts';

export type Role = keyof typeof ROLES;

/** A tenant whose identity has these roles on an account. */
export function startWith(
  roles: readonly Role[],
  account: Partial<AzureAccount> = {},
): Promise<Tenant> {
  const own = roles.map((role) => ({ principalId: PRINCIPAL, roleId: ROLES[role] }));
  return startTenant({}, { accounts: [{ ...ACCOUNT, ...account, roles: own }] });
}

/** Headers with a token in place of the key that the client sends otherwise. */
export async function bearer({ standIn }: Tenant, scope?: string) {
  const token = await getToken(standIn, scope === undefined ? {} : { scope });
  return { authorization: `Bearer ${token}` };
}

/** Sends without `api-key`. */
export async function call(
  { standIn }: Tenant,
  headers: Readonly<Record<string, string>>,
  path: string,
  { method = 'POST', body }: { readonly method?: string; readonly body?: unknown } = {},
): Promise<readonly [number, unknown]> {
  const response = await fetch(standIn.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body: JSON.stringify(body ?? chatBody('Hello')) }),
  });
  return [response.status, await response.json()];
}
