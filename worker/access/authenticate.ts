// Finding the caller's key and the user who holds it. Runs before any body is read.

import type { Catalog } from '../models/catalog.ts';
import type { Access } from '../config/parse-config.ts';
import type { GatewayError } from '../contract/errors.ts';
import { subprotocols } from '../http/headers.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { findUser, type User } from './user-directory.ts';

/** Who calls, and the key that Azure gets where the gateway has none of its own. */
export interface Caller extends Pick<User, 'accountData'>, Partial<Pick<User, 'typewriter'>> {
  /** What the caller may use; undefined: everything. */
  readonly models?: Catalog | undefined;
  /** For the log line; undefined where callers have no names. */
  readonly user?: string | undefined;
  readonly key: string;
}

/**
 * Identifies the caller. Clients disagree about the header, and some send a placeholder in one and
 * the key in another, so every carrier is tried. Where Azure is to judge the key, Azure's own header
 * comes first.
 *
 * @param now milliseconds since 1970
 */
export async function authenticate(
  headers: Headers,
  access: Access,
  now: number,
): Promise<Result<Caller, GatewayError>> {
  const keys = presentedKeys(headers);
  const [first] = keys;
  if (!first) return err({ kind: 'missing_api_key' });
  if (access.kind === 'azure-key') {
    // Who holds the Azure key could ask Azure itself.
    return ok({ key: first, accountData: true });
  }

  let refusal: GatewayError = { kind: 'invalid_api_key' };
  for (const key of keys) {
    const found = await findUser(access.users, key);
    if (!found) continue;
    const { name: user, accountData, models, expires, disabled, typewriter } = found;
    if (disabled) refusal = { kind: 'user_disabled', user };
    else if (expires !== undefined && expires * 1000 <= now) {
      refusal = { kind: 'key_expired', user, expires };
    } else return ok({ user, key, accountData, models: models?.(), typewriter });
  }
  return err(refusal);
}

function presentedKeys(headers: Headers): readonly string[] {
  const bearer = /^bearer (.*)$/is.exec(headers.get('authorization') ?? '')?.[1];
  return [headers.get('api-key'), bearer, headers.get('x-api-key'), realtimeKey(headers)]
    .map((key) => key?.trim())
    .filter((key): key is string => !!key);
}

/** Browsers cannot set headers on a WebSocket, so OpenAI's SDK sends the key as a subprotocol. */
function realtimeKey(headers: Headers): string | undefined {
  const prefix = 'openai-insecure-api-key.';
  return subprotocols(headers)
    .find((protocol) => protocol.startsWith(prefix))
    ?.slice(prefix.length);
}
