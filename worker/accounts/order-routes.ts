// In which order the accounts of a model are tried.

import { byRank, shareOf, type ModelRoute, type ModelRoutes } from '../models/routes.ts';

/**
 * What decides the account of a request: a share of the traffic; the user, for data that Azure stores;
 * or the order of the settings, for data that all users share.
 */
export type OrderBy = 'share' | 'user' | 'list';

/** What the choice depends on besides the routes. */
export interface OrderContext {
  readonly user: string;
  /** The next number in [0, 1). */
  readonly nextFraction: () => number;
  /** Whether the deployment is cooling down. */
  readonly isCooling: (route: ModelRoute) => boolean;
  /** Whether it gets some requests only, which probe it. */
  readonly isProbed: (route: ModelRoute) => boolean;
}

/** The routes, best first. */
export function orderRoutes(
  routes: ModelRoutes,
  by: OrderBy,
  context: OrderContext,
): readonly [ModelRoute, ...ModelRoute[]] {
  const [first, ...others] = routes;
  if (others.length === 0) return routes;
  switch (by) {
    case 'list':
      return routes;
    case 'user': {
      const { user } = context;
      const byDistance = (a: ModelRoute, b: ModelRoute) =>
        byRank(a, b) || distance(a, user) - distance(b, user);
      const [nearest = first, ...rest] = routes.toSorted(byDistance);
      return [nearest, ...rest];
    }
    case 'share': {
      const [drawn = first, ...rest] = drawInOrder(routes, context);
      return [drawn, ...rest];
    }
  }
}

/**
 * Draws by weight within each rank. Routes that cool down come last, so that their share goes to all
 * others by weight, and not to whichever is listed first.
 */
function drawInOrder(
  routes: ModelRoutes,
  { nextFraction, isCooling, isProbed }: OrderContext,
): readonly ModelRoute[] {
  const fraction = nextFraction();
  const steady: ModelRoute[] = [];
  const probed: ModelRoute[] = [];
  const cooling: ModelRoute[] = [];
  for (const route of routes) {
    (isCooling(route) ? cooling : isProbed(route) ? probed : steady).push(route);
  }
  if (steady.length === routes.length) return drawByRank(routes, fraction);
  const awake = routes.filter((route) => !cooling.includes(route));
  const first = drawByRank(awake, fraction).slice(0, 1);
  const probe = first.filter((route) => probed.includes(route));
  // Which requests probe depends on the fraction. Drawn by the same one, the others would not divide evenly.
  const other = otherFraction(fraction);
  const later = probed.filter((route) => !probe.includes(route));
  return [...probe, ...[steady, later, cooling].flatMap((group) => drawByRank(group, other))];
}

/** A number that is as even, and shows nothing of the fraction: its digits after the first three. */
function otherFraction(fraction: number): number {
  return (fraction * 1009) % 1;
}

/** @param routes by rank */
function drawByRank(routes: readonly ModelRoute[], fraction: number): readonly ModelRoute[] {
  const [first] = routes;
  if (first === undefined) return [];
  const rank = routes.filter((route) => byRank(route, first) === 0);
  return [...drawByWeight(rank, fraction), ...drawByRank(routes.slice(rank.length), fraction)];
}

/** All of them, each drawn by weight from those that are left, with one number for all draws. */
function drawByWeight(routes: readonly ModelRoute[], fraction: number): readonly ModelRoute[] {
  const [only, second] = routes;
  if (only === undefined || second === undefined) return routes;
  const total = routes.reduce((sum, route) => sum + shareOf(route), 0);
  let before = 0;
  let drawn = only;
  for (const route of routes) {
    drawn = route;
    const share = shareOf(route) / total;
    if (fraction < before + share) break;
    before += share;
  }
  // The position within the drawn share is evenly distributed too, so one number serves every draw.
  const rest = routes.filter((route) => route !== drawn);
  const position = ((fraction - before) * total) / shareOf(drawn);
  return [drawn, ...drawByWeight(rest, Math.min(Math.max(position, 0), 1))];
}

/**
 * Weighted rendezvous hashing: each user has an order of the accounts, nothing is stored, and an
 * account that comes or goes moves only its own users.
 * https://en.wikipedia.org/wiki/Rendezvous_hashing#Weighted_rendezvous_hash
 */
function distance(route: ModelRoute, user: string): number {
  return -Math.log(hash(`${route.backend.name}\n${user}`)) / shareOf(route);
}

/** A number in (0, 1). Any change of the text changes all of it: FNV-1a and a final mix. */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    bits = Math.imul(bits ^ text.charCodeAt(at), 0x01000193);
  }
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (((bits ^ (bits >>> 16)) >>> 0) + 0.5) / 2 ** 32;
}
