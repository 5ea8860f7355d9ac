// Models and accounts, wherever they were read -> catalog.

import type { Backend, Model, Timeouts, Upstreams } from '../models/catalog.ts';
import type { ModelBackendBinding, ModelBinding, TimeoutsBinding } from '../contract/env.ts';
import { FIRST_BYTE_TIMEOUT_MS, HEADERS_TIMEOUT_MS } from '../contract/limits.ts';
import { toModelRoutes } from '../models/routes.ts';
import { traitsOf } from '../models/traits.ts';
import { DEFAULT_API_VERSION } from '../operations/table.ts';
import { err, ok, type Result } from '../contract/result.ts';

/**
 * Puts the models together with the accounts that serve them.
 *
 * @param complete whether these are all deployments there are
 * @returns the catalog, or every fault found
 */
export function buildCatalog(
  models: readonly ModelBinding[],
  backends: readonly Backend[],
  complete: boolean,
): Result<Upstreams, readonly string[]> {
  const routesTo = (serving: readonly ModelBackendBinding[], otherwise: string) =>
    toModelRoutes(
      serving.flatMap(({ name, priority = 1, weight = 1, deployment: deployedAs = otherwise }) => {
        const backend = backends.find((candidate) => candidate.name === name);
        return backend ? [{ backend, deployedAs, priority, weight }] : [];
      }),
    );
  const accounts = routesTo(backends, '');
  if (!accounts) return err(['BACKENDS lists no backend']);

  const faults: string[] = [];
  const catalog = new Map<string, Model>();
  for (const binding of models) {
    const {
      id,
      aliases = [],
      deployment = id,
      model = id,
      backends: serving = backends,
      adaptParameters: adapt = true,
      asynchronousFilter: asyncFilter = false,
      timeouts,
      ...rest
    } = binding;
    const routes = routesTo(serving, deployment);
    if (routes?.ordered.length !== serving.length) {
      faults.push(`MODELS gives ${id} no account, or one that BACKENDS has not`);
    }
    if (!routes) continue;
    const entry: Model = {
      apiVersion: DEFAULT_API_VERSION,
      created: 0,
      ...rest,
      azureName: model ?? undefined,
      routes,
      traits: traitsOf(model ?? ''),
      adapt,
      asyncFilter,
      timeouts: toTimeouts(timeouts),
    };
    for (const name of [id, ...aliases]) {
      if (catalog.has(name)) faults.push(`MODELS names ${name} twice`);
      catalog.set(name, entry);
    }
  }
  return faults.length ? err(faults) : ok({ catalog, complete, accounts });
}

function toMs(seconds: number | undefined) {
  return seconds && seconds * 1000;
}

/** The defaults hold for models that are not known, too. */
export function toTimeouts({ headers, firstByte, idle }: TimeoutsBinding = {}): Timeouts {
  return {
    headersMs: toMs(headers) ?? HEADERS_TIMEOUT_MS,
    firstByteMs: toMs(firstByte) ?? FIRST_BYTE_TIMEOUT_MS,
    idleMs: toMs(idle),
  };
}
