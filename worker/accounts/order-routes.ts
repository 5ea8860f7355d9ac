// In which order the routes to a model are tried. Which of them are fit to be tried is
// rests.ts's matter.

import { byRank, pickRoute, type ModelRoute, type ModelRoutes } from '../models/routes.ts';

/**
 * By what a request chooses: a share of the traffic; the user, for what Azure keeps for later; or as
 * the settings list the accounts, for what all users share.
 */
export type OrderBy = 'share' | 'user' | 'list';

/**
 * The routes, best first.
 *
 * @param draw gives the next number in [0, 1)
 */
export function orderRoutes(
  routes: ModelRoutes,
  by: OrderBy,
  user: string,
  draw: () => number,
): readonly ModelRoute[] {
  const { ordered } = routes;
  if (ordered.length === 1 || by === 'list') return ordered;
  if (by === 'user') {
    return ordered.toSorted((a, b) => byRank(a, b) || distance(a, user) - distance(b, user));
  }
  const picked = pickRoute(routes, draw);
  return [picked, ...ordered.filter((route) => route !== picked)];
}

/**
 * Weighted rendezvous hashing: each user has an order of the accounts, nothing is stored, and an
 * account that comes or goes moves only its own users.
 * https://en.wikipedia.org/wiki/Rendezvous_hashing#Weighted_rendezvous_hash
 */
function distance(route: ModelRoute, user: string): number {
  return -Math.log(hash(`${route.backend.name}\n${user}`)) / route.weight;
}

/** A number in (0, 1) that any change of the text changes altogether: FNV-1a and a final mix. */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    bits = Math.imul(bits ^ text.charCodeAt(at), 0x01000193);
  }
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (((bits ^ (bits >>> 16)) >>> 0) + 0.5) / 2 ** 32;
}
