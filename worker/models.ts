// Owns: finding the model that a request names, and refusing one that cannot do what is asked.

import { describeAvailable, type Catalog, type Model } from './catalog.ts';
import type { GatewayError } from './errors.ts';
import type { Capability } from './model-traits.ts';
import { err, ok, type Result } from './result.ts';

/** A model under the name by which it was asked for. */
export interface NamedModel {
  readonly name: string;
  readonly model: Model;
}

/** Resolves a client's name. Unknown ones are refused with the names that exist. */
export function resolveModel(
  name: unknown,
  capability: Capability | undefined,
  catalog: Catalog,
): Result<NamedModel, GatewayError> {
  if (typeof name !== 'string' || name === '') return err({ kind: 'missing_required_parameter' });
  const model = lookUp(name, catalog);
  if (model === undefined) {
    return err({ kind: 'model_not_found', model: name, available: describeAvailable(catalog) });
  }
  if (capability === undefined || serves(model, capability)) return ok({ name, model });
  const able = [...catalog].find(([, other]) => serves(other, capability))?.[0];
  return err({ kind: 'unsupported_operation', model: name, able });
}

/** The model of that name, if there is one. */
export function lookUp(name: string, catalog: Catalog): Model | undefined {
  return catalog.get(name) ?? snapshot(name, catalog);
}

/** Azure's answers name the dated version, `gpt-5.4-mini-2026-03-17`, and clients send that back. */
function snapshot(name: string, catalog: Catalog): Model | undefined {
  const [, base = '', date = ''] = /^(.+)-(\d{4}-\d{2}-\d{2})$/.exec(name) ?? [];
  const model = catalog.get(base);
  return model?.created === Date.parse(date) / 1000 ? model : undefined;
}

function serves({ traits }: Model, capability: Capability): boolean {
  return traits.capabilities?.includes(capability) ?? true;
}
