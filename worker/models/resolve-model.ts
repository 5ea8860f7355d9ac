// Finding the model that a request names, and refusing one that does not support the operation.

import { RequestFailure } from '../contract/failure.ts';
import { isNonEmptyText } from '../formats/json-checks.ts';
import type { Catalog, Model, ModelChoice } from './catalog.ts';
import type { Capability } from '../traits/known-models.ts';

/** A model under the name that the client used. */
export interface NamedModel {
  readonly name: string;
  readonly model: Model;
}

/**
 * The model of a client's name.
 *
 * @throws RequestFailure with the names that the caller may use, where the name is not one of them
 */
export function resolveModel(
  name: unknown,
  capability: Capability | undefined,
  { allowed, all }: ModelChoice,
): NamedModel {
  if (!isNonEmptyText(name)) throw new RequestFailure({ kind: 'missing_required_parameter' });
  const model = lookUp(name, allowed);
  if (model === undefined) {
    const exists = lookUp(name, all) !== undefined;
    const kind = exists ? 'model_not_allowed' : 'model_not_found';
    throw new RequestFailure({ kind, model: name, available: [...allowed.keys()] });
  }
  if (capability !== undefined && !supports(model, capability)) {
    const able = findAble(capability, allowed)?.name;
    throw new RequestFailure({ kind: 'unsupported_operation', model: name, able });
  }
  return { name, model };
}

/** The first model that is known to support this, under its first name. */
export function findAble(capability: Capability, catalog: Catalog): NamedModel | undefined {
  for (const [name, model] of catalog) {
    if (model.traits.capabilities?.includes(capability) === true) return { name, model };
  }
  return undefined;
}

/** The same, or else the first model that may support it, because nothing is known about it. */
export function findPossible(capability: Capability, catalog: Catalog): NamedModel | undefined {
  const able = findAble(capability, catalog);
  if (able !== undefined) return able;
  for (const [name, model] of catalog) if (supports(model, capability)) return { name, model };
  return undefined;
}

function lookUp(name: string, catalog: Catalog): Model | undefined {
  return catalog.get(name) ?? findSnapshot(name, catalog);
}

/** Azure's answers name the dated version, `gpt-5.4-mini-2026-03-17`, and clients send that back. */
function findSnapshot(name: string, catalog: Catalog): Model | undefined {
  const [, base, date] = /^(.+)-(\d{4}-\d\d-\d\d)$/.exec(name) ?? [];
  if (base === undefined || date === undefined) return undefined;
  const created = Date.parse(date) / 1000;
  const named = catalog.get(base);
  if (named?.created === created) return named;
  return [...catalog.values()].find(
    (model) => model.azureName === base && model.created === created,
  );
}

/** Of a model that is not known, nothing is assumed. */
function supports({ traits }: Model, capability: Capability): boolean {
  return traits.capabilities === undefined || traits.capabilities.includes(capability);
}
