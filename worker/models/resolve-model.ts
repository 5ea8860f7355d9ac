// Finding the model that a request names, and refusing one that cannot do what is asked.

import { describeAvailable, type Catalog, type Choice, type Model } from './catalog.ts';
import type { GatewayError } from '../contract/errors.ts';
import type { Capability } from './traits.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { isFilled } from '../formats/json-checks.ts';

/** A model under the name by which it was asked for. */
export interface NamedModel {
  readonly name: string;
  readonly model: Model;
}

/** Whether there is anything that the caller may not use. */
export function isRestricted(choice: Choice): boolean {
  return choice.open !== choice.all;
}

/** Resolves a client's name. Others are refused with the names that the caller may use. */
export function resolveModel(
  name: unknown,
  capability: Capability | undefined,
  { open, all }: Choice,
): Result<NamedModel, GatewayError> {
  if (!isFilled(name)) return err({ kind: 'missing_required_parameter' });
  const model = lookUp(name, open);
  if (!model) {
    const kind = lookUp(name, all) ? 'model_not_allowed' : 'model_not_found';
    return err({ kind, model: name, available: describeAvailable(open) });
  }
  if (!capability || serves(model, capability)) return ok({ name, model });
  return err({
    kind: 'unsupported_operation',
    model: name,
    able: findAble(capability, open)?.[0],
  });
}

/** The first model that can do this, under its first name. */
export function findAble(
  capability: Capability,
  catalog: Catalog,
): readonly [string, Model] | undefined {
  return [...catalog].find(([, model]) => serves(model, capability));
}

/** The model of that name, if there is one. */
function lookUp(name: string, catalog: Catalog): Model | undefined {
  return catalog.get(name) ?? snapshot(name, catalog);
}

/** Azure's answers name the dated version, `gpt-5.4-mini-2026-03-17`, and clients send that back. */
function snapshot(name: string, catalog: Catalog): Model | undefined {
  const [, base, date = ''] = /^(.+)-(\d{4}-\d\d-\d\d)$/.exec(name) ?? [];
  if (!base) return undefined;
  const created = Date.parse(date) / 1000;
  const named = [catalog.get(base), ...catalog.values()];
  return named.find(
    (model, index) => model?.created === created && (index === 0 || model.azureName === base),
  );
}

function serves(model: Model, capability: Capability): boolean {
  return model.traits.capabilities?.includes(capability) ?? true;
}
