// The ways to one model: in which order they count, and which one a request takes.

import type { Backend } from './catalog.ts';

/** One deployment of a model. */
export interface ModelRoute {
  readonly backend: Backend;
  /** Its name at that account. */
  readonly deployedAs: string;
  /** Lower ones come first. */
  readonly priority: number;
  /** Share among routes of one priority; 0: only where no route has any. */
  readonly weight: number;
}

/** All routes to a model, prepared so that a request only has to draw a number. */
export interface ModelRoutes {
  /** By rank; within one as the settings list them. */
  readonly ordered: readonly [ModelRoute, ...ModelRoute[]];
  /** Those of the lowest priority that have a share. */
  readonly candidates: readonly ModelRoute[];
  /** For each candidate, the shares up to and with its own. */
  readonly bounds: readonly number[];
  /** Of all shares. */
  readonly total: number;
}

/** Orders the routes and adds up their shares; undefined where there is none. */
export function toModelRoutes(routes: readonly ModelRoute[]): ModelRoutes | undefined {
  const [first, ...others] = routes.toSorted(byRank);
  if (!first) return undefined;
  const ordered = [first, ...others] as const;
  const candidates = ordered.filter((route) => !byRank(route, first));
  const shares = candidates.map((route) => route.weight || 1);
  let total = 0;
  const bounds = shares.map((share) => (total += share));
  return { ordered, candidates, bounds, total };
}

/** What has no share comes last: it is being emptied. Then by priority. */
export function byRank(a: ModelRoute, b: ModelRoute): number {
  return Number(!a.weight) - Number(!b.weight) || a.priority - b.priority;
}

/**
 * The route that a request takes.
 *
 * @param draw gives the next number in [0, 1); asked only where there is a choice
 */
export function pickRoute(routes: ModelRoutes, draw: () => number): ModelRoute {
  const { candidates } = routes;
  const position = candidates.length > 1 ? draw() * routes.total : 0;
  return candidates[routes.bounds.findIndex((bound) => position < bound)] ?? routes.ordered[0];
}

/** The route to that account, if there is one. */
export function routeTo(routes: ModelRoutes, backend: Backend): ModelRoute | undefined {
  return routes.ordered.find((route) => route.backend === backend);
}
