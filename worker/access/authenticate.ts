// Finding the caller's key and the user who holds it. Runs before any body is read.

import type { Typewriter } from '../contract/env.ts';
import { RequestFailure } from '../contract/failure.ts';
import { subprotocols } from '../http/headers.ts';
import type { Catalog } from '../models/catalog.ts';
import type { Access } from './access.ts';
import type { LedgerPlan } from './ledger-plan.ts';
import { findUser, type User, type UserDirectory } from './user-directory.ts';

/** The caller of a request, and the key that Azure gets where the gateway has none of its own. */
export interface Caller {
  /** For the log line; undefined where callers have no names. */
  readonly user: string | undefined;
  readonly key: string;
  /** May use what all users of the Azure account share. */
  readonly accountData: boolean;
  /** What the caller may use; undefined: everything. */
  readonly models: Catalog | undefined;
  /** undefined: that of the gateway. */
  readonly typewriter: Typewriter | undefined;
  /** Unix seconds from which the key is refused; undefined: never. */
  readonly expires: number | undefined;
  /** May see what all users used. */
  readonly admin: boolean;
  readonly team: string | undefined;
  /** How the ledger counts what the caller uses; undefined: it does not. */
  readonly plan: LedgerPlan | undefined;
}

/**
 * Identifies the caller. Clients disagree about the header, and some send a placeholder in one and
 * the key in another, so all of them are read. Where Azure judges the key, Azure's own header comes
 * first.
 *
 * @param now milliseconds since 1970
 * @throws RequestFailure where there is no key, or none of an active user
 */
export async function authenticate(headers: Headers, access: Access, now: number): Promise<Caller> {
  const keys = presentedKeys(headers);
  const [first] = keys;
  if (first === undefined) throw new RequestFailure({ kind: whyMissing(headers) });
  switch (access.kind) {
    case 'azure-key':
      // The holder of the Azure key could call Azure directly.
      return {
        user: undefined,
        key: first,
        accountData: true,
        models: undefined,
        typewriter: undefined,
        expires: undefined,
        admin: false,
        team: undefined,
        plan: undefined,
      };
    case 'users':
      return findCaller(keys, access.users, now);
  }
}

/** The first key of an active user. Otherwise the refusal is about the last known user. */
async function findCaller(
  keys: readonly string[],
  users: UserDirectory,
  now: number,
): Promise<Caller> {
  // An error keeps its stack, which costs more than all the rest here.
  let refusal: RequestFailure | undefined;
  for (const key of keys) {
    const user = await findUser(users, key);
    if (user === undefined) continue;
    const reason = refusalOf(user, now);
    if (reason === undefined) return toCaller(user, key);
    refusal = reason;
  }
  throw refusal ?? new RequestFailure({ kind: 'invalid_api_key' });
}

function refusalOf(user: User, now: number): RequestFailure | undefined {
  const { name, disabled, expires } = user;
  if (disabled) return new RequestFailure({ kind: 'user_disabled' }, { user: name });
  if (expires !== undefined && expires * 1000 <= now) {
    return new RequestFailure({ kind: 'key_expired', expires }, { user: name });
  }
  return undefined;
}

function toCaller(user: User, key: string): Caller {
  const { name, accountData, models, typewriter, expires, admin, team, plan } = user;
  return {
    user: name,
    key,
    accountData,
    models: models?.(),
    typewriter,
    expires,
    admin,
    team,
    plan,
  };
}

/** `Bearer` alone is what a client with an empty key sends. */
function whyMissing(headers: Headers): 'missing_api_key' | 'no_bearer' {
  const sent = headers.get('authorization')?.trim() ?? '';
  return sent === '' || /^bearer$/i.test(sent) ? 'missing_api_key' : 'no_bearer';
}

function presentedKeys(headers: Headers): readonly string[] {
  const bearer = /^bearer (.*)$/is.exec(headers.get('authorization') ?? '')?.[1];
  const sent = [headers.get('api-key'), bearer, headers.get('x-api-key'), realtimeKey(headers)];
  return sent.map((key) => key?.trim() ?? '').filter((key) => key !== '');
}

/** Browsers cannot set headers on a WebSocket, so OpenAI's SDK sends the key as a subprotocol. */
function realtimeKey(headers: Headers): string | undefined {
  const prefix = 'openai-insecure-api-key.';
  return subprotocols(headers)
    .find((protocol) => protocol.startsWith(prefix))
    ?.slice(prefix.length);
}
