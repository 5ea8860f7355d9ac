// What the Worker is told about the models, and their names as clients may use them. Pure;
// the list itself is the stack's setting.
import type { ModelBackendBinding, ModelBinding } from '../../worker/contract/env.ts';
import type { DeploymentSettings, RegionSettings } from '../settings/regions.ts';
import type { ContentFilterSettings, ModelSettings, Settings } from '../settings/settings.ts';

/** What of the settings the models hang on. */
export type ModelPlan = Pick<Settings, 'models' | 'regions' | 'contentFilters'>;

/** The MODELS binding: one entry per model, in the order of the settings. */
export function toModelBindings(plan: ModelPlan): readonly ModelBinding[] {
  return plan.models.map((model) => toModelBinding(model, plan));
}

/** Every name a client may use, each model before its aliases. */
export function modelNames(models: readonly ModelSettings[]): readonly string[] {
  return models.flatMap(({ name, aliases }) => [name, ...aliases]);
}

/** What is the Worker's own default is left out: a binding holds 5 KB. */
function toModelBinding(
  model: ModelSettings,
  { regions, contentFilters }: ModelPlan,
): ModelBinding {
  const { name, aliases, upstream, apiVersion } = model;
  const version = model.version ?? versionServed(name, regions);
  const created = version === undefined ? undefined : versionDate(version);
  const behind = model.model ?? (version === undefined ? null : name);
  const { deployment, backends } = toBackends(name, regions);
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
    ...(isAsynchronous(model, contentFilters) && { asynchronousFilter: true }),
    ...(backends !== undefined && { backends }),
  };
}

/** The version that a region gives it. Without any, nobody has said what is behind the deployment. */
function versionServed(name: string, regions: readonly RegionSettings[]): string | undefined {
  const deployments = regions.flatMap((region) => region.deployments);
  return deployments.find(({ serves, version }) => serves === name && version !== undefined)
    ?.version;
}

/** What the first place has is said once, and of the others only what differs. */
function toBackends(
  name: string,
  regions: readonly RegionSettings[],
): { readonly deployment: string; readonly backends: readonly ModelBackendBinding[] | undefined } {
  const places = regions.flatMap((region) =>
    region.deployments
      .filter(({ serves }) => serves === name)
      .map((deployment) => ({ region: region.name, ...deployment })),
  );
  const [first] = places;
  const deployment = first?.name ?? name;
  const alike =
    places.length === regions.length &&
    places.every(
      (place) =>
        place.name === deployment &&
        place.weight === first?.weight &&
        place.priority === first.priority,
    );
  if (alike) return { deployment, backends: undefined };
  return { deployment, backends: places.map((place) => toBackend(place, deployment)) };
}

function toBackend(
  place: DeploymentSettings & { readonly region: string },
  deployment: string,
): ModelBackendBinding {
  return {
    name: place.region,
    weight: place.weight,
    priority: place.priority,
    ...(place.name !== deployment && { deployment: place.name }),
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
