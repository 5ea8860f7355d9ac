// Who calls: somebody with a key of the account, or a principal of Microsoft Entra.
import { keysDisabled, wrongKey, wrongToken, type Refusal } from '../answers/refusal.ts';
import type { Surface } from '../answers/surface.ts';
import { isJwt, type AccessTokens } from '../entra/access-tokens.ts';
import type { AzureAccount } from '../operation/account.ts';

/** A caller whose credentials are right. A key may do everything. */
export type Caller =
  { readonly kind: 'key' } | { readonly kind: 'principal'; readonly principalId: string };

export interface Credentials {
  readonly surface: Surface;
  readonly headers: Readonly<Record<string, string>>;
  /** The tokens that the accounts trust; undefined: none. */
  readonly tokens: AccessTokens | undefined;
}

/**
 * Checks the credentials of one request. `api-key` works on all surfaces. `Authorization: Bearer` carries a
 * token, or, on v1 only, a key: on the classic surface a key there is refused as a bad token
 * (https://learn.microsoft.com/azure/foundry/openai/latest, "Authentication").
 */
export async function authenticate(
  account: AzureAccount,
  { surface, headers, tokens }: Credentials,
): Promise<Caller | Refusal> {
  const apiKey = headers['api-key'];
  if (apiKey !== undefined) return checkKey(account, surface, apiKey);
  const bearer = /^Bearer +(.+)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (bearer === undefined) return wrongToken();
  if (surface !== 'classic' && !isJwt(bearer)) return checkKey(account, surface, bearer);
  const holder = await tokens?.read(bearer);
  if (holder === undefined || !isAudience(surface, holder.audience)) return wrongToken();
  return { kind: 'principal', principalId: holder.principalId };
}

function checkKey(account: AzureAccount, surface: Surface, key: string): Caller | Refusal {
  if (account.isKeyless === true) return keysDisabled();
  return account.keys.includes(key) ? { kind: 'key' } : wrongKey(surface);
}

/**
 * Examples of v1 use the scope of Foundry, `https://ai.azure.com/.default`
 * (https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle); the other one works everywhere.
 * Messages name it with and without a slash at its end, as tokens have it.
 */
function isAudience(surface: Surface, audience: string): boolean {
  const resource = audience.replace(/\/$/, '');
  if (resource === 'https://cognitiveservices.azure.com') return true;
  return surface !== 'classic' && resource === 'https://ai.azure.com';
}
