// Owns: models and accounts, wherever they were read -> catalog.

import type { Backend, Model, Upstreams } from './catalog.ts';
import type { ModelBackendBinding, ModelBinding } from './env.ts';
import { toModelRoutes, type ModelRoute } from './model-routes.ts';
import { traitsOf } from './model-traits.ts';
import { DEFAULT_API_VERSION } from './operations.ts';
import { err, ok, type Result } from './result.ts';

/**
 * Puts the models together with the accounts that serve them.
 *
 * @param complete whether these are all deployments there are
 * @returns the catalog, or every fault found
 */
export function buildCatalog(
  models: readonly ModelBinding[],
  backends: readonly [Backend, ...Backend[]],
  complete: boolean,
): Result<Upstreams, readonly string[]> {
  const faults: string[] = [];
  const catalog = new Map<string, Model>();
  for (const binding of models) {
    const { id, aliases = [], deployment = id, model = id } = binding;
    const routes: ModelRoute[] = [];
    const serving: readonly ModelBackendBinding[] = binding.backends ?? backends;
    for (const { name, priority = 1, weight = 1, deployment: there = deployment } of serving) {
      const backend = backends.find((candidate) => candidate.name === name);
      if (backend === undefined) faults.push(`BACKENDS has no ${name}, which MODELS gives ${id}`);
      else routes.push({ backend, deployment: there, priority, weight });
    }
    const [first, ...others] = routes;
    if (first === undefined) continue;
    const entry: Model = {
      azureName: model ?? undefined,
      routes: toModelRoutes([first, ...others]),
      upstream: binding.upstream,
      apiVersion: binding.apiVersion ?? DEFAULT_API_VERSION,
      traits: traitsOf(model ?? ''),
      adapt: binding.adaptParameters ?? true,
      asyncFilter: binding.asynchronousFilter ?? false,
      created: binding.created ?? 0,
    };
    for (const name of [id, ...aliases]) {
      if (catalog.has(name)) faults.push(`MODELS names ${name} twice`);
      catalog.set(name, entry);
    }
  }
  return faults.length > 0 ? err(faults) : ok({ catalog, complete, backends });
}
