// `GET /v1/admin/status`: what an operator looks at, for those who may see it: which failures occurred,
// which accounts rest, which keys expire.

import { namedUsers, type User, type UserDirectory } from '../../access/user-directory.ts';
import { RequestFailure } from '../../contract/failure.ts';
import { jsonReply, type Reply } from '../../http/reply.ts';
import type { Catalog, Model } from '../../models/catalog.ts';
import type { Cooldowns } from '../../models/cooldowns.ts';
import type { ModelRoute } from '../../models/routes.ts';
import type { CallerRequest } from './caller-request.ts';

/**
 * Answers with the state of the gateway. Never with keys. `requests`, `errors` and `accounts` are what the
 * isolate that answers has seen since `since`; Cloudflare runs many.
 *
 * @throws RequestFailure for callers without `admin`
 */
export function answerAdminStatus(request: CallerRequest): Reply {
  const { caller, catalog, cooldowns, users, seen, now } = request;
  if (!caller.admin) throw new RequestFailure({ kind: 'admin_only' });
  const { since, requests, errors } = seen.summary();
  return jsonReply({
    object: 'admin.status',
    since: toIso(since),
    requests,
    errors,
    accounts: showAccounts(catalog, cooldowns, now),
    users: showUsers(users),
  });
}

function showAccounts(catalog: Catalog, cooldowns: Cooldowns, now: number) {
  const routes = [...new Set(catalog.values())].flatMap((model) =>
    model.routes.map((route) => ({ model, route })),
  );
  const accounts = Map.groupBy(routes, ({ route }) => route.backend.name);
  return [...accounts].map(([name, deployments]) => ({
    name,
    deployments: deployments.map((each) => showDeployment(each, cooldowns, now)),
  }));
}

function showDeployment(
  { model, route }: { readonly model: Model; readonly route: ModelRoute },
  cooldowns: Cooldowns,
  now: number,
) {
  const rest = cooldowns.restOf(route);
  return {
    model: model.id,
    restsUntil: rest === undefined ? null : toIso(now + rest.remainingMs),
    reason: rest?.reason ?? null,
  };
}

function showUsers(users: UserDirectory | undefined) {
  const holders = users === undefined ? [] : [...users.byKey.values(), ...users.bySha256.values()];
  const keys = Map.groupBy(
    holders.map(({ user }) => user),
    ({ name }) => name,
  );
  return namedUsers(users).map(({ name, team = null, admin }) => ({
    name,
    team,
    admin,
    keys: (keys.get(name) ?? []).map(showKey),
  }));
}

function showKey({ expires, disabled }: User) {
  return { expires: expires === undefined ? null : toIso(expires * 1000), disabled };
}

function toIso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
