// The rules about models between settings: unique names, at least one region for each model, content
// filters that exist, one fate for each parameter.
import { MODEL_VERSION } from '../settings/fields.ts';
import type { LooseSettings } from './loose-settings.ts';
import { isServedBy } from './region-rules.ts';
import type { Fault, FaultContext } from './settings-faults.ts';
import { conflict, toKey, wrongValue } from './settings-faults.ts';
import type { Occurrence } from './unique-values.ts';
import { findDuplicates } from './unique-values.ts';

/** Everything wrong about the models. */
export function modelFaults(loose: LooseSettings, context: FaultContext): readonly Fault[] {
  return [
    ...findDuplicates(nameOccurrences(loose), context),
    ...parameterFaults(loose, context),
    ...loose.models.flatMap((model, index) => {
      const { name } = model;
      if (name === undefined) return [];
      return [
        ...unservedModel(loose, name, index),
        ...missingVersion(loose, context, index),
        ...unknownFilter(loose, context, index),
      ];
    }),
  ];
}

/**
 * Names come before aliases, so that a fault points at the alias: it is easier to change. Azure ignores
 * the case of names.
 */
function nameOccurrences({ models }: LooseSettings): readonly Occurrence[] {
  return [
    ...models.map(({ name }, index) => ({
      path: ['models', index, 'name'],
      value: name?.toLowerCase(),
    })),
    ...models.flatMap(({ name, aliases }, index) =>
      aliases.flatMap((alias, place) => {
        // An alias may spell the model's own name in another case.
        const isOwnName = alias !== name && alias?.toLowerCase() === name?.toLowerCase();
        return isOwnName
          ? []
          : [{ path: ['models', index, 'aliases', place], value: alias?.toLowerCase() }];
      }),
    ),
  ];
}

function unservedModel({ regions }: LooseSettings, name: string, index: number): readonly Fault[] {
  if (regions.length === 0 || regions.some((region) => isServedBy(region, name))) return [];
  return [
    {
      key: toKey(['models', index]),
      kind: 'conflict',
      text: 'no region serves this model; add its name to the `models` of a region, or add a region without `models`, which serves all',
    },
  ];
}

/** A version is needed wherever the model is deployed by Pulumi. */
function missingVersion(
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

/** A new account has only Microsoft's policies and those that the stack creates. */
function unknownFilter(
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

/** Each parameter has one fate. */
function parameterFaults({ models }: LooseSettings, context: FaultContext): readonly Fault[] {
  return models.flatMap(({ parameters }, index) => {
    const { drop = [], rename = {}, keep = [] } = parameters ?? {};
    const path = (...rest: readonly PropertyKey[]) => ['models', index, 'parameters', ...rest];
    const named = Object.entries(rename);
    return [
      ...findDuplicates(
        [
          ...drop.map((value, place) => ({ path: path('drop', place), value })),
          ...keep.map((value, place) => ({ path: path('keep', place), value })),
        ],
        context,
      ),
      ...named.flatMap(([from, to]) => {
        if (drop.includes(from) || keep.includes(from)) {
          return [conflict(context, path('rename', from), 'is also dropped or kept; choose one')];
        }
        if (to === undefined || !(to === from || drop.includes(to) || to in rename)) return [];
        const text = 'its new name is dropped, renamed, or the same; choose another';
        return [conflict(context, path('rename', from), text)];
      }),
    ];
  });
}
