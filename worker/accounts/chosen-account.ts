// The account that a request names, in place of the one that the gateway would choose. An operator who wants
// to know whether every account answers must be able to ask each of them.

import { RequestFailure } from '../contract/failure.ts';
import { CHOSEN_ACCOUNT } from '../http/headers.ts';
import type { ModelRoute, ModelRoutes } from '../models/routes.ts';

/**
 * The routes that a request may take: all of them, or only the one to the account that its header names. The
 * request then has no other account to go to.
 *
 * @param isAdmin whether the caller may choose
 * @throws RequestFailure where the caller may not, or no route leads to such an account
 */
export function chosenRoutes(headers: Headers, isAdmin: boolean, routes: ModelRoutes): ModelRoutes {
  const name = headers.get(CHOSEN_ACCOUNT);
  if (name === null) return routes;
  if (!isAdmin) throw new RequestFailure({ kind: 'account_choice_not_allowed' });
  const [chosen] = routes.filter(({ backend }) => backend.name === name);
  if (chosen !== undefined) return [chosen];
  throw new RequestFailure({
    kind: 'account_not_found',
    account: name,
    available: namesOf(routes),
  });
}

function namesOf(routes: readonly ModelRoute[]): readonly string[] {
  return [...new Set(routes.map(({ backend }) => backend.name))];
}
