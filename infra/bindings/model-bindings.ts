// The MODELS binding, and the names that clients may use.
import type { ModelBackendBinding, ModelBinding } from '../../worker/contract/env.ts';
import type { ModelTokens, PriceBinding } from '../../worker/contract/prices.ts';
import type { ParameterOverrides } from '../../worker/contract/parameter-overrides.ts';
import { OPENAI_FORMAT } from '../azure-models/formats.ts';
import { hasLedger, type LimitPlan } from '../settings/limits/limit-settings.ts';
import type { DeploymentSettings, RegionSettings } from '../settings/regions.ts';
import type { ContentFilterSettings, ModelSettings, Settings } from '../settings/settings.ts';
import { priceOf, pricePercent, tokensOf, type AccountsAtAzure } from './model-prices.ts';

/** The settings from which the models' bindings are made. */
export type ModelPlan = Pick<Settings, 'models' | 'regions' | 'contentFilters'> & LimitPlan;

/**
 * The MODELS binding: one entry per model, in the order of the settings.
 *
 * @param found the existing accounts; only prices depend on them
 */
export function toModelBindings(
  plan: ModelPlan,
  found: AccountsAtAzure = new Map(),
): readonly ModelBinding[] {
  return plan.models.map((model) => toModelBinding(model, plan, found));
}

/** Every name a client may use, each model before its aliases. */
export function modelNames(models: readonly ModelSettings[]): readonly string[] {
  return models.flatMap(({ name, aliases }) => [name, ...aliases]);
}

/** Defaults of the Worker are left out, because a binding holds 5 KB. */
function toModelBinding(
  model: ModelSettings,
  plan: ModelPlan,
  found: AccountsAtAzure,
): ModelBinding {
  const { regions, contentFilters } = plan;
  // What a model costs matters to a ledger only.
  const counted = hasLedger(plan);
  const percent: PercentOf = counted
    ? (deployment, region) => pricePercent(deployment, region, found)
    : () => 100;
  const { name, aliases, upstream, apiVersion } = model;
  const version = model.version ?? versionServed(name, regions);
  const created = version === undefined ? undefined : versionDate(version);
  const behind = azureName(model, version);
  const overrides = toOverrides(model.parameters ?? {});
  const { deployment, backends } = toBackends(name, regions, percent);
  return {
    id: name,
    ...(aliases.length > 0 && { aliases }),
    ...(behind !== name && { model: behind }),
    ...(deployment !== name && { deployment }),
    ...(upstream !== undefined && { upstream }),
    ...(apiVersion !== undefined && { apiVersion }),
    ...(model.timeouts !== undefined && { timeouts: model.timeouts }),
    ...(created !== undefined && { created }),
    ...(model.adaptParameters === false && { adaptParameters: false }),
    ...(overrides !== undefined && { parameters: overrides }),
    ...(isAsynchronous(model, contentFilters) && { asynchronousFilter: true }),
    ...(backends !== undefined && { backends }),
    ...(counted && priced(model, regions)),
  };
}

function priced(
  model: ModelSettings,
  regions: readonly RegionSettings[],
): { readonly price?: PriceBinding; readonly tokens?: ModelTokens } {
  const price = priceOf(model, regions);
  const tokens = tokensOf(model, regions);
  return { ...(price && { price }), ...(tokens && { tokens }) };
}

/** Azure's name of a model that the Worker may know; null: it must assume nothing. */
function azureName({ name, model, format }: ModelSettings, version?: string): string | null {
  // Another maker's name may look like one of OpenAI's.
  if (format !== undefined && format !== OPENAI_FORMAT) return null;
  return model ?? (version === undefined ? null : name);
}

/** undefined: nothing is overridden. */
function toOverrides({
  drop = [],
  rename = {},
  keep = [],
}: NonNullable<ModelSettings['parameters']>): ParameterOverrides | undefined {
  const overrides = {
    ...(drop.length > 0 && { drop }),
    ...(Object.keys(rename).length > 0 && { rename }),
    ...(keep.length > 0 && { keep }),
  };
  return Object.keys(overrides).length === 0 ? undefined : overrides;
}

/** The version that a region sets. Without one, the model behind the deployment is not known. */
function versionServed(name: string, regions: readonly RegionSettings[]): string | undefined {
  const deployments = regions.flatMap((region) => region.deployments);
  return deployments.find(({ serves, version }) => serves === name && version !== undefined)
    ?.version;
}

type PercentOf = (deployment: DeploymentSettings, region: RegionSettings) => number;

/** The first deployment's name is the model's; the others are written only where they differ. */
function toBackends(
  name: string,
  regions: readonly RegionSettings[],
  percentOf: PercentOf,
): { readonly deployment: string; readonly backends: readonly ModelBackendBinding[] | undefined } {
  const served = regions.flatMap((region) =>
    region.deployments
      .filter(({ serves }) => serves === name)
      .map((deployment) => ({
        region: region.name,
        percent: percentOf(deployment, region),
        ...deployment,
      })),
  );
  const [first] = served;
  const deployment = first?.name ?? name;
  const alike =
    served.length === regions.length &&
    served.every(
      ({ name: own, weight, priority, percent }) =>
        own === deployment &&
        weight === first?.weight &&
        priority === first.priority &&
        percent === 100,
    );
  if (alike) return { deployment, backends: undefined };
  return { deployment, backends: served.map((entry) => toBackend(entry, deployment)) };
}

function toBackend(
  {
    region,
    name,
    weight,
    priority,
    percent,
  }: DeploymentSettings & { readonly region: string; readonly percent: number },
  deployment: string,
): ModelBackendBinding {
  return {
    name: region,
    weight,
    priority,
    ...(name !== deployment && { deployment: name }),
    ...(percent !== 100 && { pricePercent: percent }),
  };
}

function isAsynchronous(
  { asynchronousFilter, contentFilter }: ModelSettings,
  filters: readonly ContentFilterSettings[],
): boolean {
  const own = filters.find(({ name }) => name === contentFilter);
  return asynchronousFilter ?? own?.mode === 'asynchronous';
}

/** The date in a model version, in Unix seconds; undefined for versions such as "1". */
function versionDate(version: string): number | undefined {
  const date = /\d{4}-\d{2}-\d{2}/.exec(version);
  const milliseconds = date === null ? NaN : Date.parse(date[0]);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
