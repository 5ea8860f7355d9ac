// Owns: models and accounts, wherever they were read -> catalog.

import type { Backend, Model, Timeouts, Upstreams } from './catalog.ts';
import type { ModelBackendBinding, ModelBinding, TimeoutsBinding } from './env.ts';
import { FIRST_BYTE_TIMEOUT_MS, HEADERS_TIMEOUT_MS } from './limits.ts';
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
      timeouts: toTimeouts(binding.timeouts),
    };
    for (const name of [id, ...aliases]) {
      if (catalog.has(name)) faults.push(`MODELS names ${name} twice`);
      catalog.set(name, entry);
    }
  }
  if (faults.length > 0) return err(faults);
  const toAccount = (backend: Backend) => ({ backend, deployment: '', priority: 1, weight: 1 });
  const [first, ...others] = backends;
  const accounts = toModelRoutes([toAccount(first), ...others.map(toAccount)]);
  return ok({ catalog, complete, accounts });
}

/** The defaults hold for models that are not known, too. */
export function toTimeouts({ headers, firstByte, idle }: TimeoutsBinding = {}): Timeouts {
  return {
    headersMs: headers === undefined ? HEADERS_TIMEOUT_MS : headers * 1000,
    firstByteMs: firstByte === undefined ? FIRST_BYTE_TIMEOUT_MS : firstByte * 1000,
    idleMs: idle === undefined ? undefined : idle * 1000,
  };
}
