// Puts models and accounts together into a catalog, wherever they were read from.

import type { ModelBackendBinding, ModelBinding } from '../contract/env.ts';
import { err, ok, type Result } from '../contract/result.ts';
import type { Backend } from '../models/backend.ts';
import { DEFAULT_API_VERSION, type Model, type Upstreams } from '../models/catalog.ts';
import { toModelRoutes, type ModelRoute, type ModelRoutes } from '../models/routes.ts';
import { toTimeouts } from '../models/timeouts.ts';
import { traitsOf } from '../traits/traits.ts';

/**
 * Builds the catalog.
 *
 * @param complete whether these are all deployments that the accounts have
 * @returns the catalog, or every fault found
 */
export function buildCatalog(
  models: readonly ModelBinding[],
  backends: readonly Backend[],
  complete: boolean,
): Result<Upstreams, readonly string[]> {
  const accounts = toModelRoutes(
    backends.map((backend) => ({
      backend,
      deployment: '',
      priority: 1,
      weight: 1,
      pricePercent: 100,
    })),
  );
  if (accounts === undefined) return err(['BACKENDS lists no backend']);

  const faults: string[] = [];
  const catalog = new Map<string, Model>();
  for (const binding of models) {
    const routes = toModelRoutes(routesOf(binding, backends, faults));
    if (routes === undefined) continue;
    const model = toModel(binding, routes);
    for (const name of [binding.id, ...(binding.aliases ?? [])]) {
      if (catalog.has(name)) faults.push(`MODELS names ${name} twice`);
      catalog.set(name, model);
    }
  }
  return faults.length > 0 ? err(faults) : ok({ catalog, complete, accounts });
}

function routesOf(
  { id, deployment = id, backends: serving }: ModelBinding,
  backends: readonly Backend[],
  faults: string[],
): readonly ModelRoute[] {
  const routes: ModelRoute[] = [];
  const entries: readonly ModelBackendBinding[] = serving ?? backends;
  for (const entry of entries) {
    const backend = backends.find(({ name }) => name === entry.name);
    if (backend === undefined) {
      faults.push(`BACKENDS has no ${entry.name}, which MODELS names for ${id}`);
      continue;
    }
    routes.push({
      backend,
      deployment: entry.deployment ?? deployment,
      priority: entry.priority ?? 1,
      weight: entry.weight ?? 1,
      pricePercent: entry.pricePercent ?? 100,
    });
  }
  return routes;
}

/** More than any model takes and gives: https://learn.microsoft.com/azure/foundry/openai/concepts/models */
const LARGEST_TOKENS = { context: 1_100_000, output: 128_000 };

function toModel(binding: ModelBinding, routes: ModelRoutes): Model {
  // null: the model is not known.
  const azureName = binding.model === undefined ? binding.id : (binding.model ?? undefined);
  return {
    id: binding.id,
    azureName,
    routes,
    upstream: binding.upstream,
    apiVersion: binding.apiVersion ?? DEFAULT_API_VERSION,
    traits: traitsOf(azureName ?? ''),
    adapt: binding.adaptParameters ?? true,
    overrides: binding.parameters,
    asyncFilter: binding.asynchronousFilter ?? false,
    timeouts: toTimeouts(binding.timeouts),
    created: binding.created ?? 0,
    price: binding.price,
    tokens: binding.tokens ?? LARGEST_TOKENS,
    hasKnownTokens: binding.tokens !== undefined,
  };
}
