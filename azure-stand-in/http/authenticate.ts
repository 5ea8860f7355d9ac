// Access to an account is by key only. The stand-in has no Entra, so it refuses every token.
import { wrongKey, wrongToken, type Refusal } from '../answers/refusal.ts';
import type { Surface } from '../answers/surface.ts';

/**
 * Checks the credentials of one request. `api-key` works on both surfaces. `Authorization: Bearer`
 * carries a key on v1 only; on the classic surface it is an Entra token, and a key there is refused
 * as a bad token (https://learn.microsoft.com/azure/foundry/openai/latest, "Authentication").
 */
export function checkCredentials(
  surface: Surface,
  headers: Readonly<Record<string, string>>,
  keys: readonly string[],
): Refusal | undefined {
  const apiKey = headers['api-key'];
  if (apiKey !== undefined) return keys.includes(apiKey) ? undefined : wrongKey(surface);
  const bearer = /^Bearer +(.+)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (bearer === undefined || surface === 'classic') return wrongToken();
  return keys.includes(bearer) ? undefined : wrongKey(surface);
}
