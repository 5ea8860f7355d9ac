// Owns: the ways to one model: in which order they count, and which one a request takes.

import type { Backend } from './catalog.ts';

/** One deployment of a model. */
export interface ModelRoute {
  readonly backend: Backend;
  /** Its name at that account. */
  readonly deployment: string;
  /** Lower ones come first. */
  readonly priority: number;
  /** Share among routes of one priority; 0: only where no route has any. */
  readonly weight: number;
}

/** All routes to a model, prepared so that a request only has to draw a number. */
export interface ModelRoutes {
  /** By priority; within one as the settings list them. */
  readonly ordered: readonly [ModelRoute, ...ModelRoute[]];
  /** Those of the lowest priority that have a share. */
  readonly candidates: readonly ModelRoute[];
  /** For each candidate, the shares up to and with its own; the last is 1. */
  readonly bounds: readonly number[];
}

/** Orders the routes and adds up their shares. */
export function toModelRoutes(routes: readonly [ModelRoute, ...ModelRoute[]]): ModelRoutes {
  const [first, ...rest] = routes.toSorted((a, b) => a.priority - b.priority);
  const ordered = [first ?? routes[0], ...rest] as const;
  const weighted = ordered.filter(({ weight }) => weight > 0);
  const usable = weighted.length > 0 ? weighted : ordered.map((route) => ({ ...route, weight: 1 }));
  const candidates = usable.filter(({ priority }) => priority === usable[0]?.priority);
  const total = candidates.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  const bounds = candidates.map(({ weight }) => (sum += weight) / total);
  return { ordered, candidates, bounds };
}

/**
 * The route that a request takes.
 *
 * @param draw gives the next number in [0, 1); asked only where there is a choice
 */
export function pickRoute(routes: ModelRoutes, draw: () => number): ModelRoute {
  const { ordered, candidates, bounds } = routes;
  const position = candidates.length > 1 ? draw() : 0;
  return candidates[bounds.findIndex((bound) => position < bound)] ?? ordered[0];
}

/** The route to that account, if there is one. */
export function routeTo(routes: ModelRoutes, backend: Backend): ModelRoute | undefined {
  return routes.ordered.find((route) => route.backend === backend);
}
