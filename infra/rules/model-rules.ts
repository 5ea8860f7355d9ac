// The rules about models between settings: names that must differ, models that must be served
// somewhere, content filters that must exist.
import type { Claim } from './unique-values.ts';
import { repeated } from './unique-values.ts';
import type { LooseSettings } from './loose-settings.ts';
import { isServedBy } from './region-rules.ts';
import { MODEL_VERSION } from '../settings/fields.ts';
import type { Fault, FaultContext } from './settings-faults.ts';
import { wrongValue } from './settings-faults.ts';

/** Everything wrong about the models. */
export function modelFaults(loose: LooseSettings, context: FaultContext): readonly Fault[] {
  return [
    ...repeated(nameClaims(loose), context),
    ...loose.models.flatMap((model, index) => {
      const { name } = model;
      if (name === undefined) return [];
      return [
        ...unserved(loose, name, index),
        ...withoutVersion(loose, context, index),
        ...withoutFilter(loose, context, index),
      ];
    }),
  ];
}

/** Names before aliases, so that the alias is the one to change. Azure ignores the case. */
function nameClaims({ models }: LooseSettings): readonly Claim[] {
  return [
    ...models.map(({ name }, index) => ({
      path: ['models', index, 'name'],
      value: name?.toLowerCase(),
    })),
    ...models.flatMap(({ name, aliases }, index) =>
      aliases.flatMap((alias, place) => {
        // Another spelling of the model's own name is no other model's.
        const own = alias !== name && alias?.toLowerCase() === name?.toLowerCase();
        return own
          ? []
          : [{ path: ['models', index, 'aliases', place], value: alias?.toLowerCase() }];
      }),
    ),
  ];
}

function unserved({ regions }: LooseSettings, name: string, index: number): readonly Fault[] {
  if (regions.length === 0 || regions.some((region) => isServedBy(region, name))) return [];
  return [
    {
      key: `models[${index}]`,
      text: 'no region serves it; expected its name below the `models` of a region, or a region without `models`, which serves all',
    },
  ];
}

/** Only where nothing is deployed may the version be left open. */
function withoutVersion(
  { models, regions }: LooseSettings,
  context: FaultContext,
  index: number,
): readonly Fault[] {
  const model = models[index];
  const name = model?.name;
  if (name === undefined || model?.version !== undefined) return [];
  const deployed = regions.some((region) => {
    const here = region.models?.find((entry) => entry.name === name);
    const listed = region.account !== undefined && region.deployments !== 'imported';
    return isServedBy(region, name) && !listed && here?.version === undefined;
  });
  if (regions.length > 0 && !deployed) return [];
  return [wrongValue(context, ['models', index, 'version'], MODEL_VERSION)];
}

/** A new account has Microsoft's own policies and those that the stack makes, and no others. */
function withoutFilter(
  { models, regions, contentFilters }: LooseSettings,
  context: FaultContext,
  index: number,
): readonly Fault[] {
  const { name = '', contentFilter } = models[index] ?? {};
  if (contentFilter === undefined || contentFilter.startsWith('Microsoft.')) return [];
  const known = contentFilters.flatMap((filter) => filter.name ?? []);
  if (known.includes(contentFilter)) return [];
  const created = regions.some(
    (region) => region.account === undefined && isServedBy(region, name),
  );
  if (regions.length > 0 && !created) return [];
  const allowed =
    'the name of an entry of contentFilters, or a policy of Microsoft\'s such as "Microsoft.DefaultV2"';
  return [wrongValue(context, ['models', index, 'contentFilter'], allowed, known)];
}
