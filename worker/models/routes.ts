// The deployments that serve one model.

import type { Backend } from './backend.ts';

/** One deployment of a model. */
export interface ModelRoute {
  readonly backend: Backend;
  /** Its name at that account; empty for requests that name no model. */
  readonly deployment: string;
  /** Lower ones come first. */
  readonly priority: number;
  /** Share among routes of one priority; 0: it drains, and is only used when nothing else exists. */
  readonly weight: number;
  /** What it costs, in percent of the model's price. */
  readonly pricePercent: number;
}

/** All routes to a model, best rank first; within a rank as the settings list them. */
export type ModelRoutes = readonly [ModelRoute, ...ModelRoute[]];

/** Orders the routes; undefined where there is none. */
export function toModelRoutes(routes: readonly ModelRoute[]): ModelRoutes | undefined {
  const [first, ...others] = routes.toSorted(byRank);
  return first === undefined ? undefined : [first, ...others];
}

/** Draining routes last, then by priority. */
export function byRank(a: ModelRoute, b: ModelRoute): number {
  const aDrains = a.weight === 0;
  const bDrains = b.weight === 0;
  if (aDrains !== bDrains) return aDrains ? 1 : -1;
  return a.priority - b.priority;
}

/** The share of a route. Draining routes share alike. */
export function shareOf({ weight }: ModelRoute): number {
  return weight === 0 ? 1 : weight;
}

/** The route to that account, if there is one. */
export function routeTo(routes: ModelRoutes, backend: Backend): ModelRoute | undefined {
  return routes.find((route) => route.backend === backend);
}
